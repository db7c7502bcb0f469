import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Delivery } from '#shared/models/delivery.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { settleWaiting } from '#shared/use-cases/payments/settle-waiting.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  open,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { MemoryWaitingEvents } from '#test/support/memory-waiting-events.ts';
import { NO_DEADLINE, NOON, TestClock, TestRandomness } from '#test/support/world.ts';

const RUNS = 150;
const OWED = 20_000;
// Hundreds of worlds on a machine that does other work too.
vi.setConfig({ testTimeout: 60_000 });

/** One event about one payment. */
type Telling = {
  readonly by: 'application' | 'request';
  readonly payment: string | null;
  readonly amount: number;
  /** Several events may tell the same. */
  readonly event: number;
};
type Arrival = {
  readonly order: readonly Telling[];
  readonly batch: number;
  /** After how many batches the customer is created. */
  readonly createdAt: number;
};

const by = fc.constantFrom('application' as const, 'request' as const);
const event = fc.integer({ min: 1, max: 2 });

/** In two orders, with other repetitions, in other batches, around a creation. */
const twoArrivals = (telling: fc.Arbitrary<Telling>) =>
  fc.array(telling, { minLength: 1, maxLength: 15 }).chain((tellings) => {
    const arrival: fc.Arbitrary<Arrival> = fc.record({
      order: fc
        .array(fc.constantFrom(...tellings), { maxLength: 8 })
        .chain((repeated) => shuffled([...tellings, ...repeated])),
      batch: fc.integer({ min: 1, max: 12 }),
      createdAt: fc.integer({ min: 0, max: 6 }),
    });
    return fc.tuple(arrival, arrival);
  });

describe('in whatever order, how often, and in whatever batches events arrive', () => {
  test('tellings that agree, of any type, make the same balance and the same entries', async () => {
    // Each payment has an amount of its own, so that none may be another.
    const telling = fc
      .record({ by, event, n: fc.integer({ min: 1, max: 6 }) })
      .map(({ n, ...rest }) => ({ ...rest, payment: `pay_${n}`, amount: n }));
    await hold(twoArrivals(telling), async (one, other, tellings) => {
      const paid = new Map(tellings.map(({ payment, amount }) => [payment, amount]));
      expect(balanceOf(one)).toBe(OWED - sum([...paid.values()]));
      expect(entriesOf(one)).toEqual(entriesOf(other));
      expect(heldIn(one)).toEqual([]);
    });
  });

  test('what was applied of a payment counts, whatever its Payment Request told', async () => {
    const telling = fc
      .record({ by, event, n: fc.integer({ min: 1, max: 6 }) })
      .map(({ n, ...rest }) => ({
        ...rest,
        payment: `pay_${n}`,
        amount: rest.by === 'application' ? n : 100 + n,
      }));
    await hold(twoArrivals(telling), async (one, other, tellings) => {
      const paid = Map.groupBy(tellings, ({ payment }) => payment);
      const amounts = [...paid.values()].map((told) => {
        const applied = told.find((each) => each.by === 'application');
        return (applied ?? told[0])?.amount ?? 0;
      });
      expect(balanceOf(one)).toBe(OWED - sum(amounts));
      expect(balanceOf(other)).toBe(balanceOf(one));
      expect([...heldIn(one), ...heldIn(other)]).toEqual([]);
    });
  });

  test('of tellings of one type that contradict each other the first counts, and a person is told of the others', async () => {
    const telling = fc
      .record({ by, event, n: fc.integer({ min: 1, max: 3 }), more: fc.nat(2) })
      .map(({ n, more, ...rest }) => ({ ...rest, payment: `pay_${n}`, amount: 10 * n + more }));
    await hold(twoArrivals(telling), async (...arrivals) => {
      for (const world of arrivals.slice(0, 2) as World[]) {
        const { order } = world.arrival;
        const firsts = new Map<string, Telling>();
        for (const each of world.arrival.order) {
          const key = `${each.payment} ${each.by}`;
          if (!firsts.has(key)) firsts.set(key, each);
        }
        const payments = [...new Set(order.map(({ payment }) => payment))];
        const amounts = payments.map((payment) => {
          const first = (told: Telling['by']) => firsts.get(`${payment} ${told}`)?.amount;
          return first('application') ?? first('request') ?? 0;
        });
        expect(balanceOf(world)).toBe(OWED - sum(amounts));
        // A contradicting request after the application moves nothing and is no contradiction of the entry.
        const contradicted = order.filter(
          (each) =>
            each.by === 'application' &&
            each.amount !== firsts.get(`${each.payment} application`)?.amount,
        );
        const reasons = heldIn(world);
        for (const { payment } of contradicted)
          expect(reasons).toContain(`${payment} payment_retold`);
      }
    });
  });

  test('a payment that may be told under two ids counts once, and a person is told of the other', async () => {
    const telling = fc
      .record({ by, event })
      .map((each) => ({ ...each, payment: each.by === 'request' ? 'p_1' : 'pay_1', amount: 7 }));
    await hold(twoArrivals(telling), async (one, other, tellings) => {
      const types = new Set(tellings.map((each) => each.by));
      for (const world of [one, other]) {
        expect(balanceOf(world)).toBe(OWED - 7);
        const first = world.arrival.order[0];
        const doubted = first?.by === 'request' ? 'pay_1' : 'p_1';
        expect(new Set(heldIn(world))).toEqual(
          new Set(types.size === 2 ? [`${doubted} perhaps_told_twice`] : []),
        );
      }
    });
  });

  test('payments of one type under ids of their own all count, and those without an id never do', async () => {
    const telling = fc
      .record({ event, n: fc.option(fc.integer({ min: 1, max: 5 })) })
      .map(({ n, ...rest }) => ({
        ...rest,
        by: 'application' as const,
        payment: n === null ? null : `pay_${n}`,
        amount: 7,
      }));
    await hold(twoArrivals(telling), async (one, other, tellings) => {
      const ids = new Set(tellings.flatMap(({ payment }) => payment ?? []));
      expect(balanceOf(one)).toBe(OWED - 7 * ids.size);
      expect(entriesOf(one)).toEqual(entriesOf(other));
      expect(heldIn(one)).toEqual(heldIn(other));
      expect(heldIn(one).every((held) => held === 'undefined payment_unidentified')).toBe(true);
    });
  });
});

type World = {
  readonly arrival: Arrival;
  readonly ledger: MemoryLedgerStore;
};

async function hold(
  arrivals: fc.Arbitrary<[Arrival, Arrival]>,
  check: (one: World, other: World, tellings: readonly Telling[]) => Promise<void>,
): Promise<void> {
  const property = fc.asyncProperty(arrivals, async ([one, other]) => {
    const worlds = [await arrive(one), await arrive(other)] as const;
    for (const { ledger } of worlds) expect(auditOf(ledger)).toEqual([]);
    await check(...worlds, one.order);
  });
  await fc.assert(property, { numRuns: RUNS });
}

async function arrive(arrival: Arrival): Promise<World> {
  const { order, batch, createdAt } = arrival;
  const ledger = new MemoryLedgerStore();
  const deps = {
    ledger,
    waiting: new MemoryWaitingEvents(ledger.table),
    clock: new TestClock(),
    randomness: new TestRandomness(),
    tellings: 'both' as const,
  };
  const create = async () => {
    await open({ ledger, intents: new MemoryIntentStore(ledger.table) });
    await settleWaiting(CUSTOMER, NO_DEADLINE, deps);
  };
  let batches = 0;
  for (let at = 0; at < order.length; at += batch, batches += 1) {
    if (batches === createdAt) await create();
    const events = order
      .slice(at, at + batch)
      .map((telling, index) => incoming(toEvent(telling), receivedAs(at + index)));
    const settled = await settleEvents(events, NO_DEADLINE, deps);
    expect(settled.filter((each) => 'error' in each)).toEqual([]);
  }
  if (ledger.table.obligations.size === 0) await create();
  return { arrival, ledger };
}

function receivedAs(place: number): Partial<Delivery> {
  return { receivedAt: new Date(NOON + place).toISOString() };
}

function toEvent({ by: told, payment, amount, event: number }: Telling) {
  const id = `evt_${told}${payment}${number}`;
  return told === 'application'
    ? amountApplied({ id, data: { id: `ob_${payment}`, payment_id: payment, amount } })
    : paymentRequestPaid({ id, data: { id: `pr_${payment}`, payment_id: payment, amount } });
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
const balanceOf = ({ ledger }: World) => ledger.table.obligations.get(CUSTOMER)?.balance;

function entriesOf({ ledger }: World) {
  return [...ledger.table.entries.values()]
    .map(({ key, type, amount, currency }) => ({ key, type, amount, currency }))
    .toSorted((left, right) => left.key.localeCompare(right.key));
}

function heldIn({ ledger }: World): readonly string[] {
  return [...ledger.table.held.values()]
    .map(({ paymentId, reason }) => `${paymentId} ${reason}`)
    .toSorted();
}

function auditOf({ table }: MemoryLedgerStore) {
  return auditSnapshot({
    obligations: table.obligations.values(),
    entries: table.entries.values(),
    heldEvents: table.held.values(),
    references: [...table.references].flatMap(([reference, owner]) =>
      owner.kind === 'taken' ? [[reference, owner.obligationId] as const] : [],
    ),
  });
}

function shuffled<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}

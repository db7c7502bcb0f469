import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consume, create, sweep, tell, tellPayment } from '#test/crash/commands.ts';
import { CrashWorld } from '#test/crash/crash-world.ts';
import { FIRST_AT_MOMENT } from '#test/crash/expectations.ts';
import type { Telling } from '#test/simulation/tellings.ts';
import { CUSTOMER, opening, paymentRequestPaid } from '#test/support/factories.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';

const RUNS = 100;
const OWED = 20_000;

/** One of the ways in which one of the payments may be told; the last is no payment of ours. */
const AGREEING = fc
  .record({
    n: fc.integer({ min: 1, max: 6 }),
    customer: fc.constantFrom(CUSTOMER, FIRST_AT_MOMENT),
    how: fc.constantFrom('applied', 'again', 'paid', 'malformed'),
  })
  .map(({ n, customer, how }): Telling => {
    if (how === 'paid') return tellPaid(n, customer);
    if (how === 'malformed') return tell(`${n}`, { kind: 'quarantined' });
    return tellPayment(n, { customer, event: `evt_${n}${how}` });
  });

const CONTRADICTING = fc
  .record({
    n: fc.integer({ min: 1, max: 3 }),
    customer: fc.constantFrom(CUSTOMER, FIRST_AT_MOMENT),
    amount: fc.integer({ min: 1, max: 4 }),
    data: fc.constantFrom('ob_1', 'ob_2'),
  })
  .map(({ n, ...facts }) => tellPayment(n, facts));

/** The same events twice: in two orders, with other repetitions, in other batches, around a creation. */
const twoArrivals = (telling: fc.Arbitrary<Telling>) =>
  fc.array(telling, { minLength: 1, maxLength: 20 }).chain((tellings) => {
    const arrival = fc.record({
      order: fc
        .array(fc.constantFrom(...tellings), { maxLength: 10 })
        .chain((repeated) => shuffled([...tellings, ...repeated])),
      batch: fc.integer({ min: 1, max: 12 }),
      createdAt: fc.integer({ min: 0, max: 12 }),
    });
    return fc.tuple(arrival, arrival);
  });
type Arrival = {
  readonly order: readonly Telling[];
  readonly batch: number;
  readonly createdAt: number;
};

describe('in whatever order, how often, and in whatever batches events arrive', () => {
  test('tellings that agree make the same balances and the same entries', async () => {
    const property = fc.asyncProperty(twoArrivals(AGREEING), async ([one, other]) => {
      const [left, right] = [await arrive(one), await arrive(other)];
      expect(factsOf(left)).toEqual(factsOf(right));
      expect(heldIn(left)).toEqual(heldIn(right));
    });
    await fc.assert(property, { numRuns: RUNS });
  }, 60_000);

  test('of tellings that contradict each other the first of each payment counts, and no other', async () => {
    const property = fc.asyncProperty(twoArrivals(CONTRADICTING), async ([one, other]) => {
      const [left, right] = [await arrive(one), await arrive(other)];
      // The same payments are entered; with which amounts follows from the order, and from nothing else.
      expect(keysOf(left)).toEqual(keysOf(right));
      for (const [{ table }, { order }] of [
        [left, one],
        [right, other],
      ] as const) {
        for (const { key, amount, obligationId } of table.entries.values()) {
          const told = order.flatMap(({ means }) =>
            means.kind === 'payment' && means.facts.paymentKey === key ? [-means.facts.amount] : [],
          );
          // Of those that wait for their obligation since the same millisecond, any may be found first.
          const mayCount = obligationId === FIRST_AT_MOMENT ? told : told.slice(0, 1);
          if (told.length > 0) expect(mayCount).toContain(amount);
        }
      }
    });
    await fc.assert(property, { numRuns: RUNS });
  }, 60_000);
});

function tellPaid(n: number, customer: string): Telling {
  const facts = { amount: 100 * n, dataId: `pr_${n}` };
  const event = paymentRequestPaid({
    id: `evt_${n}paid`,
    data: {
      id: facts.dataId,
      amount: facts.amount,
      payment_id: `pay_${n}`,
      metadata: { obligation_id: customer },
    },
  });
  return tell(event, {
    kind: 'payment',
    obligationId: customer,
    facts: { ...facts, paymentKey: `pay_${n}@${customer}`, type: event.type },
  });
}

function shuffled<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}

async function arrive({ order, batch, createdAt }: Arrival): Promise<CrashWorld> {
  const world = new CrashWorld();
  await new MemoryLedgerStore(world.table).open(opening({ externalReference: 'other' }));
  for (let at = 0, batches = 0; at < order.length; at += batch, batches += 1) {
    if (batches === createdAt) await world.play(create('key-1'));
    await world.play(consume(world, order.slice(at, at + batch)));
  }
  if (world.table.obligations.size === 1) await world.play(create('key-1'));
  await world.play(sweep());
  world.checkEnd();
  return world;
}

function factsOf({ table }: CrashWorld) {
  const { obligations, entries } = table;
  return {
    balances: [CUSTOMER, FIRST_AT_MOMENT].map((id) => obligations.get(id)?.balance ?? OWED),
    entries: [...entries.values()]
      .map(({ key, type, amount, currency, paymentId }) => ({
        key,
        type,
        amount,
        currency,
        paymentId,
      }))
      .toSorted((left, right) => left.key.localeCompare(right.key)),
  };
}

const keysOf = ({ table }: CrashWorld) => [...table.entries.keys()].toSorted();

function heldIn({ table }: CrashWorld) {
  return [...table.held.values()].map(({ hash, state }) => `${state} ${hash}`).toSorted();
}

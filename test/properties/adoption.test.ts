import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createObligation } from '#shared/use-cases/obligations/create-obligation.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { settleWaiting } from '#shared/use-cases/payments/settle-waiting.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import { amountApplied, CUSTOMER, incoming, paymentRequestPaid } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE, NOON } from '#test/support/world.ts';

const RUNS = 200;
const OWED = 20_000;
const HOUR = 3_600_000;
const AS_OF = NOON - 72 * HOUR;
const DELIVERED_WITHIN = 28 * HOUR;
// Hundreds of worlds on a machine that does other work too.
vi.setConfig({ testTimeout: 60_000 });

/** One event about one payment. */
type Telling = {
  readonly by: 'application' | 'request';
  readonly payment: number;
  /** When it took effect, in milliseconds from when the balance held; undefined where it tells no time. */
  readonly told: number | undefined;
  /** When it was signed, the same. */
  readonly signed: number;
};
type Arrival = {
  readonly order: readonly Telling[];
  readonly batch: number;
  /** After how many batches the customer is adopted. */
  readonly adoptedAt: number;
};

const second = (from: number, to: number) =>
  fc.integer({ min: from / 1000, max: to / 1000 }).map((seconds) => seconds * 1000);
/** Around the moment of the balance, and that up to which an event without a time may be of before. */
const around = fc.oneof(
  second(-2000, 2000),
  second(-48 * HOUR, 48 * HOUR),
  second(DELIVERED_WITHIN - 2000, DELIVERED_WITHIN + 2000),
);
const telling: fc.Arbitrary<Telling> = fc.record({
  by: fc.constantFrom('application' as const, 'request' as const),
  payment: fc.integer({ min: 1, max: 6 }),
  told: fc.option(around, { nil: undefined }),
  signed: around,
});

/** In two orders, with other repetitions, in other batches, around an adoption. */
const twoArrivals = fc
  // An event of a payment has one body: those of one type agree.
  .uniqueArray(telling, {
    minLength: 1,
    maxLength: 10,
    selector: ({ by, payment }) => `${by} ${payment}`,
  })
  .chain((tellings) => {
    const arrival: fc.Arbitrary<Arrival> = fc.record({
      order: fc.array(fc.constantFrom(...tellings), { maxLength: 6 }).chain((repeated) => {
        const all = [...tellings, ...repeated];
        return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
      }),
      batch: fc.integer({ min: 1, max: 8 }),
      adoptedAt: fc.integer({ min: 0, max: 6 }),
    });
    return fc.tuple(arrival, arrival);
  });

test('whenever a customer is adopted, and in whatever order payments are told, each is contained or counts', async () => {
  const property = fc.asyncProperty(twoArrivals, async ([one, other]) => {
    const payments = Map.groupBy(one.order, ({ payment }) => payment);
    const counted = [...payments].filter(([, told]) => told.some(isLater)).map(([n]) => n);
    for (const arrival of [one, other]) {
      const { table } = await arrive(arrival);
      const { balance, sequence } = table.obligations.get(CUSTOMER) ?? {};
      const paid = counted.reduce((sum, n) => sum + n, 0);
      expect([balance, sequence]).toEqual([OWED - paid, 1 + counted.length]);
      for (const [n, told] of payments) {
        const held = [...table.held.values()].filter((each) => each.paymentId === `pay_${n}`);
        if (counted.includes(n)) continue;
        expect(table.entries.has(`pay_${n}@${CUSTOMER}`)).toBe(false);
        expect(new Set(held.map(({ reason }) => reason))).toEqual(new Set(told.map(reasonOf)));
      }
      expect(auditOf(table)).toEqual([]);
    }
  });
  await fc.assert(property, { numRuns: RUNS });
});

/** Whether it shows that the balance cannot contain the payment. */
function isLater({ told, signed }: Telling): boolean {
  return told === undefined ? signed > DELIVERED_WITHIN : told > 0;
}

/** Of one that does not. A signature tells whole seconds. */
function reasonOf({ told, signed }: Telling): string {
  const isContained = told === undefined ? signed <= -1000 : told <= 0;
  return isContained ? 'contained_in_opening' : 'perhaps_contained';
}

async function arrive({ order, batch, adoptedAt }: Arrival) {
  const deps = createMemoryDeps();
  deps.moment.put({ id: CUSTOMER, externalReference: 'UCR1234567890' });
  const adopt = async () => {
    const facts = { external_reference: 'UCR1234567890', currency: 'ZAR', balance: OWED };
    const adopts = { id: CUSTOMER, balanceAsOf: new Date(AS_OF).toISOString() };
    const asked = { kind: 'customer' as const, facts, adopts };
    await createObligation({ asked, idempotencyKey: undefined, deadline: NO_DEADLINE }, deps);
    await settleWaiting(CUSTOMER, NO_DEADLINE, deps);
  };
  let batches = 0;
  for (let at = 0; at < order.length; at += batch, batches += 1) {
    if (batches === adoptedAt) await adopt();
    const settled = await settleEvents(
      order.slice(at, at + batch).map(toIncoming),
      NO_DEADLINE,
      deps,
    );
    expect(settled.filter((each) => 'error' in each)).toEqual([]);
  }
  if (deps.table.obligations.size === 0) await adopt();
  return deps;
}

function toIncoming({ by, payment, told, signed }: Telling) {
  const time = told === undefined ? null : new Date(AS_OF + told).toISOString();
  const data = { payment_id: `pay_${payment}`, amount: payment };
  const id = `evt_${by}${payment}`;
  const event =
    by === 'application'
      ? amountApplied({ id, data: { id: `ob_${payment}`, created_at: time, ...data } })
      : paymentRequestPaid({ id, data: { id: `pr_${payment}`, updated_at: time, ...data } });
  return incoming(event, { webhookTimestamp: (AS_OF + signed) / 1000 });
}

function auditOf({ obligations, entries, held }: ReturnType<typeof createMemoryDeps>['table']) {
  return auditSnapshot({
    obligations: obligations.values(),
    entries: entries.values(),
    heldEvents: held.values(),
    references: [['UCR1234567890', CUSTOMER]],
  });
}

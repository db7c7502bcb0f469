import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { type HeldEvent, isResolved } from '#shared/models/held-event.ts';
import {
  type ResolutionAsked,
  resolveException,
} from '#shared/use-cases/exceptions/resolve-exception.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { settleWaiting } from '#shared/use-cases/payments/settle-waiting.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  open,
  opening,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

const RUNS = 400;
const OTHERS = ['bcus_One', 'bcus_Two'] as const;
vi.setConfig({ testTimeout: 60_000 });

type Step =
  | {
      readonly does: 'deliver';
      readonly by: 'application' | 'request';
      readonly payment: number;
      readonly amount: number;
      readonly currency: string;
      readonly event: number;
      readonly isStale: boolean;
      readonly hasId: boolean;
    }
  | {
      readonly does: 'decide';
      readonly action: ResolutionAsked['action'];
      readonly which: number;
      readonly to: number;
      /** Whether the person goes on where it may be another. */
      readonly isSure: boolean;
    }
  | { readonly does: 'open'; readonly currency: string }
  | { readonly does: 'sweep' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('deliver' as const),
      by: fc.constantFrom('application' as const, 'request' as const),
      payment: fc.integer({ min: 1, max: 3 }),
      amount: fc.constantFrom(100, 100, 150),
      currency: fc.constantFrom('ZAR', 'ZAR', 'ZAR', 'USD'),
      event: fc.integer({ min: 1, max: 2 }),
      isStale: fc.boolean(),
      hasId: fc.constantFrom(true, true, true, false),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('decide' as const),
      action: fc.constantFrom('apply' as const, 'apply_to' as const, 'dismiss' as const),
      which: fc.nat(20),
      to: fc.nat(1),
      isSure: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('open' as const),
      currency: fc.constantFrom('ZAR', 'ZAR', 'USD'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ does: 'sweep' as const }) },
);

type World = ReturnType<typeof createMemoryDeps>;

async function play(world: World, one: Step): Promise<void> {
  switch (one.does) {
    case 'deliver':
      return deliver(world, one);
    case 'decide':
      return decide(world, one);
    case 'open':
      if (world.table.obligations.has(CUSTOMER)) return;
      await open(world, opening({ currency: one.currency }));
      return;
    case 'sweep':
      await settleWaiting(CUSTOMER, NO_DEADLINE, world);
  }
}

async function deliver(world: World, told: Extract<Step, { does: 'deliver' }>): Promise<void> {
  const { by, payment, amount, currency, event, isStale, hasId } = told;
  const id = `evt_${by}${payment}${hasId ? '' : 'x'}${event}`;
  const data = {
    ...{ id: `${by}_${payment}`, amount, currency },
    payment_id: hasId ? `pay_${payment}` : undefined,
  };
  const body =
    by === 'application' ? amountApplied({ id, data }) : paymentRequestPaid({ id, data });
  const arrived = incoming(body, isStale ? { verdict: 'stale' } : {});
  const [settlement] = await settleEvents([arrived], NO_DEADLINE, world);
  if (!settlement || 'error' in settlement) throw new Error('not settled', { cause: settlement });
}

async function decide(
  world: World,
  { action, which, to, isSure }: Extract<Step, { does: 'decide' }>,
): Promise<void> {
  const all = [...world.table.held.values()];
  const event = all[which % Math.max(1, all.length)];
  if (!event) return;
  const asked: ResolutionAsked = {
    ...{ action, actor: 'sub', reason: 'paid_elsewhere' },
    obligation: action === 'apply_to' ? OTHERS[to] : undefined,
  };
  try {
    await resolveException(event, asked, NO_DEADLINE, world);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (!ServiceError.is(error, 'exception.in_doubt') || !isSure) return;
    const confirm = error.members['entries'] as readonly string[];
    await resolveException(event, { ...asked, confirm }, NO_DEADLINE, world);
  }
}

/** What it counts in all, wherever it does, and by how many entries. */
function effectOf({ table }: World, paymentId: string) {
  const entries = [...table.entries.values()].filter(
    (entry) => 'paymentId' in entry && entry.paymentId === paymentId,
  );
  return {
    payments: entries.filter(({ type }) => type === 'payment').length,
    amount: entries.reduce((sum, { amount }) => sum - amount, 0),
  };
}

const decisions = (held: Iterable<HeldEvent>) =>
  [...held].flatMap((event) =>
    isResolved(event) ? [`${event.hash} ${event.state} ${JSON.stringify(event.resolution)}`] : [],
  );

test('whatever is delivered, decided and opened, in whatever order, one payment has one effect', async () => {
  let decided = 0;
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 3, maxLength: 25 }),
    async (steps) => {
      const world = createMemoryDeps();
      for (const id of OTHERS) await open(world, opening({ id, externalReference: id }));
      const delivered = steps.filter((one) => one.does === 'deliver');
      const told = new Map(
        [...Map.groupBy(delivered, ({ payment }) => payment)].map(([payment, all]) => [
          `pay_${payment}`,
          [0, ...all.filter(({ hasId }) => hasId).map(({ amount }) => amount)],
        ]),
      );
      let before: string[] = [];
      for (const one of steps) {
        await play(world, one);
        world.clock.advance(1000);
        const after = decisions(world.table.held.values());
        expect(
          before.filter((decision) => !after.includes(decision) && !isReopened(decision)),
        ).toEqual([]);
        before = after;
      }
      decided += before.length;
      // All of it once more, in time, and with nobody who decides.
      const settled = snapshotOfSettled(world);
      for (const one of delivered) await deliver(world, { ...one, isStale: false });
      for (const [key, effect] of settled)
        expect([key, effectOf(world, key)]).toEqual([key, effect]);
      for (const [paymentId, amounts] of told) {
        const { payments, amount } = effectOf(world, paymentId);
        expect(payments).toBeLessThan(2);
        expect(amounts).toContain(amount);
      }
      isSound(world);
    },
  );
  await fc.assert(property, { numRuns: RUNS });
  expect(decided).toBeGreaterThan(RUNS / 2);
});

/** What was dismissed as stale may come again. */
function isReopened(decision: string): boolean {
  return decision.includes(' stale ') && decision.includes('"dismiss"');
}

/** Payments that a person decided about for good: nothing that is told of them moves anything any more. */
function snapshotOfSettled(world: World) {
  return [...world.table.doubts.values()].flatMap((doubt) =>
    doubt.settled ? [[doubt.paymentId, effectOf(world, doubt.paymentId)] as const] : [],
  );
}

function isSound({ table }: World): void {
  for (const [key, doubt] of table.doubts) {
    if (doubt.settled) expect(table.entries.has(key)).toBe(false);
  }
  const references = [...table.obligations.values()].map(
    ({ id, externalReference }) => [externalReference, id] as const,
  );
  expect(
    auditSnapshot({
      obligations: table.obligations.values(),
      entries: table.entries.values(),
      heldEvents: table.held.values(),
      doubts: table.doubts.values(),
      references,
    }),
  ).toEqual([]);
}

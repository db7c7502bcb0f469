import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { changeBalance } from '#shared/use-cases/changes/change-balance.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { checkLedger } from '#test/simulation/final-checks.ts';
import { amountApplied, CUSTOMER, incoming, open, opening } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

vi.setConfig({ testTimeout: 60_000 });
const BALANCE = 100_000;
const PAID = 1000;
const NOBODY_TOLD = () => {
  throw new Error('nobody was told');
};

/** A refund of one of two payments, by hand or as a row of a report; a row may come again, under any key, also changed. */
type Refund = {
  readonly payment: 1 | 2;
  readonly amount: number;
  readonly row: number | undefined;
};
const refund: fc.Arbitrary<Refund> = fc.record({
  payment: fc.constantFrom(1 as const, 2 as const),
  amount: fc.constantFrom(100, 200),
  row: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
});

async function paidTwice() {
  const deps = createMemoryDeps();
  await open(deps, opening({ balance: BALANCE }));
  const payments = [1, 2].map((n) =>
    incoming(amountApplied({ id: `evt_${n}`, data: { payment_id: `pay_${n}`, amount: PAID } })),
  );
  await settleEvents(payments, NO_DEADLINE, deps);
  return deps;
}
type Deps = Awaited<ReturnType<typeof paidTwice>>;

async function ask(deps: Deps, { payment, amount, row }: Refund, key: string) {
  const reverses = `pay_${payment}@${CUSTOMER}`;
  const reconciliationId = row === undefined ? undefined : `row_${row}`;
  try {
    const { done } = await changeBalance(
      {
        ...{ kind: 'customer', id: CUSTOMER, deadline: NO_DEADLINE },
        change: { kind: 'reversal', reverses, amount, reconciliationId },
        asking: { key, actor: 'jane', reason: 'refunded' },
      },
      deps,
    );
    return done.kind;
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
}

/** What must come of them one after the other, by the words of the documents alone. */
function expected(refunds: readonly Refund[]): readonly string[] {
  const rows = new Map<number, { readonly refund: Refund; readonly was: string }>();
  const alone: Refund[] = [];
  return refunds.map((asked) => {
    const { payment, amount, row } = asked;
    if (row === undefined) {
      alone.push(asked);
      return 'entered';
    }
    const before = rows.get(row);
    if (before) {
      const isSame = before.refund.payment === payment && before.refund.amount === amount;
      return isSame ? before.was : 'reconciliation_id.reused';
    }
    const twin = alone.findIndex((each) => each.payment === payment && each.amount === amount);
    if (twin >= 0) alone.splice(twin, 1);
    const was = twin >= 0 ? 'linked' : 'entered';
    rows.set(row, { refund: asked, was });
    return was;
  });
}

test('in whichever order refunds are entered by hand and met in reports, each has one effect', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(refund, { maxLength: 8 }), async (refunds) => {
      const deps = await paidTwice();
      const came: string[] = [];
      for (const [at, each] of refunds.entries()) came.push(await ask(deps, each, `key-${at}`));
      // No payment has more than eight refunds of 200: that is more than it has.
      const isWithin = ([1, 2] as const).every((payment) => {
        const of = refunds.filter((each) => each.payment === payment);
        return of.reduce((sum, { amount }) => sum + amount, 0) <= PAID;
      });
      if (isWithin) expect(came).toEqual(expected(refunds));
      const entries = deps.table.entriesOf(CUSTOMER).filter(({ type }) => type === 'refund');
      expect(entries).toHaveLength(new Set(entries.map(({ key }) => key)).size);
      expect(await balanceOf(deps)).toBe(
        BALANCE - 2 * PAID + entries.reduce((sum, { amount }) => sum + amount, 0),
      );
      checkLedger(deps.table, NOBODY_TOLD, []);
    }),
    { numRuns: 300 },
  );
});

test('whoever asks at once, a row of a report is one refund, and a refund by hand one row', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(refund, { maxLength: 6 }),
      fc.scheduler(),
      async (refunds, scheduler) => {
        const deps = await paidTwice();
        const { ledger, changes } = deps;
        const post = ledger.post.bind(ledger);
        const link = changes.link.bind(changes);
        ledger.post = (...args) => scheduler.schedule(Promise.resolve()).then(() => post(...args));
        changes.link = (...args) => scheduler.schedule(Promise.resolve()).then(() => link(...args));
        const all = Promise.all(refunds.map((each, at) => ask(deps, each, `key-${at}`)));
        await scheduler.waitFor(all);
        const came = await all;
        const effects = deps.table.entriesOf(CUSTOMER).filter(({ type }) => type === 'refund');
        const rows = new Set(refunds.flatMap(({ row }) => row ?? []));
        const known = [...deps.table.reconciled.values()];
        expect(known.length).toBeLessThanOrEqual(rows.size);
        expect(new Set(known.map(({ entryKey }) => entryKey)).size).toBe(known.length);
        const linked = known.filter((each) => each.linked).length;
        const byHand = refunds.filter(
          ({ row }, at) => row === undefined && came[at] === 'entered',
        ).length;
        expect(effects).toHaveLength(byHand + known.length - linked);
        checkLedger(deps.table, NOBODY_TOLD, []);
      },
    ),
    { numRuns: 200 },
  );
});

async function balanceOf({ ledger }: Deps): Promise<number | undefined> {
  return (await ledger.findObligation(CUSTOMER))?.balance;
}

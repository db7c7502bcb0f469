import { describe, expect, test } from 'vitest';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { ReportRow } from '#shared/models/report-row.ts';
import { findEntered } from '#shared/use-cases/reconciling/find-entered.ts';
import { posted } from '#test/support/changes.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  open,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { MemoryChanges } from '#test/support/memory-changes.ts';
import { MemoryEntriesOfPayments } from '#test/support/memory-entries-of-payments.ts';
import { MemoryExceptions } from '#test/support/memory-exceptions.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { movedBy, paid, postingOf } from '#test/support/postings.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { NOON, TestClock } from '#test/support/world.ts';

/** When all payments of the ledger were recorded: a second after noon. */
const NOW = NOON + 60_000;
const HOUR_MS = 60 * 60 * 1000;
const atHour = (hours: number) => new Date(NOON + hours * HOUR_MS).toISOString();

/** Where nothing is opened. */
const elsewhere = { customer_id: 'bcus_elsewhere' };

function row(overrides: Partial<ReportRow> = {}): ReportRow {
  return {
    ...{ line: 7, kind: 'payment', reconciliationId: 'rec_1', paymentId: 'pay_1' },
    ...{ amount: 1, currency: 'ZAR', at: atHour(0) },
    ...overrides,
  };
}

async function world(ids: readonly string[] = ['pay_1', 'pay_2', 'pay_3', 'pay_4']) {
  const table = new MemoryTable();
  const ledger = new MemoryLedgerStore(table);
  await open({ ledger, intents: new MemoryIntentStore(table) });
  const posting = postingOf(ids.map((id, at) => paid({ id, amount: at + 1 })));
  await ledger.post(posting, []);
  const entries = new MemoryEntriesOfPayments(table);
  const asked: string[] = [];
  const told: string[] = [];
  return {
    ...{ table, ledger, entries, asked, told, posting },
    deps: {
      entries,
      exceptions: new MemoryExceptions(table),
      changes: new MemoryChanges(table),
      references: {
        findReference: async (id: string) => {
          asked.push(id);
          return id === 'pay_2' ? undefined : `rec_of_${id}`;
        },
      },
      clock: new TestClock(NOW),
      onAsked: (done: number, all: number) => void told.push(`${done}/${all}`),
    },
  };
}
const idsOf = (payments: readonly { readonly paymentId: string }[]) =>
  payments.map(({ paymentId }) => paymentId).toSorted();

test('what was recorded since three days before the first row is found, page by page', async () => {
  const { deps, asked, told } = await world();
  deps.clock.advance(200 * HOUR_MS);
  const rows = [row({ at: atHour(90) }), row({ at: atHour(71) }), row({ at: atHour(80) })];
  const { payments } = await findEntered(rows, undefined, deps);
  expect(idsOf(payments)).toEqual(['pay_1', 'pay_2', 'pay_3', 'pay_4']);
  expect([asked, told]).toEqual([[], []]);
  const late = await findEntered([row({ at: atHour(73), paymentId: 'pay_9' })], undefined, deps);
  expect(late.payments).toEqual([]);
});

test('a period that begins before the first row is looked at from its beginning', async () => {
  const { deps } = await world();
  deps.clock.advance(200 * HOUR_MS);
  const rows = [row({ at: atHour(100), paymentId: 'pay_9' })];
  const early = await findEntered(rows, { from: atHour(70), to: atHour(101) }, deps);
  expect(early.payments).toHaveLength(4);
  const late = await findEntered(rows, { from: atHour(99), to: atHour(101) }, deps);
  expect(late.payments).toEqual([]);
});

test('a payment that a row names is found however old, once, with what went back of it', async () => {
  const { deps, ledger, posting, entries } = await world();
  deps.clock.advance(200 * HOUR_MS);
  const [entry] = posting.entries;
  const undoable = { entry, adjustment: undefined, undone: undefined };
  const back = posted(
    { kind: 'reversal', reverses: `pay_1@${CUSTOMER}`, amount: 1 },
    { owed: movedBy(posting), undoable },
  );
  await ledger.post(back.posting, []);
  const rows = [
    row({ at: atHour(100) }),
    row({ at: atHour(100), kind: 'refund', reconciliationId: 'rec_2' }),
    row({ at: atHour(100), paymentId: 'pay_none', reconciliationId: 'rec_3' }),
  ];
  const { payments, refunds } = await findEntered(rows, undefined, deps);
  expect(payments).toMatchObject([{ paymentId: 'pay_1', amount: 1 }]);
  expect(refunds).toMatchObject([{ paymentId: 'pay_1', amount: 1 }]);
  const named = entries.reads.filter((read) => typeof read === 'string');
  expect(named).toEqual(['pay_1', 'pay_none']);

  const recent = await findEntered([row(), row({ kind: 'refund' })], undefined, deps);
  expect(recent.refunds).toHaveLength(1);
  expect(entries.reads.filter((read) => typeof read === 'string')).toHaveLength(2);
});

test('an amount that was put right is found with its payment, and each entry counts once', async () => {
  const { deps, ledger, posting } = await world();
  deps.clock.advance(200 * HOUR_MS);
  const first = postingOf([movement(paymentRequestPaid())], movedBy(posting));
  await ledger.post(first, []);
  const owed = movedBy(first, movedBy(posting));
  const applied = movement(amountApplied({ data: { amount: 10_000 } }));
  await ledger.post(postingOf([applied], owed, first.entries), []);
  const { paymentId } = applied;
  for (const hour of [0, 100]) {
    const named = row({ at: atHour(hour), paymentId });
    const { payments } = await findEntered([named], undefined, deps);
    const ours = payments.find((payment) => payment.paymentId === paymentId);
    expect(ours).toMatchObject({ amount: 10_000 });
  }
});

test('a payment whose correction alone was recorded since is found whole', async () => {
  const { deps, table, ledger, posting } = await world();
  const first = postingOf([movement(paymentRequestPaid())], movedBy(posting));
  await ledger.post(first, []);
  const applied = movement(amountApplied({ data: { amount: 10_000 } }));
  const owed = movedBy(first, movedBy(posting));
  await ledger.post(postingOf([applied], owed, first.entries), []);
  for (const [key, entry] of table.entries) {
    if (entry.type === 'adjustment') table.entries.set(key, { ...entry, recordedAt: atHour(90) });
  }
  deps.clock.advance(200 * HOUR_MS);
  const named = row({ at: atHour(100), paymentId: applied.paymentId });
  const { payments } = await findEntered([named], undefined, deps);
  expect(payments).toMatchObject([{ paymentId: applied.paymentId, amount: 10_000 }]);
});

test('events that wait are found with their payments; those without one, or off the list, are not', async () => {
  const { deps, ledger, table } = await world();
  const held = (n: number, state: HeldEvent['state']) =>
    heldEvent(
      amountApplied({ id: `evt_${n}`, data: { payment_id: `pay_w${n}`, ...elsewhere } }),
      state,
    );
  const [unmatched, quarantined, stale] = [
    held(1, 'unmatched'),
    held(2, 'quarantined'),
    held(3, 'stale'),
  ];
  const decided = held(4, 'quarantined');
  const nameless = heldEvent('no json', 'quarantined');
  for (const event of [unmatched, quarantined, stale, decided, nameless, held(5, 'ignored')]) {
    await ledger.hold(event);
  }
  const { waiting: all } = await findEntered([row()], undefined, deps);
  expect(idsOf(all)).toEqual(['pay_w1', 'pay_w2', 'pay_w3', 'pay_w4']);
  expect(all.every(({ id }) => id.startsWith('event:'))).toBe(true);
  table.decided.add(decided.hash);
  const { waiting } = await findEntered([row()], undefined, deps);
  expect(idsOf(waiting)).toEqual(['pay_w1', 'pay_w2', 'pay_w3']);
});

test('an event that is taken off the list between both looks waits no more', async () => {
  const { deps, ledger, table } = await world();
  const event = heldEvent(amountApplied({ id: 'evt_1', data: { payment_id: 'pay_w1' } }), 'stale');
  await ledger.hold(event);
  const { exceptions } = deps;
  const racing = {
    ...deps,
    exceptions: {
      listRows: exceptions.listRows.bind(exceptions),
      read: async (ids: readonly string[]) => {
        table.decided.add(event.hash);
        return exceptions.read(ids);
      },
    },
  };
  expect((await findEntered([row()], undefined, racing)).waiting).toEqual([]);
});

test('Moment is asked what its reports call each payment where a row does not name its own', async () => {
  const { deps, ledger, entries, asked, told } = await world();
  await ledger.hold(
    heldEvent(
      amountApplied({ id: 'evt_1', data: { payment_id: 'pay_w1', ...elsewhere } }),
      'unmatched',
    ),
  );
  const rows = [row(), row({ paymentId: undefined, reconciliationId: 'rec_2' })];
  const { payments, waiting } = await findEntered(rows, undefined, deps);
  expect(asked.toSorted()).toEqual(['pay_1', 'pay_2', 'pay_3', 'pay_4', 'pay_w1']);
  expect(entries.reads.filter((read) => typeof read !== 'object')).toEqual([]);
  expect(payments.map(({ paymentId, reference }) => [paymentId, reference]).toSorted()).toEqual([
    ['pay_1', 'rec_of_pay_1'],
    ['pay_2', undefined],
    ['pay_3', 'rec_of_pay_3'],
    ['pay_4', 'rec_of_pay_4'],
  ]);
  expect(waiting).toMatchObject([{ paymentId: 'pay_w1', reference: 'rec_of_pay_w1' }]);
  expect(told).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
});

test('nobody has to be told how many payments Moment was asked about', async () => {
  const { deps, asked } = await world(['pay_1']);
  const { onAsked: _, ...silent } = deps;
  await findEntered([row({ paymentId: undefined })], undefined, silent);
  expect(asked).toEqual(['pay_1']);
});

describe('a refund that was entered as a row of a report', () => {
  async function entered(reconciliationId?: string) {
    const made = await world(['pay_1']);
    const { ledger, posting, deps } = made;
    deps.clock.advance(200 * HOUR_MS);
    const change = { kind: 'reversal', reverses: `pay_1@${CUSTOMER}`, amount: 1 } as const;
    const undoable = { entry: posting.entries[0], adjustment: undefined, undone: undefined };
    const back = posted({ ...change, reconciliationId }, { owed: movedBy(posting), undoable });
    await ledger.post(back.posting, []);
    return made;
  }
  const nameless = row({
    ...{ kind: 'refund', at: atHour(100), reconciliationId: 'rec_2', paymentId: undefined },
  });

  test('is found as that row, however old, also where no payment is named', async () => {
    const { deps } = await entered('rec_2');
    const { refunds } = await findEntered([nameless], undefined, deps);
    expect(refunds).toMatchObject([{ paymentId: 'pay_1', amount: 1, reconciliationId: 'rec_2' }]);
    const other = { ...nameless, reconciliationId: 'rec_3' };
    expect((await findEntered([other], undefined, deps)).refunds).toEqual([]);
    const payment = { ...nameless, kind: 'payment' } as const;
    expect((await findEntered([payment], undefined, deps)).refunds).toEqual([]);
  });

  test('is found once where its payment leads to it too', async () => {
    const { deps } = await entered('rec_2');
    const named = { ...nameless, paymentId: 'pay_1' };
    const { refunds } = await findEntered([named], undefined, deps);
    expect(refunds).toMatchObject([{ reconciliationId: 'rec_2' }]);
    expect(refunds).toHaveLength(1);
  });

  test('by hand is found with the row that it became', async () => {
    const { deps, table } = await entered();
    const [undone] = table.undone.values();
    const refund = [...table.entries.values()].find(({ type }) => type === 'refund');
    if (!undone || !refund) throw new Error('nothing went back');
    const reconciled = { type: 'refund', reconciliationId: 'rec_2', entryKey: refund.key } as const;
    expect(await deps.changes.link({ reconciled, undone })).toBe('linked');
    for (const paymentId of ['pay_1', undefined]) {
      const { refunds } = await findEntered([{ ...nameless, paymentId }], undefined, deps);
      expect(refunds).toMatchObject([{ key: refund.key, reconciliationId: 'rec_2' }]);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { controlTotals } from '#shared/ledger/reconciling/control-totals.ts';
import {
  type Entered,
  type EnteredPayment,
  type EnteredRefund,
  paymentsOf,
  refundsOf,
} from '#shared/ledger/reconciling/entered.ts';
import { differs, type Finding } from '#shared/ledger/reconciling/finding.ts';
import { plannedTotals, planRefunds } from '#shared/ledger/reconciling/plan-refunds.ts';
import { reconcileReport } from '#shared/ledger/reconciling/reconcile-report.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import type { ReportRow } from '#shared/models/report-row.ts';

const PERIOD = { from: '2026-11-29T00:00:00.000Z', to: '2026-11-30T00:00:00.000Z' };
const AT = '2026-11-29T08:00:00.000Z';

function row(overrides: Partial<ReportRow> = {}): ReportRow {
  return {
    ...{ line: 7, kind: 'payment', reconciliationId: 'rec_1', paymentId: 'pay_1' },
    ...{ amount: 2000, currency: 'ZAR', at: AT },
    ...overrides,
  };
}
const refundRow = (overrides: Partial<ReportRow> = {}) =>
  row({ line: 8, kind: 'refund', reconciliationId: 'rec_2', amount: 500, ...overrides });

function payment(overrides: Partial<EnteredPayment> = {}): EnteredPayment {
  return {
    ...{ paymentId: 'pay_1', obligationIds: ['bcus_1'], amount: 2000, currency: 'ZAR', at: AT },
    ...overrides,
  };
}
function refund(overrides: Partial<EnteredRefund> = {}): EnteredRefund {
  return {
    ...{ key: 'command:1@bcus_1', paymentId: 'pay_1', obligationId: 'bcus_1' },
    ...{ amount: 500, currency: 'ZAR', at: AT },
    ...overrides,
  };
}
function reconcile(rows: readonly ReportRow[], entered: Partial<Entered>, period = PERIOD) {
  return reconcileReport(rows, { payments: [], refunds: [], waiting: [], ...entered }, period);
}
const kindsOf = (findings: readonly Finding[]) => findings.map(({ kind }) => kind);

describe('a payment of the report', () => {
  test('matches that of the ledger by its id, whatever Moment calls it', () => {
    const ours = payment({ reference: 'rec_other' });
    expect(reconcile([row()], { payments: [payment({ paymentId: 'pay_2' }), ours] })[0]).toEqual({
      ...{ kind: 'matched', row: row(), ours },
    });
  });

  test('without an id matches by what Moment calls it, and never by that where it has one', () => {
    const ours = payment({ paymentId: 'pay_9', reference: 'rec_1' });
    const nameless = row({ paymentId: undefined });
    expect(reconcile([nameless], { payments: [ours] })).toEqual([
      { kind: 'matched', row: nameless, ours },
    ]);
    expect(kindsOf(reconcile([row()], { payments: [ours] }))).toEqual([
      ...['payment_unknown', 'payment_missing'],
    ]);
  });

  test.each([
    ['by more', { amount: 2001 }],
    ['by less', { amount: 1999 }],
    ['in its currency', { currency: 'USD' }],
  ])('may differ %s', (_, other) => {
    const ours = payment(other);
    expect(reconcile([row()], { payments: [ours] })).toEqual([
      { kind: 'amount_differs', row: row(), ours, counted: ours.amount },
    ]);
  });

  test('counts ours once, where two rows tell of it', () => {
    const again = row({ line: 9, reconciliationId: 'rec_9' });
    const ours = payment();
    expect(reconcile([row(), again], { payments: [ours] })).toEqual([
      { kind: 'matched', row: row(), ours },
      { kind: 'amount_differs', row: again, ours, counted: 0 },
    ]);
  });

  test('that is not entered is one that we were never told of, or one that waits', () => {
    const waiting = [
      { id: 'event:a:pay_2', paymentId: 'pay_2', reference: 'rec_1' },
      { id: 'event:b:pay_1', paymentId: 'pay_1', reference: 'rec_9' },
    ];
    expect(reconcile([row()], { waiting: waiting.slice(0, 1) })).toEqual([
      { kind: 'payment_unknown', row: row(), waits: undefined },
    ]);
    expect(reconcile([row()], { waiting })).toMatchObject([{ waits: waiting[1] }]);
    const nameless = row({ paymentId: undefined });
    expect(reconcile([nameless], { waiting })).toMatchObject([{ waits: waiting[0] }]);
    const unnamed = [{ id: 'event:c:pay_3', paymentId: 'pay_3' }];
    expect(reconcile([nameless], { waiting: unnamed })).toMatchObject([{ waits: undefined }]);
  });
});

describe('a refund of the report', () => {
  test('matches one of its payment that was entered by hand with its amount', () => {
    const ours = refund();
    const refunds = [
      refund({ key: 'a', amount: 499 }),
      refund({ key: 'b', currency: 'USD' }),
      refund({ key: 'c', paymentId: 'pay_2' }),
      ours,
    ];
    const [first] = reconcile([refundRow()], { payments: [payment()], refunds });
    expect(first).toEqual({ kind: 'matched', row: refundRow(), ours });
  });

  test('that was entered as a row of a report is that row, of whatever payment, and no other', () => {
    const asRow = refund({ reconciliationId: 'rec_2' });
    for (const paymentId of ['pay_1', undefined]) {
      const asked = refundRow({ paymentId });
      const [first] = reconcile([asked], { payments: [payment()], refunds: [asRow] });
      expect(first).toEqual({ kind: 'matched', row: asked, ours: asRow });
    }
    const another = refundRow({ reconciliationId: 'rec_3' });
    const [unknown] = reconcile([another], { payments: [payment()], refunds: [asRow] });
    expect(unknown).toMatchObject({ kind: 'refund_unknown', left: 1500 });
  });

  test.each([
    ['amount', { amount: 501 }],
    ['currency', { currency: 'USD' }],
    ['payment', { paymentId: 'pay_2' }],
  ])('differs from what was entered as it with another %s', (_, other) => {
    const asRow = refund({ reconciliationId: 'rec_2' });
    const payments = [payment(), payment({ paymentId: 'pay_2' })];
    const asked = refundRow(other);
    expect(reconcile([asked], { payments, refunds: [refund(), asRow] })[0]).toEqual({
      ...{ kind: 'amount_differs', row: asked, ours: asRow, counted: 500 },
    });
  });

  test('is not entered where none of its amount is left', () => {
    const again = refundRow({ line: 9, reconciliationId: 'rec_3' });
    const ours = payment();
    const entered = { payments: [ours], refunds: [refund()] };
    expect(reconcile([row(), refundRow(), again], entered)).toEqual([
      { kind: 'matched', row: row(), ours },
      { kind: 'matched', row: refundRow(), ours: refund() },
      { kind: 'refund_unknown', row: again, payment: ours, left: 1500 },
    ]);
  });

  test('may be called as its payment is, where the report names no payment', () => {
    const nameless = refundRow({ paymentId: undefined, reconciliationId: 'rec_1' });
    const ours = payment({ reference: 'rec_1' });
    expect(reconcile([nameless], { payments: [ours] })[0]).toEqual({
      ...{ kind: 'refund_unknown', row: nameless, payment: ours, left: 2000 },
    });
  });

  test('is of no payment where none is known, and never matches by its amount alone', () => {
    const nameless = refundRow({ paymentId: undefined });
    for (const asked of [nameless, refundRow({ paymentId: 'pay_9' })]) {
      expect(reconcile([asked], { payments: [payment()], refunds: [refund()] })[0]).toEqual({
        ...{ kind: 'refund_unknown', row: asked, payment: undefined, left: 0 },
      });
    }
  });
});

describe('what theirs does not have', () => {
  const kept = (at: string) => reconcile([], { payments: [payment({ at })] });

  test.each([
    ['2026-11-29T00:00:00.000Z', 'day'],
    ['2026-11-29T22:59:59.999Z', 'day'],
    ['2026-11-29T23:00:00.000Z', 'hour'],
    ['2026-11-29T23:59:59.999Z', 'hour'],
  ])('is told with its age: of %s it is %s', (at, age) => {
    expect(kept(at)).toEqual([{ kind: 'payment_missing', ours: payment({ at }), age }]);
  });

  test('is of its period, which may be longer than a day', () => {
    expect(kept('2026-11-28T23:59:59.999Z')).toEqual([]);
    expect(kept(PERIOD.to)).toEqual([]);
    const week = { ...PERIOD, from: '2026-11-22T00:00:00.000Z' };
    const ages = ['2026-11-29T00:00:00.000Z', '2026-11-28T23:59:59.999Z'].map((at) =>
      reconcile([], { payments: [payment({ at })] }, week),
    );
    expect(ages).toMatchObject([[{ age: 'day' }], [{ age: 'older' }]]);
  });

  test('is nothing where nobody knows what the report covers', () => {
    const entered = { payments: [payment()], refunds: [refund()], waiting: [] };
    expect(reconcileReport([], entered, undefined)).toEqual([]);
  });

  test('is no refund that was in another report', () => {
    const refunds = [refund({ reconciliationId: 'rec_9' })];
    expect(reconcile([], { refunds })).toEqual([]);
    expect(reconcile([], { refunds: [refund()] })).toHaveLength(1);
  });

  test('comes after the rows, the oldest first, refunds among payments', () => {
    const at = (hour: number) => `2026-11-29T0${hour}:00:00.000Z`;
    const payments = [
      payment(),
      payment({ paymentId: 'pay_4', at: at(4) }),
      payment({ paymentId: 'pay_2', at: at(2) }),
    ];
    const refunds = [
      refund({ key: 'r', amount: 9, at: at(3) }),
      refund({ key: 's', amount: 9, at: at(4) }),
      refund(),
    ];
    const findings = reconcile([row(), refundRow()], { payments, refunds });
    expect(kindsOf(findings)).toEqual([
      ...['matched', 'matched', 'payment_missing', 'refund_missing', 'payment_missing'],
      'refund_missing',
    ]);
    expect(findings.slice(2)).toMatchObject([
      { ours: { paymentId: 'pay_2' } },
      { ours: { key: 'r' }, age: 'day' },
      { ours: { paymentId: 'pay_4' } },
      { ours: { key: 's' } },
    ]);
  });
});

test('all but a match, and what the next report may have, is a difference', () => {
  const ours = payment();
  const findings: readonly Finding[] = [
    { kind: 'matched', row: row(), ours },
    { kind: 'payment_missing', ours, age: 'hour' },
    { kind: 'payment_missing', ours, age: 'day' },
    { kind: 'refund_missing', ours: refund(), age: 'older' },
    { kind: 'amount_differs', row: row(), ours, counted: 1 },
    { kind: 'payment_unknown', row: row(), waits: undefined },
    { kind: 'refund_unknown', row: row(), payment: ours, left: 1 },
  ];
  expect(findings.map(differs)).toEqual([false, false, true, true, true, true, true]);
});

describe('the control totals', () => {
  test('are of what the rows tell and met, and of what is missing in them', () => {
    const entered = {
      payments: [
        payment(),
        payment({ paymentId: 'pay_2', amount: 700 }),
        payment({ paymentId: 'pay_3', amount: 30 }),
      ],
      refunds: [refund(), refund({ key: 'r', amount: 4 })],
    };
    const rows = [
      row(),
      row({ paymentId: 'pay_2', amount: 750 }),
      row({ paymentId: 'pay_2', amount: 1 }),
      row({ paymentId: 'pay_9', amount: 100_000 }),
      refundRow(),
      refundRow({ amount: 60 }),
      row({ paymentId: 'pay_7', amount: 9, currency: 'EUR' }),
      row({ paymentId: 'pay_8', amount: 5, currency: 'USD' }),
    ];
    const none = { count: 0, amount: 0n };
    const nothing = { payments: none, refunds: none };
    expect(controlTotals(reconcile(rows, entered))).toEqual([
      {
        currency: 'EUR',
        theirs: { payments: { count: 1, amount: 9n }, refunds: none },
        ours: nothing,
      },
      {
        currency: 'USD',
        theirs: { payments: { count: 1, amount: 5n }, refunds: none },
        ours: nothing,
      },
      {
        currency: 'ZAR',
        theirs: {
          payments: { count: 4, amount: 102_751n },
          refunds: { count: 2, amount: 560n },
        },
        ours: { payments: { count: 3, amount: 2730n }, refunds: { count: 2, amount: 504n } },
      },
    ]);
  });

  test('of what was met in another currency stand in both', () => {
    const findings = reconcile([row()], { payments: [payment({ currency: 'USD', amount: 7 })] });
    expect(controlTotals(findings)).toMatchObject([
      { currency: 'USD', theirs: { payments: { count: 0 } }, ours: { payments: { amount: 7n } } },
      {
        currency: 'ZAR',
        theirs: { payments: { amount: 2000n } },
        ours: { payments: { count: 0 } },
      },
    ]);
  });

  test('are exact, however large', () => {
    const huge = Number.MAX_SAFE_INTEGER;
    const rows = [1, 2, 3].map((line) => row({ line, paymentId: `pay_${line}`, amount: huge }));
    expect(controlTotals(reconcile(rows, {}))).toMatchObject([
      { theirs: { payments: { count: 3, amount: 3n * BigInt(huge) } } },
    ]);
  });
});

describe('of entries', () => {
  function line(overrides: Partial<StatementLine> = {}): StatementLine {
    return {
      ...{ key: 'pay_1@bcus_1', obligationId: 'bcus_1', sequence: 2, type: 'payment' },
      ...{ amount: -2000, endingBalance: 0, currency: 'ZAR', paymentId: 'pay_1' },
      ...{ effectiveAt: AT, recordedAt: '2026-11-29T09:00:00.000Z' },
      ...overrides,
    };
  }

  test('payments are what they lowered balances by, with what put them right', () => {
    const lines = [
      line({ type: 'adjustment', amount: 50, adjusts: 'pay_1@bcus_1' }),
      line(),
      line({ obligationId: 'bill_1', amount: -300, effectiveAt: PERIOD.from }),
      line({ type: 'adjustment', amount: -7, adjusts: 'pay_1@bill_1', obligationId: 'bill_1' }),
      line({ paymentId: 'pay_2', amount: -1, currency: 'USD' }),
      line({ paymentId: 'pay_3', type: 'adjustment', adjusts: 'pay_3@bcus_1' }),
      line({ paymentId: undefined }),
      line({ paymentId: undefined, type: 'adjustment' }),
      line({ type: 'refund', amount: 10 }),
    ];
    expect(paymentsOf(lines)).toEqual([
      {
        ...{ paymentId: 'pay_1', obligationIds: ['bcus_1', 'bill_1'], amount: 2257 },
        ...{ currency: 'ZAR', at: AT },
      },
      {
        ...{ paymentId: 'pay_2', obligationIds: ['bcus_1'], amount: 1 },
        ...{ currency: 'USD', at: AT },
      },
    ]);
  });

  test('refunds are what went back, by when that was entered', () => {
    const back = { type: 'refund', amount: 10, key: 'command:1@bcus_1' } as const;
    const asRow = line({ ...back, reconciliationId: 'rec_2' });
    const lines = [line(), line(back), line({ ...back, paymentId: undefined }), asRow];
    const entered = {
      ...{ key: 'command:1@bcus_1', paymentId: 'pay_1', obligationId: 'bcus_1' },
      ...{ amount: 10, currency: 'ZAR', at: '2026-11-29T09:00:00.000Z' },
    };
    expect(refundsOf(lines)).toEqual([entered, { ...entered, reconciliationId: 'rec_2' }]);
  });
});

describe('what is to be entered', () => {
  const unknown = (overrides: Partial<ReportRow> = {}, left = 500): Finding => ({
    ...{ kind: 'refund_unknown', row: refundRow(overrides), payment: payment(), left },
  });

  test('are refunds of payments that are entered, over their entries', () => {
    expect(planRefunds([unknown()])).toEqual([
      { row: refundRow(), obligationId: 'bcus_1', entryKey: 'pay_1@bcus_1', isThere: false },
    ]);
  });

  test('are no more of a payment than is left of it, in the order of the rows', () => {
    const rows = [unknown({ amount: 300 }), unknown({ amount: 201 }), unknown({ amount: 200 })];
    expect(planRefunds(rows).map(({ row: { amount } }) => amount)).toEqual([300, 200]);
    expect(planRefunds([unknown({}, 499)])).toEqual([]);
  });

  test.each([
    ['whose payment is not known', { payment: undefined }],
    ['in another currency', { payment: payment({ currency: 'USD' }) }],
    ['of a payment on two', { payment: payment({ obligationIds: ['bcus_1', 'bill_1'] }) }],
    ['of a payment on none', { payment: payment({ obligationIds: [] }) }],
  ])('is none %s', (_, other) => {
    expect(planRefunds([{ ...unknown(), ...other } as Finding])).toEqual([]);
  });

  test('are refunds by hand that no row is known to be yet, and move nothing', () => {
    const findings: readonly Finding[] = [
      { kind: 'matched', row: refundRow(), ours: refund() },
      { kind: 'matched', row: refundRow(), ours: refund({ reconciliationId: 'rec_2' }) },
      { kind: 'matched', row: row(), ours: payment() },
      { kind: 'amount_differs', row: refundRow(), ours: refund(), counted: 1 },
      { kind: 'refund_missing', ours: refund(), age: 'day' },
    ];
    expect(planRefunds(findings)).toEqual([
      { row: refundRow(), obligationId: 'bcus_1', entryKey: 'pay_1@bcus_1', isThere: true },
    ]);
  });

  test('adds up to what moves, by currency', () => {
    const planned = planRefunds([
      unknown({ amount: 300 }),
      unknown({ amount: 200 }),
      {
        ...unknown({ currency: 'USD', amount: 7 }),
        payment: payment({ paymentId: 'pay_2', currency: 'USD' }),
      } as Finding,
      { kind: 'matched', row: refundRow(), ours: refund() },
    ]);
    expect(planned).toHaveLength(4);
    expect(plannedTotals(planned)).toEqual(
      new Map([
        ['ZAR', 500n],
        ['USD', 7n],
      ]),
    );
  });
});

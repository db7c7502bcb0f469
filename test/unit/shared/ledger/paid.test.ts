import { expect, test } from 'vitest';
import { auditPaid } from '#shared/ledger/audit/audit-paid.ts';
import { LedgerSums } from '#shared/ledger/audit/ledger-sums.ts';
import { decide } from '#shared/ledger/decide.ts';
import { paidBy, paidOn } from '#shared/ledger/paid.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import {
  amountApplied,
  movement,
  obligation,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { movedBy, paid, postingOf, RECORDED_AT } from '#test/support/postings.ts';
import { soundLedger } from '#test/support/sound-ledger.ts';

const BILL = obligation({ id: 'bill_1', kind: 'bill', balance: 1500, paid: 0 });
const onBill = (id: string, amount: number) => {
  const event = amountApplied({
    data: { id: `ob_${id}`, payment_id: id, amount, bill_id: 'bill_1' },
  });
  return movement(event);
};

test.each([
  ['a payment', { type: 'payment', amount: -100 }, 100],
  ['what puts a payment right', { type: 'adjustment', amount: 40, adjusts: 'pay_1@bill_1' }, -40],
  ['an adjustment that is about no payment', { type: 'adjustment', amount: 40 }, 0],
  ['an opening', { type: 'opening', amount: 1500 }, 0],
  ['a payment of nothing', { type: 'payment', amount: 0 }, 0],
] as const)('what was paid on a bill grows by %s', (_what, line, by) => {
  expect(paidBy(line)).toBe(by);
  expect(paidOn({ ...line, obligationId: 'bill_1' })).toBe(by);
  expect(paidOn({ ...line, obligationId: 'bacc_1' })).toBe(0);
});

test('a posting on a bill says what was paid by then, and one on a customer does not', () => {
  const posting = postingOf([onBill('pay_1', 400), onBill('pay_2', 2000)], BILL);
  expect(posting.head).toMatchObject({ balance: -900, paid: 2400 });
  expect(movedBy(posting, BILL)).toMatchObject({ balance: -900, paid: 2400 });
  expect(postingOf([paid({ id: 'pay_1' })]).head).not.toHaveProperty('paid');
});

test('what was applied otherwise than its Payment Request told is what was paid', () => {
  const requested = movement(
    paymentRequestPaid({ data: { amount: 500, metadata: { obligation_id: 'bill_1' } } }),
  );
  const applied = movement(amountApplied({ data: { amount: 450, bill_id: 'bill_1' } }));
  const { head } = postingOf([requested, applied], BILL);
  expect(head).toMatchObject({ balance: 1050, paid: 450, sequence: 3 });
});

test.each([
  ['a bill', Number.MAX_SAFE_INTEGER - 100, 'quarantined'],
  ['a bill with room for it', Number.MAX_SAFE_INTEGER - 101, 'applied'],
])('what was paid stays an exact number: %s', (_what, already, kind) => {
  const { decided } = decide(
    [{ movement: onBill('pay_1', 101) }],
    { obligation: { ...BILL, paid: already }, entries: [], toldByBoth: [], doubts: [] },
    RECORDED_AT,
  );
  expect(decided[0]?.outcome.kind).toBe(kind);
  if (kind === 'applied') return;
  expect(decided[0]?.outcome).toMatchObject({
    reason: 'balance_out_of_range',
    detail: `${already} and 101 make no exact number`,
  });
});

test('an audit adds up what was paid on each bill, and tells where the head says otherwise', () => {
  const ledger = soundLedger({ bcus_A: [5000], bill_B: [300, 400] });
  expect(auditSnapshot(ledger)).toEqual([]);
  const [, bill] = ledger.obligations;
  if (!bill) throw new Error('There is none');
  expect(bill).toMatchObject({ paid: 700, currency: 'ZAR' });
  for (const wrong of [701, 0, undefined]) {
    ledger.obligations[1] = { ...bill, paid: wrong };
    expect(auditSnapshot(ledger)).toEqual([
      {
        kind: 'paid_wrong',
        obligationId: 'bill_B',
        message: `it says that ${wrong ?? 0} is paid, but its payments add up to 700`,
        amounts: { found: wrong ?? 0, expected: 700 },
        currency: 'ZAR',
        entries: [],
      },
    ]);
  }
});

test('an audit counts what was paid on a bill before it was adopted, as its head says', () => {
  const ledger = soundLedger({ bill_B: [300, 400] });
  const [bill] = ledger.obligations;
  if (!bill) throw new Error('There is none');
  const sumsOf = (paid: number, paidBefore: number) => {
    const sums = new LedgerSums();
    sums.addObligation({ ...bill, paid, paidBefore });
    for (const entry of ledger.entries) sums.addEntry(entry);
    return sums.unsound();
  };
  expect(sumsOf(1700, 1000)).toEqual([]);
  expect(sumsOf(700, 1000)).toEqual(['bill_B']);
  ledger.obligations[0] = { ...bill, paid: 1700, paidBefore: 1000 };
  expect(auditSnapshot(ledger)).toEqual([]);
  ledger.obligations[0] = { ...bill, paid: 700, paidBefore: 1000 };
  expect(auditSnapshot(ledger)).toMatchObject([
    { kind: 'paid_wrong', amounts: { found: 700, expected: 1700 } },
  ]);
});

test('an audit takes a customer of whom something is paid for wrong', () => {
  expect(auditPaid(obligation({ paid: 5 }), [])).toMatchObject([{ kind: 'paid_wrong' }]);
  expect(auditPaid(obligation(), [])).toEqual([]);
});

import { expect, test } from 'vitest';
import { LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';

const audited = (settledBy?: string) => {
  const audit = new LedgerAudit();
  audit.addRequest({ obligationId: 'bcus_1', requestId: 'pr_1', settledBy });
  return audit.breaches;
};

test('what was presented is settled by nothing yet, or by a payment of its obligation', () => {
  expect(audited()).toEqual([]);
  expect(audited('pay_1@bcus_1')).toEqual([]);
});

test.each(['pay_1@bcus_11', 'pay_1@bcus_2', 'opening:bcus_1', 'bcus_1', ''])(
  'what was presented, and is settled by %s, is wrong',
  (settledBy) => {
    expect(audited(settledBy)).toEqual([
      {
        kind: 'request_wrong',
        obligationId: 'bcus_1',
        message: `pr_1 is settled by ${settledBy}, which is no payment of bcus_1`,
        entries: [],
      },
    ]);
  },
);

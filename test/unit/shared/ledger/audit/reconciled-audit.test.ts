import { expect, test } from 'vitest';
import { LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import { auditReconciled, ReconciledAudit } from '#shared/ledger/audit/reconciled-audit.ts';
import type { ChainedEntry } from '#shared/models/chain.ts';
import { posted } from '#test/support/changes.ts';

const B = 'bcus_B';
const { entry: charge } = posted({ kind: 'charge', amount: 1 });
type Seen = (audit: ReconciledAudit) => void;

const entry =
  (key: string, reconciliationId?: string, type: ChainedEntry['type'] = 'refund'): Seen =>
  (audit) =>
    audit.addEntry({ ...charge, key: `${key}@${B}`, type, reconciliationId });
const mark =
  (key: string, reconciliationId: string): Seen =>
  (audit) =>
    audit.addReconciled({ type: 'refund', reconciliationId, entryKey: `${key}@${B}` });
const link =
  (key: string, reconciliationId: string): Seen =>
  (audit) =>
    audit.addUndone({
      ...{ obligationId: B, entryKey: `pay_1@${B}`, amount: 1, by: [3] },
      linked: [{ entryKey: `${key}@${B}`, reconciliationId }],
    });

test.each<[string, readonly Seen[], string]>([
  ['nothing', [], ''],
  ['an entry that is no row', [entry('a')], ''],
  [
    'what is undone without a link',
    [(audit) => audit.addUndone({ obligationId: B, entryKey: 'a', amount: 1, by: [3] })],
    '',
  ],
  ['an entry and its mark', [entry('a', '1'), mark('a', '1')], ''],
  ['a mark and its entry', [mark('a', '1'), entry('a', '1')], ''],
  ['a link and its mark', [link('a', '1'), mark('a', '1')], ''],
  ['an entry alone', [entry('a', '1')], 'mark refund 1 a'],
  ['a link alone', [link('a', '1')], 'mark refund 1 a'],
  ['a mark alone', [mark('a', '1')], 'entry refund 1 a'],
  ['a mark of another row', [entry('a', '1'), mark('a', '2')], 'entry refund 2 a, mark refund 1 a'],
  [
    'a mark of another entry',
    [entry('a', '1'), mark('b', '1')],
    'entry refund 1 b, mark refund 1 a',
  ],
  [
    'a mark of another type',
    [entry('a', '1', 'charge'), mark('a', '1')],
    'entry refund 1 a, mark charge 1 a',
  ],
  [
    'two entries and one mark',
    [entry('a', '1'), entry('b', '1'), mark('b', '1')],
    'mark refund 1 a',
  ],
])(
  'of %s, also where the audit was stopped in between, is looked for: %3$s',
  (_, seen, unpaired) => {
    let audit = new ReconciledAudit();
    for (const see of seen) {
      audit = new ReconciledAudit(JSON.parse(JSON.stringify(audit.save())));
      see(audit);
    }
    const found = audit.unpaired().map(({ missing, type, reconciliationId, entryKey }) => {
      return `${missing} ${type} ${reconciliationId} ${entryKey.replace(`@${B}`, '')}`;
    });
    expect(found.join(', ')).toBe(unpaired);
  },
);

test('what is missing is told', () => {
  const row = { type: 'refund', reconciliationId: 'row_1', entryKey: `command:a@${B}` };
  const breach = { kind: 'reconciled_wrong', obligationId: B, entries: [] };
  expect(auditReconciled({ missing: 'entry', ...row })).toEqual({
    ...breach,
    message: `the refund row_1 of a report is said to be command:a@${B}, which is not there, or does not say so`,
  });
  expect(auditReconciled({ missing: 'mark', ...row })).toEqual({
    ...breach,
    message: `command:a@${B} is said to be the refund row_1 of a report, and nothing keeps that from being entered again`,
  });
});

test('the audit of a whole ledger pairs what it is given of rows', () => {
  const audit = new LedgerAudit();
  audit.addEntry({ ...charge, key: `a@${B}`, type: 'refund', reconciliationId: '1' });
  audit.addUndone({
    ...{ obligationId: B, entryKey: `pay_1@${B}`, amount: 1, by: [3] },
    linked: [{ entryKey: `b@${B}`, reconciliationId: '2' }],
  });
  const unpaired = audit.reconciled.unpaired();
  expect(unpaired.map(({ reconciliationId }) => reconciliationId)).toEqual(['1', '2']);
});

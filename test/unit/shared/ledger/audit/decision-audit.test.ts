import { expect, test } from 'vitest';
import { auditDecision, DecisionAudit } from '#shared/ledger/audit/decision-audit.ts';
import { LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import type { ChainedEntry } from '#shared/models/chain.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import type { Decided, Resolution } from '#shared/models/resolution.ts';
import { amountApplied, movement } from '#test/support/factories.ts';
import { postingOf } from '#test/support/postings.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';

const WHY = { actor: 'sub', reason: 'paid_elsewhere' } as const;
const T = 'bcus_Told';

const [payment] = postingOf([movement(amountApplied())]).entries;
if (payment?.type !== 'payment') throw new Error('no payment');
const entry = (key: string, action?: Decided['action']): ChainedEntry => ({
  ...payment,
  key,
  cause: { ...payment.cause, ...(action && { decided: { action, ...WHY } }) },
});
const mark = (entryKey?: string): Doubt => ({
  ...{ paymentId: 'pay_1', obligationId: T },
  settled: { action: 'apply_to', ...(entryKey !== undefined && { entry: entryKey }) },
});
const held = (entryKey?: string) => {
  const resolution: Resolution = {
    ...{ action: 'apply', ...WHY, at: '2026-06-18T12:00:00.000Z', requestHash: 'hash' },
    state: 'quarantined',
    ...(entryKey !== undefined && { entry: entryKey }),
  };
  return { ...heldEvent(amountApplied(), 'quarantined'), resolution };
};

type Seen = (audit: DecisionAudit) => void;
const sees = {
  entry:
    (...of: Parameters<typeof entry>): Seen =>
    (audit) =>
      audit.addEntry(entry(...of)),
  mark:
    (key?: string): Seen =>
    (audit) =>
      audit.addSettled(mark(key)),
  held:
    (key?: string): Seen =>
    (audit) =>
      audit.addHeldEvent(held(key)),
};

test.each<[string, readonly Seen[], string]>([
  ['nothing', [], ''],
  ['what nobody decided', [sees.entry('a')], ''],
  ['a decision without an entry', [sees.held(), sees.mark()], ''],
  ['an undecided event', [(audit) => audit.addHeldEvent(heldEvent(amountApplied()))], ''],
  ['a doubt', [(audit) => audit.addSettled({ paymentId: 'pay_1', obligationId: T })], ''],
  ['a decision and its entry', [sees.held('a'), sees.entry('a', 'apply')], ''],
  ['an entry elsewhere and its mark', [sees.entry('a', 'apply_to'), sees.mark('a')], ''],
  ['a decision alone', [sees.held('a')], 'entry a'],
  [
    'a decision, and an entry that says nothing of it',
    [sees.held('a'), sees.entry('a')],
    'entry a',
  ],
  ['a mark alone', [sees.mark('a')], 'entry a'],
  ['an entry elsewhere alone', [sees.entry('a', 'apply_to')], 'mark a'],
  ['the mark of another', [sees.entry('a', 'apply_to'), sees.mark('b')], 'entry b, mark a'],
])('of %s it misses what is not there: in any order, and after a break', (_, seen, missing) => {
  for (const order of [seen, seen.toReversed()]) {
    let audit = new DecisionAudit();
    for (const see of order) {
      see(audit);
      audit = new DecisionAudit(JSON.parse(JSON.stringify(audit.save())));
    }
    const found = audit.unseen().map(({ missing: what, entryKey }) => `${what} ${entryKey}`);
    expect(found.join(', ')).toBe(missing);
  }
});

test('the audit of a ledger pairs them, too, and goes on with what it saw', () => {
  const first = new LedgerAudit();
  first.addEntry(entry('a', 'apply_to'));
  first.addHeldEvent(held('b'));
  const audit = new LedgerAudit(first.save());
  audit.addSettled(mark('c'));
  expect(audit.unseenDecisions()).toEqual([
    { missing: 'entry', entryKey: 'b' },
    { missing: 'entry', entryKey: 'c' },
    { missing: 'mark', entryKey: 'a' },
  ]);
});

test('a breach names the obligation, and what is not there', () => {
  const entryKey = 'pay_1@bcus_Other';
  expect(auditDecision({ missing: 'entry', entryKey })).toEqual({
    kind: 'decision_wrong',
    obligationId: 'bcus_Other',
    message: `a person is said to have decided on ${entryKey}, which is not there, or does not say so`,
    entries: [],
  });
  expect(auditDecision({ missing: 'mark', entryKey }).message).toBe(
    `${entryKey} counts on another obligation than Moment told of, and nothing keeps its payment from counting there too`,
  );
});

import { beforeEach, describe, expect, test } from 'vitest';
import { auditEntry, auditHeldEvent } from '#shared/ledger/audit/audit-entry.ts';
import { auditReferences } from '#shared/ledger/audit/audit-references.ts';
import { auditStatement } from '#shared/ledger/audit/audit-statement.ts';
import { LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import type { SavedAudit } from '#shared/ledger/audit/saved-audit.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import type { EventCause } from '#shared/models/cause.ts';
import { type ChainedEntry, toChainedLine } from '#shared/models/chain.ts';
import type { Entry, StatementLine } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import { amountApplied, obligation } from '#test/support/factories.ts';
import { heldEvent, soundLedger } from '#test/support/sound-ledger.ts';

const A = 'bcus_A';
const ledgerOf = (...amounts: number[]) => soundLedger({ [A]: amounts });
const sound = () => ledgerOf(5000, 3000);
const causeOf = ({ cause }: Entry): EventCause => {
  if (cause.kind === 'event') return cause;
  throw new Error('a command caused it');
};
/** The second payment of a sound ledger, with these changes. */
const paidEntry = (change: Partial<ChainedEntry> = {}): ChainedEntry => ({
  ...(sound().entries[2] as Entry),
  ...change,
});
const withEvent = (change: Partial<EventCause>) =>
  paidEntry({ cause: { ...causeOf(sound().entries[2] as Entry), ...change } });
const lineOf = ({ key, sequence, type, amount, endingBalance, currency }: StatementLine) => ({
  key,
  sequence,
  type,
  amount,
  endingBalance,
  currency,
});

describe('an entry that is not what its raw event says', () => {
  test.each([
    ['currency', () => paidEntry({ currency: 'USD' }), 'currency ZAR, entered USD'],
    [
      'obligation',
      () => paidEntry({ obligationId: 'bcus_B' }),
      'obligation bcus_A, entered bcus_B',
    ],
    ['payment', () => paidEntry({ paymentId: 'pay_x' }), 'payment pay_bcus_Ax3, entered pay_x'],
    [
      'payment taken away',
      () => paidEntry({ paymentId: undefined }),
      'payment pay_bcus_Ax3, entered none',
    ],
    ['event', () => withEvent({ id: 'evt_x' }), 'event evt_bcus_Ax3, entered evt_x'],
    [
      'type',
      () => withEvent({ type: 'payment_request.paid' }),
      'event type obligation.amount_applied, entered payment_request.paid',
    ],
  ])('in its %s is found, and no amount is blamed', (_what, change, words) => {
    const entry = change();
    const breach = auditEntry(entry).find(({ kind }) => kind === 'event_contradicts');
    expect(breach).toStrictEqual({
      kind: 'event_contradicts',
      obligationId: entry.obligationId,
      message: `its raw event tells otherwise: ${words}`,
      currency: entry.currency,
      entries: [lineOf(entry)],
    });
  });

  test('in its payment is found where the event tells of none', () => {
    const raw = Buffer.from(
      JSON.stringify(
        amountApplied({ id: 'evt_1', data: { payment_id: undefined, customer_id: A } }),
      ),
    );
    const entry = withEvent({ raw, hash: hashBytes(raw) });
    const told = auditEntry(entry).map(({ message }) => message);
    expect(told).toEqual([expect.stringContaining('payment none, entered pay_bcus_Ax3')]);
  });

  test('in its amount is told with both amounts, beside all else that differs', () => {
    expect(auditEntry(paidEntry({ amount: -9000, currency: 'USD' }))).toMatchObject([
      {
        amounts: { found: -9000, expected: -3000 },
        message: expect.stringContaining('amount -3000, entered -9000, currency ZAR, entered USD'),
      },
    ]);
  });
});

describe('the key of an entry', () => {
  const kinds = (entry: ChainedEntry) => auditEntry(entry).map(({ kind }) => kind);

  test('is checked against its payment even if the raw event is gone', () => {
    expect(kinds(paidEntry({ key: 'x', cause: undefined }))).toEqual([
      'key_wrong',
      'event_missing',
    ]);
  });

  test('of a payment that tells none is wrong, even if the raw event is gone', () => {
    const entry = paidEntry({ key: 'x', cause: undefined, paymentId: undefined });
    expect(kinds(entry)).toEqual(['key_wrong', 'event_missing']);
  });
});

test('a changed held event is told with its id, or that it has none', () => {
  const held = { ...heldEvent('{'), obligationId: A, raw: Buffer.from('[') };
  const message = `the raw event without id, held as ${held.hash}, was changed: it hashes to ${hashBytes('[')}`;
  expect(auditHeldEvent(held)).toEqual([
    { kind: 'event_altered', obligationId: A, message, entries: [] },
  ]);
});

describe('a statement', () => {
  const audit = (entries: readonly Entry[], change: Partial<Obligation> = {}) =>
    auditStatement(
      A,
      { ...(sound().obligations[0] as Obligation), ...change },
      entries.map(toChainedLine),
    );
  let opening: Entry;
  let first: Entry;
  let second: Entry;
  beforeEach(() => {
    [opening, first, second] = sound().entries as [Entry, Entry, Entry];
  });

  test('is sound in any order of its entries', () => {
    for (const entries of [
      [second, first, opening],
      [first, opening, second],
      [second, opening, first],
    ]) {
      expect(audit(entries)).toEqual([]);
    }
  });

  test('with a sequence twice is told the same in any order of its entries', () => {
    const twins = [
      { ...second, key: 'a', endingBalance: 1 },
      { ...second, key: 'b' },
    ] as const;
    const breaches = audit([opening, first, ...twins]);
    expect(audit([...twins.toReversed(), first, opening])).toEqual(breaches);
    expect(breaches.find(({ kind }) => kind === 'sequence_repeated')?.entries).toEqual(
      twins.map(lineOf),
    );
  });

  test('of nobody and nothing breaks nothing', () => {
    expect(auditStatement(A, undefined, [])).toEqual([]);
    expect(auditStatement(A, obligation({ balance: undefined, sequence: 0 }), [])).toEqual([]);
  });

  test('without an entry that the obligation counts says so', () => {
    expect(auditStatement(A, obligation({ id: A, balance: 0, sequence: 1 }), [])).toEqual([
      {
        kind: 'sequence_wrong',
        obligationId: A,
        message: 'the obligation counts 1 entries, but there is none',
        currency: 'ZAR',
        entries: [],
      },
    ]);
  });

  test('that does not add up says what is there and what is to be', () => {
    expect(audit([opening, first, second], { balance: 1 })).toMatchObject([
      { kind: 'balance_wrong', amounts: { found: 1, expected: 12_000 }, entries: [] },
    ]);
  });

  test('that is counted wrong shows its newest entry', () => {
    expect(audit([opening, first, second], { sequence: 9 })).toMatchObject([
      { kind: 'sequence_wrong', entries: [lineOf(second)] },
    ]);
  });

  test('with a gap shows the entries at both of its ends', () => {
    const shown = (...entries: Entry[]) =>
      audit(entries).find(({ kind }) => kind === 'sequence_gap')?.entries;
    expect(shown(opening, second)).toEqual([lineOf(opening), lineOf(second)]);
    expect(audit([opening, second])[0]).toMatchObject({ moved: -5000 });
    expect(shown(first, second)).toEqual([lineOf(first)]);
  });
});

test('a ledger without any of its entries is told what they added up to', () => {
  const breaches = auditSnapshot({ ...sound(), entries: [] });
  expect(breaches.map(({ kind }) => kind)).toEqual(['balance_wrong', 'sequence_wrong']);
});

test('what is wrong with references names no entry', () => {
  const breaches = auditReferences(A, obligation({ id: A, externalReference: 'own' }), ['other']);
  expect(breaches.map(({ kind }) => kind)).toEqual(['reference_wrong', 'reference_missing']);
  expect(breaches.map(({ entries }) => entries)).toEqual([[], []]);
});

describe('an audit item by item', () => {
  const saved = (audit: LedgerAudit): SavedAudit => JSON.parse(JSON.stringify(audit.save()));

  test('suspects an obligation that two references lead to', () => {
    const audit = new LedgerAudit();
    audit.addReference('own', A);
    audit.addReference('other', A);
    audit.addObligation(obligation({ id: A, externalReference: 'own', balance: 0, sequence: 0 }));
    expect(audit.suspects()).toMatchObject([{ obligationId: A, references: ['own', 'other'] }]);
  });

  test('says of an unreadable item which one it is, and why', () => {
    const audit = new LedgerAudit();
    audit.addUnreadable('bcus_1', 'no balance');
    expect(audit.breaches).toEqual([
      {
        kind: 'unreadable',
        message: 'the item bcus_1 is not as our code writes it: no balance',
        entries: [],
      },
    ]);
  });

  test('finds a held event that was changed', () => {
    const audit = new LedgerAudit();
    audit.addHeldEvent({ ...heldEvent('{'), raw: Buffer.from('[') });
    expect(audit.breaches.map(({ kind }) => kind)).toEqual(['event_altered']);
  });

  test('counts an obligation without a balance, and adds nothing up for it', () => {
    const audit = new LedgerAudit();
    audit.addObligation(obligation({ balance: undefined, sequence: 0 }));
    expect(audit.totals).toMatchObject({ obligations: 1, balances: {} });
  });

  const waiting = (id: string, receivedAt: string, change: Partial<HeldEvent> = {}) => ({
    ...heldEvent(amountApplied({ id, data: { customer_id: A } }), 'unmatched'),
    receivedAt,
    ...change,
  });

  test('names the first of the events that wait, in whichever order they come', () => {
    const early = waiting('evt_1', '2026-01-01T00:00:00.000Z');
    const audit = new LedgerAudit();
    audit.addObligation(obligation({ id: A }));
    audit.addHeldEvent(early);
    audit.addHeldEvent(waiting('evt_2', '2026-01-01T00:00:00.000Z'));
    audit.addHeldEvent(waiting('evt_3', '2026-01-02T00:00:00.000Z'));
    const { hash, eventId, paymentId, receivedAt } = early;
    expect(audit.overdue()).toEqual([
      { obligationId: A, count: 3, oldest: { key: { hash, eventId, paymentId }, receivedAt } },
    ]);
  });

  test.each([
    ['that goes to a person', { state: 'quarantined' as const }],
    ['of no obligation', { obligationId: undefined }],
  ])('does not wait for an event %s', (_what, change) => {
    const audit = new LedgerAudit();
    audit.addObligation(obligation({ id: A }));
    audit.addHeldEvent(waiting('evt_1', '2026-01-01T00:00:00.000Z', change));
    expect(audit.overdue()).toEqual([]);
    expect(audit.save().waiting).toEqual([]);
  });

  test('knows after it was saved all that it knew before', () => {
    const audit = new LedgerAudit();
    audit.addObligation(obligation({ id: A, externalReference: 'own' }));
    audit.addReference('own', A);
    audit.addHeldEvent(waiting('evt_1', '2026-01-01T00:00:00.000Z'));
    audit.addReference('lonely', 'bcus_B');
    audit.addUnreadable('x', 'y');
    const again = new LedgerAudit(saved(audit));
    expect(again.totals).toEqual(audit.totals);
    expect(again.totals.balances).toEqual({ ZAR: 20_000n });
    expect(again.overdue()).toEqual(audit.overdue());
    expect(again.overdue()).toHaveLength(1);
    expect(again.suspects()).toMatchObject([
      { obligationId: A, references: [] },
      { obligationId: 'bcus_B', references: ['lonely'] },
    ]);
    expect([again.breaches, again.breachCount]).toEqual([audit.breaches, 1]);
  });
});

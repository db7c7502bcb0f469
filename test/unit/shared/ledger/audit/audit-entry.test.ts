import { describe, expect, test } from 'vitest';
import { auditEntry } from '#shared/ledger/audit/audit-entry.ts';
import { auditStatement } from '#shared/ledger/audit/audit-statement.ts';
import { auditTelling } from '#shared/ledger/audit/audit-telling.ts';
import { LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import { decide } from '#shared/ledger/decide.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import type { EventCause } from '#shared/models/cause.ts';
import { type ChainedEntry, toChainedLine } from '#shared/models/chain.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { OtherTelling } from '#shared/models/telling.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  opening,
  PAYMENT,
  paymentRequestPaid,
} from '#test/support/factories.ts';

const NOW = '2026-06-18T12:00:01.000Z';
const KEY = `${PAYMENT}@${CUSTOMER}`;

/** A ledger that was opened with 200.00, and what these events made of it. */
function ledgerOf(...events: unknown[]) {
  const { obligation, entry } = opening();
  const arrivals = events.map((event) => ({ movement: movement(event) }));
  const { decided, posting } = decide(
    arrivals,
    { obligation, entries: [], toldByBoth: [], doubts: [] },
    NOW,
  );
  const head = posting && { ...posting.head, newestPayments: [...posting.head.newestPayments] };
  return {
    obligation: { ...obligation, ...head },
    entries: [...(entry ? [entry] : []), ...(posting?.entries ?? [])],
    tellings: decided.flatMap(({ outcome }) =>
      outcome.kind === 'duplicate' && outcome.telling ? [outcome.telling] : [],
    ),
  };
}
const adjusted = () =>
  ledgerOf(
    paymentRequestPaid({ data: { amount: 1500 } }),
    amountApplied({ data: { amount: 1000 } }),
    amountApplied({ id: 'evt_later', data: { id: 'ob_later', payment_id: 'pay_2', amount: 300 } }),
  );
const kindsOf = (entry: ChainedEntry) => auditEntry(entry).map(({ kind }) => kind);
const wordsOf = (entry: ChainedEntry) => auditEntry(entry).map(({ message }) => message);

describe('a payment that a person had count', () => {
  const decided = { action: 'apply', actor: 'sub', reason: 'other' } as const;
  const payment = (change: Partial<ChainedEntry> = {}): ChainedEntry => ({
    ...(ledgerOf(amountApplied()).entries[1] as Entry),
    ...change,
  });
  const cause = payment().cause as EventCause;
  const said = (applied: number | undefined, action: 'apply' | 'apply_to', more: object = {}) =>
    wordsOf(payment({ applied, cause: { ...cause, decided: { ...decided, action } }, ...more }));
  const tells = 'its raw event tells otherwise: ';

  test('says what Moment applied of it there: all, or nothing where it counts elsewhere', () => {
    expect(said(-15000, 'apply')).toEqual([]);
    expect(said(0, 'apply')).toEqual([`${tells}applied -15000, entered 0`]);
    const elsewhere = { obligationId: 'bcus_2', key: `${PAYMENT}@bcus_2` };
    expect(said(0, 'apply_to', elsewhere)).toEqual([]);
    expect(said(-15000, 'apply_to', elsewhere)).toEqual([`${tells}applied 0, entered -15000`]);
    expect(said(-15000, 'apply', elsewhere)).toEqual([
      `${tells}obligation ${CUSTOMER}, entered bcus_2`,
    ]);
  });

  test('says so, and one that counts by itself does not', () => {
    expect(wordsOf(payment({ applied: 0 }))).toEqual([`${tells}applied none, entered 0`]);
  });

  test('is known by its event where that names no payment', () => {
    const { entries } = ledgerOf(amountApplied());
    const raw = Buffer.from(JSON.stringify(amountApplied({ data: { payment_id: undefined } })));
    const of = { ...cause, raw, hash: hashBytes(raw) };
    const known = { paymentId: cause.id, key: `${cause.id}@${CUSTOMER}`, applied: -15000 };
    const bare = { ...(entries[1] as Entry), ...known };
    expect(wordsOf({ ...bare, cause: { ...of, decided } })).toEqual([]);
    expect(wordsOf({ ...bare, applied: undefined, cause: of })).toEqual([
      `${tells}payment none, entered ${cause.id}`,
    ]);
  });

  test('elsewhere has bytes that go with the person of either', () => {
    const { raw: _, ...gone } = cause;
    const redacted = { of: 'bcus_3', at: NOW };
    const elsewhere = { ...decided, action: 'apply_to' as const };
    expect(kindsOf(payment({ cause: { ...gone, redacted, decided: elsewhere } }))).toEqual([]);
    expect(kindsOf(payment({ cause: { ...gone, redacted, decided } }))).toEqual(['event_missing']);
  });
});

describe('an adjustment', () => {
  const third = (change: Partial<ChainedEntry> = {}): ChainedEntry => ({
    ...(adjusted().entries[2] as Entry),
    ...change,
  });

  test('that our code wrote breaks nothing', () => {
    const { obligation, entries } = adjusted();
    expect(entries.map(({ type, amount }) => [type, amount])).toEqual([
      ['opening', 20000],
      ['payment', -1500],
      ['adjustment', 500],
      ['payment', -300],
    ]);
    expect(entries.flatMap((entry) => auditEntry(entry))).toEqual([]);
    expect(auditStatement(CUSTOMER, obligation, entries.map(toChainedLine))).toEqual([]);
  });

  test('is compared with its raw event by what was applied', () => {
    expect(auditEntry(third({ applied: -900 }))).toMatchObject([
      {
        kind: 'event_contradicts',
        message: 'its raw event tells otherwise: amount -1000, entered -900',
        amounts: { found: -900, expected: -1000 },
      },
    ]);
    const [breach] = auditEntry(third({ applied: undefined }));
    expect(breach?.message).toContain('amount -1000, entered undefined');
    expect(breach).not.toHaveProperty('amounts');
  });

  test('takes the time of its payment, which its own event does not tell', () => {
    expect(auditEntry(third({ effectiveAt: '2001-01-01T00:00:00.000Z' }))).toEqual([]);
  });

  test.each([
    ['a payment', { type: 'payment' as const }, ['key_wrong', 'event_contradicts']],
    ['an opening', { type: 'opening' as const }, ['key_wrong', 'cause_wrong', 'event_contradicts']],
    ['of a command', { cause: { kind: 'command' as const, key: 'k' } }, ['cause_wrong']],
    ['without its event', { cause: undefined }, ['event_missing']],
    ['of another payment', { paymentId: 'pay_2' }, ['key_wrong', 'event_contradicts']],
  ])('cannot be told to be %s', (_what, change, kinds) => {
    expect(kindsOf(third(change))).toEqual(kinds);
  });

  const auditWith = (index: number, change: Partial<ChainedEntry>) => {
    const { obligation, entries } = adjusted();
    const edited = entries.map((entry, at) => (at === index ? { ...entry, ...change } : entry));
    return auditStatement(CUSTOMER, obligation, edited.map(toChainedLine)).filter(
      // Told by its own test.
      ({ kind }) => kind !== 'chain_broken',
    );
  };

  test('by another amount than its payment lacks is told with both of them', () => {
    const breach = auditWith(2, { amount: 400 }).find(({ kind }) => kind === 'adjustment_wrong');
    expect(breach).toMatchObject({
      obligationId: CUSTOMER,
      currency: 'ZAR',
      message: `entry 3 adjusts ${KEY} by 400, but what was applied makes 500`,
      entries: [{ sequence: 2 }, { sequence: 3, amount: 400 }],
    });
  });

  test.each([
    ['is not there', { adjusts: 'pay_x@bcus_x' }],
    ['was never told', { adjusts: undefined }],
    ['is no payment', { adjusts: `opening:${CUSTOMER}` }],
  ])('to what %s is wrong', (_what, change) => {
    expect(auditWith(2, change)).toMatchObject([
      {
        kind: 'adjustment_wrong',
        message: `entry 3 adjusts ${change.adjusts}, which is not there`,
        entries: [{ sequence: 3 }],
      },
    ]);
  });

  test('without what was applied is wrong', () => {
    expect(auditWith(2, { applied: undefined }).map(({ kind }) => kind)).toEqual([
      'adjustment_wrong',
    ]);
  });

  test('makes its obligation one that is read as a whole, also after the audit was saved', () => {
    const { obligation, entries } = adjusted();
    const audit = new LedgerAudit();
    audit.addObligation(obligation);
    audit.addReference(obligation.externalReference, CUSTOMER);
    for (const entry of entries) audit.addEntry(entry);
    const again = new LedgerAudit(JSON.parse(JSON.stringify(audit.save())));
    for (const one of [audit, again]) {
      expect(one.suspects()).toMatchObject([{ obligationId: CUSTOMER, references: [] }]);
      expect(one.breaches).toEqual([]);
      expect(one.totals).toMatchObject({ entries: 4, events: 3 });
    }
  });
});

describe('a cause that its entry cannot have', () => {
  const [opened, paid] = ledgerOf(amountApplied()).entries as [Entry, Entry];

  test('is told in words: an opening by an event', () => {
    expect(wordsOf({ ...opened, cause: paid.cause })).toEqual([
      'its cause is an event, and it is opening',
      expect.stringMatching(/^its raw event tells otherwise: /),
    ]);
  });

  test('is told in words: a payment by a command', () => {
    expect(wordsOf({ ...paid, cause: opened.cause })).toEqual([
      'its cause is a command, and it is payment',
    ]);
  });

  test.each([
    ['of an opening', opened, 'what caused it is gone'],
    ['of a payment', paid, 'the raw event that caused it is gone'],
  ])('that is gone is missed: %s', (_what, entry, message) => {
    expect(auditEntry({ ...entry, cause: undefined })).toMatchObject([
      { kind: 'event_missing', message, currency: 'ZAR', entries: [{ key: entry.key }] },
    ]);
  });

  test('does not hide that the amount was changed as well', () => {
    expect(kindsOf({ ...paid, type: 'opening', amount: -1, cause: paid.cause })).toEqual([
      'key_wrong',
      'cause_wrong',
      'event_contradicts',
    ]);
  });
});

describe('a time that was told as more than a day ahead', () => {
  const event = amountApplied({ data: { created_at: '2999-01-01T00:00:00Z' } });
  const paid = (change: Partial<ChainedEntry> = {}): ChainedEntry => ({
    ...(ledgerOf(event).entries[1] as Entry),
    ...change,
  });

  test('is compared as it was told', () => {
    expect(auditEntry(paid())).toEqual([]);
    expect(wordsOf(paid({ toldAt: '2998-01-01T00:00:00.000Z' }))).toEqual([
      expect.stringContaining('time 2999-01-01T00:00:00.000Z, entered 2998'),
    ]);
    expect(kindsOf(paid({ toldAt: undefined }))).toEqual(['event_contradicts']);
  });

  test('counts from when it was recorded, and from no other time', () => {
    expect(wordsOf(paid({ effectiveAt: '2020-01-01T00:00:00.000Z' }))).toEqual([
      `its raw event tells otherwise: time that counts ${NOW}, entered 2020-01-01T00:00:00.000Z`,
    ]);
  });

  test('is nothing that an event without a time can tell', () => {
    const untimed = ledgerOf(amountApplied({ data: { created_at: null } })).entries[1] as Entry;
    expect(auditEntry({ ...untimed, effectiveAt: '2020-01-01T00:00:00.000Z' })).toEqual([]);
  });
});

describe('the other telling of a payment', () => {
  const told = (): OtherTelling =>
    ledgerOf(amountApplied(), paymentRequestPaid()).tellings[0] as OtherTelling;
  const withCause = (change: Partial<EventCause>): OtherTelling => {
    const telling = told();
    return { ...telling, cause: { ...telling.cause, ...change } };
  };

  test('that our code kept breaks nothing, and its event is counted', () => {
    expect(auditTelling(told())).toEqual([]);
    const audit = new LedgerAudit();
    audit.addTelling(told());
    expect(audit.totals).toMatchObject({ entries: 0, events: 1 });
    expect(audit.breaches).toEqual([]);
  });

  test.each<[string, () => OtherTelling, string]>([
    ['amount', () => ({ ...told(), amount: 1 }), 'amount 15000, entered 1'],
    [
      'obligation',
      () => ({ ...told(), obligationId: 'bcus_x' }),
      `obligation ${CUSTOMER}, entered bcus_x`,
    ],
    ['payment', () => ({ ...told(), paymentId: 'pay_x' }), `payment ${PAYMENT}, entered pay_x`],
    ['event', () => withCause({ id: 'x' }), 'event evt_paymentrequestpaid01, entered x'],
    [
      'type of event',
      () => withCause({ type: 'obligation.amount_applied' }),
      'event type payment_request.paid, entered obligation.amount_applied',
    ],
    ['data.id', () => withCause({ dataId: 'x' }), 'data.id pr_6phg74i4jG9wbzZbFDUQB, entered x'],
    [
      'raw event, which is no payment any more',
      () => withCause({ raw: Buffer.from('{}'), hash: hashBytes('{}') }),
      'its raw event is no payment but malformed',
    ],
  ])('that was changed in its %s is found', (_what, change, words) => {
    const telling = change();
    const audit = new LedgerAudit();
    audit.addTelling(telling);
    expect(audit.breaches).toStrictEqual([
      {
        kind: 'event_contradicts',
        obligationId: telling.obligationId,
        message: `the other telling of ${telling.paymentId}: ${words}`,
        entries: [],
      },
    ]);
  });

  test('whose raw event was changed is found, beside what it tells now', () => {
    const raw = Buffer.from(String(told().cause.raw).replace('15000', '1'));
    const breaches = auditTelling(withCause({ raw }));
    expect(breaches.map(({ kind, message }) => [kind, message])).toEqual([
      [
        'event_altered',
        `the other telling of ${PAYMENT}: its raw event was changed: it hashes to ${hashBytes(raw)}, kept was ${told().cause.hash}`,
      ],
      ['event_contradicts', `the other telling of ${PAYMENT}: amount 1, entered 15000`],
    ]);
  });
});

test('a reference that only a creation has reserved leads nowhere, and breaks nothing', () => {
  const audit = new LedgerAudit();
  audit.addReference('UCR1', undefined);
  expect(audit.suspects()).toEqual([]);
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditStatement } from '#shared/ledger/audit/audit-statement.ts';
import type { BreachKind } from '#shared/ledger/audit/breach.ts';
import { BREACHES_KEPT_MAX, LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import type { Cause, EventCause } from '#shared/models/cause.ts';
import { chainStart, hashEntry, toChainedLine } from '#shared/models/chain.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import { amountApplied } from '#test/support/factories.ts';
import { heldEvent, type Ledger, soundLedger } from '#test/support/sound-ledger.ts';

const A = 'bcus_A';
const B = 'bcus_B';
const paid = () => soundLedger({ [A]: [5000, 3000, 2000], [B]: [100] });

type Change = Partial<Omit<Entry, 'type' | 'cause'>> & {
  readonly type?: Entry['type'];
  readonly cause?: Cause | undefined;
};

const editEntry = (sequence: number, change: Change) => (ledger: Ledger) => {
  const index = ledger.entries.findIndex((e) => e.obligationId === A && e.sequence === sequence);
  ledger.entries[index] = { ...ledger.entries[index], ...change } as Entry;
};
const editEvent = (change: Partial<EventCause>) => (ledger: Ledger) => {
  const { cause } = ledger.entries[2] as Entry;
  if (cause.kind === 'event') editEntry(3, { cause: { ...cause, ...change } })(ledger);
};
const editObligation = (change: Partial<Obligation>) => (ledger: Ledger) => {
  ledger.obligations[0] = { ...(ledger.obligations[0] as Obligation), ...change };
};
const removeEntry = (sequence: number) => (ledger: Ledger) => {
  const index = ledger.entries.findIndex((e) => e.obligationId === A && e.sequence === sequence);
  ledger.entries.splice(index, 1);
};
const editRaw = (ledger: Ledger, isRehashed: boolean) => {
  const cause = ledger.entries[2]?.cause;
  const told = cause?.kind === 'event' ? cause.raw : undefined;
  const raw = Buffer.from(String(told).replace('3000', '9000'));
  editEvent({ raw, ...(isRehashed && { hash: hashBytes(raw) }) })(ledger);
};

/** As a forger leaves it who can hash. */
function chainAnew({ obligations, entries }: Ledger): void {
  const newest = new Map(obligations.map((one) => [one.id, chainStart(one)]));
  const inOrder = entries.toSorted((left, right) => left.sequence - right.sequence);
  for (const entry of inOrder) {
    const chained = { ...entry, previous: newest.get(entry.obligationId) ?? '' };
    newest.set(entry.obligationId, hashEntry(chained));
    entries[entries.indexOf(entry)] = chained;
  }
  for (const [index, one] of obligations.entries()) {
    obligations[index] = { ...one, newestHash: newest.get(one.id) };
  }
}

test('a ledger that our code wrote has no breach', () => {
  const ledger = paid();
  ledger.heldEvents.push(heldEvent({ id: 'evt_1', type: 'bill.created', data: {} }));
  expect(ledger.obligations.map(({ balance }) => balance)).toEqual([10_000, 19_900]);
  expect(auditSnapshot(ledger)).toEqual([]);
});

const breaches: [string, (ledger: Ledger) => void, [BreachKind, RegExp][]][] = [
  [
    'an edited amount',
    editEntry(3, { amount: -9000 }),
    [
      ['event_contradicts', /amount -3000, entered -9000/],
      ['ending_balance_wrong', /entry 3 ends at 12000, but 15000 before it .* make 6000/],
      ['balance_wrong', /balance is 10000, but its 4 entries add up to 4000/],
    ],
  ],
  [
    'an edited ending balance',
    editEntry(3, { endingBalance: 1 }),
    [['ending_balance_wrong', /entry 3 ends at 1,/]],
  ],
  [
    'an edited ending balance of the newest entry',
    editEntry(4, { endingBalance: 1 }),
    [['ending_balance_wrong', /entry 4 ends at 1,/]],
  ],
  [
    'a deleted entry',
    removeEntry(3),
    [
      ['sequence_gap', /entry 3 is missing/],
      ['balance_wrong', /3 entries add up to 13000/],
    ],
  ],
  [
    'two deleted entries',
    (ledger) => {
      removeEntry(1)(ledger);
      removeEntry(2)(ledger);
    },
    [
      ['sequence_gap', /entries 1 to 2 are missing/],
      ['balance_wrong', /add up to -5000/],
    ],
  ],
  [
    'a deleted newest entry',
    removeEntry(4),
    [
      ['balance_wrong', /add up to 12000/],
      ['sequence_wrong', /counts 4 entries, but the newest has sequence 3/],
    ],
  ],
  ['an edited balance', editObligation({ balance: 9999 }), [['balance_wrong', /balance is 9999/]]],
  [
    'an edited count',
    editObligation({ sequence: 7 }),
    [['sequence_wrong', /counts 7 entries, but the newest has sequence 4/]],
  ],
  [
    'a repeated sequence',
    editEntry(4, { sequence: 3 }),
    [
      ['sequence_repeated', /sequence 3 is there more than once/],
      ['sequence_wrong', /counts 4 entries, but the newest has sequence 3/],
    ],
  ],
  [
    'a deleted raw event',
    (ledger) => editEntry(3, { cause: undefined })(ledger),
    [['event_missing', /raw event that caused it is gone/]],
  ],
  [
    'an edited raw event',
    (ledger) => editRaw(ledger, false),
    [
      ['event_altered', /was changed/],
      ['event_contradicts', /amount -9000, entered -3000/],
    ],
  ],
  [
    'an edited raw event with its hash made anew',
    (ledger) => editRaw(ledger, true),
    [['event_contradicts', /amount -9000, entered -3000/]],
  ],
  ['an edited hash', editEvent({ hash: 'x' }), [['event_altered', /kept was x/]]],
  [
    'a raw event that is no payment',
    editEvent({ raw: Buffer.from('{}'), hash: hashBytes('{}') }),
    [['event_contradicts', /no payment but malformed/]],
  ],
  [
    'an edited data.id',
    editEvent({ dataId: 'x' }),
    [['event_contradicts', /data.id ob_3, entered x/]],
  ],
  [
    'an edited time',
    editEntry(3, { effectiveAt: '2020-01-01T00:00:00.000Z' }),
    [['event_contradicts', /time 2025-06-18T08:45:00.000Z, entered 2020/]],
  ],
  [
    'another key',
    editEntry(3, { key: 'pay_other@bcus_A' }),
    [['key_wrong', /its key is pay_other@bcus_A, but what it tells is keyed pay_bcus_Ax3@bcus_A/]],
  ],
  [
    'a payment told to be an opening',
    editEntry(3, { type: 'opening' }),
    [
      ['key_wrong', /its key is pay_bcus_Ax3@bcus_A, but what it tells is keyed opening:bcus_A/],
      ['cause_wrong', /its cause is an event, and it is opening/],
    ],
  ],
  [
    'a payment told to be an adjustment',
    editEntry(3, { type: 'adjustment' }),
    [
      ['key_wrong', /but what it tells is keyed applied:pay_bcus_Ax3@bcus_A/],
      ['event_contradicts', /amount -3000, entered undefined/],
      ['adjustment_wrong', /entry 3 adjusts undefined, which is not there/],
    ],
  ],
  [
    'a payment told to be an adjustment of another, with all that goes with it',
    editEntry(3, {
      type: 'adjustment',
      key: 'applied:pay_bcus_Ax3@bcus_A',
      ...{ adjusts: 'pay_bcus_Ax2@bcus_A', applied: -3000 },
    }),
    [['adjustment_wrong', /entry 3 adjusts pay_bcus_Ax2@bcus_A by -3000, but .* makes 2000/]],
  ],
  [
    'an opening told to be a payment',
    editEntry(1, { type: 'payment' }),
    [
      ['key_wrong', /its key is opening:bcus_A, but what it tells is no payment/],
      ['cause_wrong', /its cause is a command, and it is payment/],
    ],
  ],
  [
    'a payment that a command is said to have caused',
    editEntry(3, { cause: { kind: 'command', key: 'key-1' } }),
    [['cause_wrong', /its cause is a command, and it is payment/]],
  ],
  [
    'an opening without what caused it',
    editEntry(1, { cause: undefined }),
    [['event_missing', /^what caused it is gone/]],
  ],
  [
    'an opening under another key',
    editEntry(1, { key: 'opening:bcus_Z' }),
    [['key_wrong', /keyed opening:bcus_A/]],
  ],
  [
    'an entry in another currency',
    editEntry(1, { currency: 'USD' }),
    [['currency_mixed', /balance is in ZAR, but 1 entries are not/]],
  ],
  [
    'a deleted obligation',
    (ledger) => ledger.obligations.shift(),
    [
      ['obligation_missing', /4 of its entries are there, but the obligation is not/],
      ['reference_wrong', /ref-bcus_A leads to it, but it does not exist/],
    ],
  ],
  [
    'a balance that nobody tracks any more',
    editObligation({ balance: undefined }),
    [['balance_not_tracked', /tracks no balance, but has 4 entries/]],
  ],
  [
    'a deleted reference',
    (ledger) => ledger.references.shift(),
    [['reference_missing', /ref-bcus_A does not lead to it/]],
  ],
  [
    'a reference that leads elsewhere',
    (ledger) => {
      ledger.references[0] = ['ref-bcus_A', B];
    },
    [
      ['reference_missing', /ref-bcus_A does not lead to it/],
      ['reference_wrong', /ref-bcus_A leads to it, but it has the reference ref-bcus_B/],
    ],
  ],
  [
    'an edited held event',
    (ledger) => {
      const held = heldEvent({ id: 'evt_1', type: 'bill.created', data: {} });
      ledger.heldEvents.push({ ...held, raw: Buffer.from('{}') });
    },
    [['event_altered', /evt_1, held as .* was changed/]],
  ],
];

test.each(breaches)(
  '%s is found, even if the chain is made whole again',
  (_, corrupt, expected) => {
    const ledger = paid();
    corrupt(ledger);
    chainAnew(ledger);
    const found = auditSnapshot(ledger);
    expect(found.map(({ kind }) => kind)).toEqual(expected.map(([kind]) => kind));
    for (const [index, [, words]] of expected.entries())
      expect(found[index]?.message).toMatch(words);
  },
);

test('a breach names the obligation, the entry, and what the amount must be', () => {
  const ledger = paid();
  editEntry(3, { endingBalance: 1 })(ledger);
  chainAnew(ledger);
  expect(auditSnapshot(ledger)).toEqual([
    {
      kind: 'ending_balance_wrong',
      obligationId: A,
      message: expect.any(String),
      amounts: { found: 1, expected: 12_000 },
      currency: 'ZAR',
      entries: [
        {
          key: 'pay_bcus_Ax3@bcus_A',
          sequence: 3,
          type: 'payment',
          amount: -3000,
          endingBalance: 1,
          currency: 'ZAR',
        },
      ],
    },
  ]);
});

test('the values of maps, which can be gone through only once, are audited as well', () => {
  const ledger = paid();
  removeEntry(3)(ledger);
  const found = auditSnapshot({
    obligations: ledger.obligations.values(),
    entries: ledger.entries.values(),
    heldEvents: ledger.heldEvents.values(),
    references: new Map(ledger.references).entries(),
  });
  expect(found).toEqual(auditSnapshot(ledger));
  expect(found.map(({ kind }) => kind)).toEqual(['sequence_gap', 'balance_wrong']);
});

test('a gap tells by how much the missing entries moved the balance', () => {
  const ledger = paid();
  removeEntry(1)(ledger);
  removeEntry(2)(ledger);
  expect(auditSnapshot(ledger)[0]).toMatchObject({ kind: 'sequence_gap', moved: 15_000 });
});

describe('the sums kept while entries stream by', () => {
  const numbers = fc.integer({ min: -3, max: 3 });
  const edit = fc.record({
    index: fc.nat(4),
    field: fc.constantFrom('sequence', 'amount', 'endingBalance', 'remove', 'copy'),
    by: numbers,
  });

  test('suspect a ledger exactly if reading all of it shows a breach, in any order', () => {
    void fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }),
        fc.array(edit, { maxLength: 3 }),
        numbers,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (amounts, edits, balanceBy, order) => {
          const { obligations, entries, references } = soundLedger({ [A]: amounts });
          for (const { index, field, by } of edits) {
            const entry = entries[index];
            if (!entry) continue;
            if (field === 'remove') entries.splice(index, 1);
            else if (field === 'copy') entries.push({ ...entry, amount: entry.amount + by });
            else entries[index] = { ...entry, [field]: entry[field] + by };
          }
          const [{ balance = 0, ...obligation }] = obligations as [Obligation];
          const edited = { ...obligation, balance: balance + balanceBy };
          const audit = new LedgerAudit();
          const additions = [
            () => audit.addObligation(edited),
            ...references.map((pair) => () => audit.addReference(...pair)),
            ...entries.map((entry) => () => audit.addEntry(entry)),
          ];
          const shuffled = additions
            .map((add) => ({ add, rank: order.next().value }))
            .toSorted((left, right) => left.rank - right.rank);
          for (const { add } of shuffled) add();
          const found = auditStatement(A, edited, entries.map(toChainedLine));
          expect(audit.suspects().map(({ obligationId }) => obligationId)).toEqual(
            found.length > 0 ? [A] : [],
          );
        },
      ),
      { numRuns: 2000, seed: 5 },
    );
  });
});

test('the totals count what was read, and add balances up by currency', () => {
  const audit = new LedgerAudit();
  const { obligations, entries } = paid();
  for (const obligation of obligations) audit.addObligation(obligation);
  audit.addObligation({ ...(obligations[0] as Obligation), id: 'bcus_C', currency: 'USD' });
  for (const entry of entries) audit.addEntry(entry);
  audit.addHeldEvent(heldEvent(amountApplied(), 'quarantined'));
  expect(audit.totals).toEqual({
    obligations: 3,
    entries: 6,
    events: 5,
    heldEvents: 1,
    redacted: 0,
    erasures: 0,
    balances: { ZAR: 29_900n, USD: 10_000n },
  });
});

test('unmatched events of an obligation that exists are overdue, the others wait', () => {
  const audit = new LedgerAudit();
  audit.addObligation(paid().obligations[0] as Obligation);
  const of = (obligationId: string, id: string, receivedAt: string) => ({
    ...heldEvent(amountApplied({ id, data: { customer_id: obligationId } }), 'unmatched'),
    receivedAt,
  });
  const oldest = of(A, 'evt_1', '2026-01-01T00:00:00.000Z');
  audit.addHeldEvent(of(A, 'evt_2', '2026-01-02T00:00:00.000Z'));
  audit.addHeldEvent(oldest);
  audit.addHeldEvent(of('bcus_nobody', 'evt_3', '2026-01-01T00:00:00.000Z'));
  const { hash, eventId, paymentId, receivedAt } = oldest;
  expect(audit.overdue()).toEqual([
    { obligationId: A, count: 2, oldest: { key: { hash, eventId, paymentId }, receivedAt } },
  ]);
});

test('of endlessly many breaches the first are kept, and all are counted', () => {
  const audit = new LedgerAudit();
  for (let count = 0; count < BREACHES_KEPT_MAX + 5; count += 1)
    audit.addUnreadable(`${count}`, '');
  expect(audit.breaches).toHaveLength(BREACHES_KEPT_MAX);
  expect(audit.breachCount).toBe(BREACHES_KEPT_MAX + 5);
});

test('an audit that was saved half way goes on as if it had not stopped', () => {
  const ledger = paid();
  removeEntry(3)(ledger);
  editEntry(4, { cause: undefined })(ledger);
  const held = heldEvent(amountApplied({ data: { customer_id: B } }), 'unmatched');
  const additions = [
    ...ledger.obligations.map((one) => (audit: LedgerAudit) => audit.addObligation(one)),
    ...ledger.entries.map((one) => (audit: LedgerAudit) => audit.addEntry(one)),
    (audit: LedgerAudit) => audit.addHeldEvent(held),
    ...ledger.references.map((pair) => (audit: LedgerAudit) => audit.addReference(...pair)),
  ];
  const straight = new LedgerAudit();
  for (const add of additions) add(straight);
  const { secret } = straight.save().sums;
  for (let stop = 0; stop <= additions.length; stop += 1) {
    const first = new LedgerAudit({ ...new LedgerAudit().save(), sums: { secret, sums: [] } });
    for (const add of additions.slice(0, stop)) add(first);
    const second = new LedgerAudit(JSON.parse(JSON.stringify(first.save())));
    for (const add of additions.slice(stop)) add(second);
    expect(second.save()).toEqual(straight.save());
  }
  expect(straight.suspects()).toMatchObject([{ obligationId: A, references: [] }]);
  expect(straight.breachCount).toBe(1);
  expect(straight.overdue()).toHaveLength(1);
});

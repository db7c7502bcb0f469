import { describe, expect, test } from 'vitest';
import { auditEntry } from '#shared/ledger/audit/audit-entry.ts';
import { auditStatement } from '#shared/ledger/audit/audit-statement.ts';
import { auditUndone } from '#shared/ledger/audit/audit-undone.ts';
import { LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import { decide } from '#shared/ledger/decide.ts';
import { type ChainedEntry, toChainedLine } from '#shared/models/chain.ts';
import type { Change } from '#shared/models/change.ts';
import { commandKey, type Entry, type StatementLine } from '#shared/models/entry.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Undone } from '#shared/models/undone.ts';
import { changeCause, posted } from '#test/support/changes.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  opening,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { movedBy } from '#test/support/postings.ts';

const PAID = { payment_id: 'pay_1', amount: 1000 };
const PAYMENT = `pay_1@${CUSTOMER}`;
const OPENING = `opening:${CUSTOMER}`;
const CHARGE = commandKey('charge', CUSTOMER);
const NOW = '2026-06-18T12:00:01.000Z';

type Ledger = {
  readonly obligation: Obligation;
  readonly entries: readonly Entry[];
  readonly undone: ReadonlyMap<string, Undone>;
};

function opened(): Ledger {
  const { obligation, entry } = opening();
  return { obligation, entries: entry ? [entry] : [], undone: new Map() };
}

function settled(ledger: Ledger, event: unknown): Ledger {
  const known = { ...ledger, toldByBoth: [], doubts: [] };
  const { posting } = decide([{ movement: movement(event) }], known, NOW);
  if (!posting) throw new Error('nothing is settled');
  return {
    ...ledger,
    obligation: movedBy(posting, ledger.obligation),
    entries: [...ledger.entries, ...posting.entries],
  };
}

function changed(ledger: Ledger, key: string, change: Change): Ledger {
  const { obligation: owed, entries, undone } = ledger;
  const reverses = change.kind === 'reversal' ? change.reverses : '';
  const undoable = {
    entry: entries.find((entry) => entry.key === reverses),
    adjustment: entries.find((entry) => 'adjusts' in entry && entry.adjusts === reverses),
    undone: undone.get(reverses),
  };
  const { entry, posting } = posted(change, { owed, undoable, cause: changeCause({ key }) });
  const counted = posting.undoes?.undone;
  return {
    obligation: movedBy(posting, owed),
    entries: [...entries, entry],
    undone: counted ? new Map(undone).set(counted.entryKey, counted) : undone,
  };
}

const reversal = (reverses: string, amount?: number): Change => ({
  kind: 'reversal',
  reverses,
  amount,
});

/** Opened, charged 700 of which 300 are undone, corrected, and a payment of 1000 told again as 800, of which 500 went back. */
function sound(): Ledger {
  let ledger = changed(opened(), 'charge', { kind: 'charge', amount: 700 });
  ledger = settled(ledger, paymentRequestPaid({ data: PAID }));
  ledger = settled(ledger, amountApplied({ data: { ...PAID, amount: 800 } }));
  ledger = changed(ledger, 'a', reversal(CHARGE, 200));
  ledger = changed(ledger, 'b', reversal(PAYMENT, 500));
  ledger = changed(ledger, 'c', { kind: 'adjustment', amount: -5 });
  ledger = changed(ledger, 'd', reversal(CHARGE, 100));
  return changed(ledger, 'e', reversal(OPENING, 1));
}

const audit = ({ obligation, entries, undone }: Ledger) =>
  auditStatement(CUSTOMER, obligation, entries.map(toChainedLine), [...undone.values()]);
const SOUND = sound();
const lineOf = (key: string): Entry => {
  const found = SOUND.entries.find((entry) => entry.key === commandKey(key, CUSTOMER));
  if (!found) throw new Error(`there is no ${key}`);
  return found;
};
const counterOf = (key: string): Undone => {
  const found = SOUND.undone.get(key);
  if (!found) throw new Error(`${key} is not undone`);
  return found;
};
/** What is wrong with what is undone, once a line or a counter is another. */
function auditWith(
  line: Partial<StatementLine> & { readonly key: string },
  counters: readonly Undone[] = [...SOUND.undone.values()],
) {
  const lines = SOUND.entries.map((entry) =>
    entry.key === line.key ? { ...entry, ...line } : entry,
  );
  return auditUndone(CUSTOMER, lines as StatementLine[], counters);
}
const NONE = { key: 'none' };

test('a ledger with charges, corrections, reversals and refunds breaks nothing', () => {
  expect(SOUND.entries.map(({ type }) => type)).toEqual([
    ...['opening', 'charge', 'payment', 'adjustment'],
    ...['reversal', 'refund', 'adjustment', 'reversal', 'reversal'],
  ]);
  expect(audit(SOUND)).toEqual([]);
  expect(SOUND.entries.flatMap((entry) => auditEntry(entry))).toEqual([]);
});

test('its obligation is read as a whole, since only that tells; one that was charged alone is not', () => {
  const suspects = (ledger: Ledger) => {
    const all = new LedgerAudit();
    all.addObligation(ledger.obligation);
    all.addReference(ledger.obligation.externalReference, CUSTOMER);
    for (const entry of ledger.entries) all.addEntry(entry);
    return { all, found: all.suspects().map(({ obligationId }) => obligationId) };
  };
  const charged = changed(opened(), 'charge', { kind: 'charge', amount: 700 });
  const corrected = changed(charged, 'c', { kind: 'adjustment', amount: 1 });
  const { all, found } = suspects(corrected);
  expect(found).toEqual([]);
  all.addUndone(counterOf(CHARGE));
  expect(all.suspects().map(({ obligationId }) => obligationId)).toEqual([CUSTOMER]);
  expect(suspects(changed(charged, 'a', reversal(CHARGE))).found).toEqual([CUSTOMER]);
});

describe('an entry that undoes another', () => {
  test('by more than there is of it is told, with both', () => {
    const more = auditWith({ key: lineOf('d').key, amount: -501 }, [
      { ...counterOf(CHARGE), amount: 701 },
      counterOf(PAYMENT),
      counterOf(OPENING),
    ]);
    expect(more).toEqual([
      {
        kind: 'undone_too_much',
        obligationId: CUSTOMER,
        message: `entry 8 undoes ${CHARGE} by more than there was: -701 in all, of -700`,
        currency: 'ZAR',
        entries: [
          expect.objectContaining({ key: CHARGE }),
          expect.objectContaining({ sequence: 8 }),
        ],
        amounts: { found: -701, expected: -700 },
      },
    ]);
    const all = auditWith({ key: lineOf('d').key, amount: -500 }, [
      { ...counterOf(CHARGE), amount: 700 },
      counterOf(PAYMENT),
      counterOf(OPENING),
    ]);
    expect(all).toEqual([]);
  });

  test('by more than was applied of a payment in all is told, with what put it right', () => {
    const counters = [
      { ...counterOf(PAYMENT), amount: 801 },
      counterOf(CHARGE),
      counterOf(OPENING),
    ];
    const [breach, ...others] = auditWith({ key: lineOf('b').key, amount: 801 }, counters);
    expect(others).toEqual([]);
    expect(breach).toMatchObject({
      message: `entry 6 undoes ${PAYMENT} by more than there was: 801 in all, of 800`,
      entries: [{ sequence: 3 }, { sequence: 4 }, { sequence: 6 }],
    });
  });

  test('before what was applied turned out to be less is judged by what was told until then', () => {
    let ledger = settled(opened(), paymentRequestPaid({ data: PAID }));
    ledger = changed(ledger, 'a', reversal(PAYMENT));
    ledger = settled(ledger, amountApplied({ data: { ...PAID, amount: 800 } }));
    expect(ledger.obligation.balance).toBe(20200);
    expect(audit(ledger)).toEqual([]);
  });

  test.each([
    ['that is not there', { reverses: 'pay_9@x' }, [5], 'there is no such entry before it'],
    ['that came after it', { reverses: lineOf('c').key }, [5], 'there is no such entry before it'],
    ['that is itself', { reverses: lineOf('a').key }, [5], 'there is no such entry before it'],
    ['the wrong way', { amount: 200 }, [2, 5], '200 does not undo 700'],
    [
      'as a refund, though it is no payment',
      { type: 'refund' as const },
      [2, 5],
      'a charge has no refund',
    ],
    [
      'that puts a payment right',
      { reverses: `applied:${PAYMENT}` },
      [4, 5],
      `it puts the amount of a payment right; refund that: ${PAYMENT}`,
    ],
  ])('%s is told, and shown with what there is of the other', (_what, change, shown, words) => {
    const key = 'reverses' in change ? change.reverses : CHARGE;
    const found = auditWith({ key: lineOf('a').key, ...change });
    expect(found.filter(({ kind }) => kind === 'reversal_wrong')).toMatchObject([
      {
        message: `entry 5 undoes ${key}: ${words}`,
        entries: shown.map((sequence) => ({ sequence })),
      },
    ]);
  });

  test('that undoes another is told, and shown with what it undoes', () => {
    const [breach] = auditWith({ key: lineOf('d').key, reverses: lineOf('a').key });
    expect(breach).toMatchObject({ kind: 'undone_wrong' });
    const found = auditWith({ key: lineOf('d').key, reverses: lineOf('a').key });
    expect(found.find(({ kind }) => kind === 'reversal_wrong')).toMatchObject({
      message: /it is a reversal, and undoes another entry/,
      entries: [{ sequence: 5 }, { sequence: 8 }],
    });
  });

  test('of a payment is a refund', () => {
    const found = auditWith({ key: lineOf('b').key, type: 'reversal' });
    expect(found).toMatchObject([{ message: /a payment has no reversal/, kind: 'reversal_wrong' }]);
  });
});

describe('what is counted of an entry as undone', () => {
  const others = [counterOf(PAYMENT), counterOf(OPENING)];

  test('is told where nothing is counted', () => {
    expect(auditWith(NONE, others)).toEqual([
      {
        kind: 'undone_wrong',
        obligationId: CUSTOMER,
        message: `of ${CHARGE} 300 is undone, by entries 5, 8, and nothing counts it: it could be undone again`,
        currency: 'ZAR',
        entries: [
          expect.objectContaining({ sequence: 5 }),
          expect.objectContaining({ sequence: 8 }),
        ],
        amounts: { found: 0, expected: 300 },
      },
    ]);
  });

  test.each([
    ['less', { amount: 299 }, 299, '5, 8'],
    ['more', { amount: 301 }, 301, '5, 8'],
    ['by fewer entries', { by: [5] }, 300, '5'],
    ['by other entries', { by: [5, 7] }, 300, '5, 7'],
    ['by none', { by: [] }, 300, 'none'],
  ])('is told where it is %s', (_what, change, amount, by) => {
    expect(auditWith(NONE, [{ ...counterOf(CHARGE), ...change }, ...others])).toMatchObject([
      {
        kind: 'undone_wrong',
        message: `of ${CHARGE} ${amount} is counted as undone, by entries ${by}, but 300 is, by entries 5, 8`,
        amounts: { found: amount, expected: 300 },
      },
    ]);
  });

  test('may name its entries in any order', () => {
    expect(auditWith(NONE, [{ ...counterOf(CHARGE), by: [8, 5] }, ...others])).toEqual([]);
  });

  test('is told where no entry undoes it, also of an obligation that is not there', () => {
    const counter = { ...counterOf(CHARGE), entryKey: PAYMENT };
    const wrong = {
      kind: 'undone_wrong',
      message: `of ${PAYMENT} 300 is counted as undone, by entries 5, 8, but 0 is, by entries none`,
    };
    expect(auditUndone(CUSTOMER, [], [counter])).toMatchObject([wrong]);
    expect(auditStatement(CUSTOMER, undefined, [], [counter])).toMatchObject([wrong]);
  });

  test('is not judged while entries come that are not looked at', () => {
    const { entries, undone } = SOUND;
    const seen = entries.slice(0, 5);
    const isSettled = (sequence: number) => sequence <= 5;
    const counters = [...undone.values()];
    expect(auditUndone(CUSTOMER, seen, counters, isSettled)).toEqual([]);
    expect(auditUndone(CUSTOMER, seen, counters)).toHaveLength(3);
    const tracked = { ...SOUND.obligation, sequence: 5, balance: seen[4]?.endingBalance };
    const found = auditStatement(CUSTOMER, tracked, seen.map(toChainedLine), counters, isSettled);
    expect(found.filter(({ kind }) => kind === 'undone_wrong')).toEqual([]);
  });
});

describe('an entry of a command, by itself,', () => {
  const wordsOf = (key: string, change: Partial<ChainedEntry>) =>
    auditEntry({ ...lineOf(key), ...change } as ChainedEntry).map(({ kind, message }) => [
      kind,
      message,
    ]);
  const cause = changeCause({ key: 'a' });

  test('is kept under the key of its command', () => {
    const found = wordsOf('a', { key: commandKey('b', CUSTOMER) });
    expect(found).toEqual([
      [
        'key_wrong',
        `its key is ${commandKey('b', CUSTOMER)}, but what it tells is keyed ${commandKey('a', CUSTOMER)}`,
      ],
    ]);
  });

  test.each(['requestHash', 'actor', 'reason'])('says its %s', (member) => {
    const { [member as 'actor']: _gone, ...left } = cause;
    expect(wordsOf('a', { cause: left })).toEqual([
      ['cause_wrong', 'it does not say who asked for it, for what and why'],
    ]);
  });

  test('has a cause, and no event for one', () => {
    expect(wordsOf('a', { cause: undefined })).toEqual([
      ['event_missing', 'what caused it is gone'],
    ]);
    const [, , payment] = SOUND.entries;
    expect(wordsOf('a', { cause: payment?.cause })).toContainEqual([
      'cause_wrong',
      'its cause is an event, and it is reversal',
    ]);
  });

  test.each([
    ['charge', -1, 1],
    ['charge', 0, 1],
    ['b', 0, 1],
    ['b', -1, 1],
    ['a', 0, -1],
    ['c', 0, 5],
  ])('moves a balance as its type does: %s by %d', (key, amount, sound) => {
    const { type } = lineOf(key);
    expect(wordsOf(key, { amount })).toEqual([['cause_wrong', `no ${type} is of ${amount}`]]);
    expect(wordsOf(key, { amount: sound })).toEqual([]);
  });
});

test('an adjustment that has lost which payment it puts right is no correction', () => {
  const adjustment = SOUND.entries[3];
  const lost = { ...adjustment, adjusts: undefined } as ChainedEntry;
  const entries = SOUND.entries.map((entry) => (entry === adjustment ? lost : entry));
  const { obligation, undone } = SOUND;
  const found = auditStatement(CUSTOMER, obligation, entries.map(toChainedLine), [
    ...undone.values(),
  ]);
  expect(found).toContainEqual(
    expect.objectContaining({
      kind: 'adjustment_wrong',
      message: 'entry 4 adjusts undefined, which is not there',
    }),
  );
});

describe('a link of a refund with a row of a report', () => {
  const REFUND = lineOf('b').key;
  const linked = (...keys: readonly string[]): readonly Undone[] => [
    counterOf(CHARGE),
    counterOf(OPENING),
    {
      ...counterOf(PAYMENT),
      linked: keys.map((entryKey, at) => ({ entryKey, reconciliationId: `row_${at}` })),
    },
  ];
  const breach = (entryKey: string, row: string, entries: readonly object[]) => ({
    kind: 'undone_wrong',
    obligationId: CUSTOMER,
    message: `of ${PAYMENT} ${entryKey} is linked with ${row}, and is no refund that a link can be of`,
    currency: entries.length > 0 ? 'ZAR' : undefined,
    entries,
  });

  test('that was entered by hand breaks nothing', () => {
    expect(auditWith(NONE, linked(REFUND))).toEqual([]);
  });

  test('that is none of the payment is told', () => {
    expect(auditWith(NONE, linked(lineOf('a').key))).toEqual([
      breach(lineOf('a').key, 'row_0', []),
    ]);
  });

  test('that says itself which row it is, is told with it', () => {
    expect(auditWith({ key: REFUND, reconciliationId: 'row_9' }, linked(REFUND))).toEqual([
      breach(REFUND, 'row_0', [expect.objectContaining({ key: REFUND })]),
    ]);
  });

  test('that is linked with two is told with the second', () => {
    expect(auditWith(NONE, linked(REFUND, REFUND))).toEqual([
      breach(REFUND, 'row_1', [expect.objectContaining({ key: REFUND })]),
    ]);
  });

  test('of each of two refunds breaks nothing', () => {
    const ledger = changed(SOUND, 'f', reversal(PAYMENT, 100));
    const undone = ledger.undone.get(PAYMENT);
    if (!undone) throw new Error('nothing is undone');
    const links = [REFUND, commandKey('f', CUSTOMER)].map((entryKey, at) => ({
      ...{ entryKey, reconciliationId: `row_${at}` },
    }));
    const counters = new Map(ledger.undone).set(PAYMENT, { ...undone, linked: links });
    expect(audit({ ...ledger, undone: counters })).toEqual([]);
  });

  test('of what is no refund is told', () => {
    const counters = linked();
    const [charge, ...others] = counters;
    if (!charge) throw new Error('nothing is undone');
    const link = { entryKey: lineOf('a').key, reconciliationId: 'row_0' };
    expect(auditWith(NONE, [{ ...charge, linked: [link] }, ...others])).toMatchObject([
      {
        kind: 'undone_wrong',
        message: `of ${CHARGE} ${link.entryKey} is linked with row_0, and is no refund that a link can be of`,
      },
    ]);
  });
});

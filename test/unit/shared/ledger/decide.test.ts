import { describe, expect, test } from 'vitest';
import { decide, type KnownLedger } from '#shared/ledger/decide.ts';
import { hashEntry } from '#shared/models/chain.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  obligation,
  PAYMENT,
  paymentRequestPaid,
} from '#test/support/factories.ts';

const NOW = '2026-06-18T12:00:01.000Z';
const known = (overrides: Partial<KnownLedger> = {}): KnownLedger => ({
  obligation: obligation(),
  entries: [],
  toldByBoth: [],
  doubts: [],
  ...overrides,
});
const decideOn = (ledger: KnownLedger, ...events: unknown[]) => {
  const arrivals = events.map((event) => ({ movement: movement(event) }));
  const { decided, posting } = decide(arrivals, ledger, NOW);
  return {
    outcomes: decided.map(({ outcome }) => outcome),
    kinds: decided.map(({ outcome }) => outcome.kind),
    entries: posting?.entries ?? [],
    posting,
  };
};
const decideAll = (...events: unknown[]) => decideOn(known(), ...events);
const withObligation = (overrides: Partial<Obligation>, ...events: unknown[]) =>
  decideOn(known({ obligation: obligation(overrides) }), ...events);
const entriesOf = (...events: unknown[]): readonly Entry[] => decideAll(...events).entries;

describe('a payment', () => {
  test('lowers the balance by its amount, in an entry that is keyed by payment and obligation', () => {
    const event = amountApplied();
    const { outcomes, posting } = decideAll(event);
    const entry = {
      key: `${PAYMENT}@${CUSTOMER}`,
      obligationId: CUSTOMER,
      sequence: 2,
      type: 'payment',
      amount: -15000,
      endingBalance: 5000,
      currency: 'ZAR',
      paymentId: PAYMENT,
      paymentRequest: undefined,
      description: undefined,
      effectiveAt: '2025-06-18T08:45:00.000Z',
      recordedAt: NOW,
      previous: obligation().newestHash,
      cause: movement(event).cause,
    } as const;
    expect(outcomes).toStrictEqual([{ kind: 'applied', entry }]);
    expect(posting).toStrictEqual({
      obligationId: CUSTOMER,
      expected: { sequence: 1, balance: 20000, newestHash: obligation().newestHash },
      head: {
        sequence: 2,
        balance: 5000,
        newestHash: hashEntry(entry),
        recordedAt: NOW,
        newestPayments: [{ paymentId: PAYMENT, toldBy: 'application', amount: 15000 }],
      },
      entries: [entry],
    });
  });

  test('keeps what its Payment Request was, and what for', () => {
    const [entry] = entriesOf(paymentRequestPaid({ data: { description: 'June' } }));
    expect(entry).toMatchObject({
      paymentRequest: 'pr_6phg74i4jG9wbzZbFDUQB',
      description: 'June',
    });
  });

  test('beyond what is owed leaves a credit', () => {
    const [entry] = entriesOf(amountApplied({ data: { amount: 20001 } }));
    expect(entry?.endingBalance).toBe(-1);
  });

  test('is told in any case of its currency', () => {
    expect(decideAll(amountApplied({ data: { currency: 'zar' } })).kinds).toEqual(['applied']);
  });

  test('for an obligation that is not known waits', () => {
    const { outcomes, posting } = decideOn(known({ obligation: undefined }), amountApplied());
    expect(outcomes).toEqual([{ kind: 'unmatched', reason: 'obligation_unknown' }]);
    expect(posting).toBeUndefined();
  });

  test('after others counts on from them', () => {
    const events = [1, 2, 3].map((n) =>
      amountApplied({ id: `evt_${n}`, data: { payment_id: `pay_${n}`, amount: n } }),
    );
    const { entries, posting } = decideAll(...events);
    expect(entries.map(({ sequence, endingBalance }) => [sequence, endingBalance])).toEqual([
      [2, 19999],
      [3, 19997],
      [4, 19994],
    ]);
    expect(posting).toMatchObject({
      expected: { sequence: 1, balance: 20000, newestHash: obligation().newestHash },
      head: { sequence: 4, balance: 19994 },
    });
  });
});

describe('the same payment again', () => {
  test('in one batch counts once', () => {
    const { kinds, entries } = decideAll(amountApplied(), amountApplied());
    expect(kinds).toEqual(['applied', 'duplicate']);
    expect(entries).toHaveLength(1);
  });

  test('under another event id counts once', () => {
    const { kinds } = decideAll(amountApplied(), amountApplied({ id: 'evt_other' }));
    expect(kinds).toEqual(['applied', 'duplicate']);
  });

  test.each([
    ['with another amount', { amount: 14999 }],
    ['with another data.id', { id: 'ob_other' }],
  ])('%s goes to a person', (_what, data) => {
    const { outcomes, entries } = decideAll(
      amountApplied(),
      amountApplied({ id: 'evt_other', data }),
    );
    expect(outcomes[1]).toMatchObject({ kind: 'quarantined', reason: 'payment_retold' });
    expect(entries).toHaveLength(1);
  });

  test('is known from an entry of long ago, and moves nothing', () => {
    const entries = entriesOf(amountApplied());
    const { outcomes, posting } = decideOn(known({ entries }), amountApplied());
    expect(outcomes).toStrictEqual([{ kind: 'duplicate', entryKey: entries[0]?.key }]);
    expect(posting).toBeUndefined();
  });

  test.each(['opening', 'adjustment'] as const)(
    'goes to a person where its key is that of an entry of the type %s',
    (type) => {
      const [entry] = entriesOf(amountApplied());
      const { outcomes, posting } = decideOn(
        known({ entries: [{ ...entry, type } as Entry] }),
        amountApplied(),
      );
      expect(outcomes).toEqual([
        {
          kind: 'quarantined',
          reason: 'payment_retold',
          detail: `${PAYMENT}@${CUSTOMER} is entered as ${type}`,
        },
      ]);
      expect(posting).toBeUndefined();
    },
  );
});

describe('the times of an entry', () => {
  const timesWith = (created_at: string, recordedAt?: string) => {
    const { entries } = withObligation({ recordedAt }, amountApplied({ data: { created_at } }));
    const [entry] = entries;
    return [entry?.effectiveAt, entry?.toldAt, entry?.recordedAt];
  };

  test.each(['2026-06-19T12:00:01.000Z', '2026-06-18T12:00:02.000Z', '1999-01-01T00:00:00.000Z'])(
    'are as they were told where %s is no more than a day ahead',
    (told) => {
      expect(timesWith(told)).toEqual([told, undefined, NOW]);
      expect(
        withObligation({}, amountApplied({ data: { created_at: told } })).entries[0],
      ).not.toHaveProperty('toldAt');
    },
  );

  test.each(['2026-06-19T12:00:01.001Z', '2999-01-01T00:00:00.000Z'])(
    'count from when it was recorded where %s lies more than a day ahead, and what was told is kept',
    (told) => {
      expect(timesWith(told)).toEqual([NOW, told, NOW]);
    },
  );

  test.each([
    ['a newest entry of later', '2026-06-18T12:00:09.000Z', '2026-06-18T12:00:09.000Z'],
    ['a newest entry of the same moment', NOW, NOW],
    ['a newest entry of before', '2026-06-18T12:00:00.999Z', NOW],
    ['no entry', undefined, NOW],
  ])('never go back, after %s', (_what, newest, recordedAt) => {
    const { posting } = withObligation({ recordedAt: newest }, amountApplied());
    expect(posting?.entries[0]?.recordedAt).toBe(recordedAt);
    expect(posting?.head.recordedAt).toBe(recordedAt);
  });
});

describe('goes to a person, who reads what exactly is wrong:', () => {
  test.each<[string, Partial<Obligation>, Record<string, unknown>, string, string]>([
    [
      'another currency',
      {},
      { currency: 'USD' },
      'currency_mismatch',
      'USD paid on a balance in ZAR',
    ],
    [
      'a payment on a customer without a balance',
      { balance: undefined },
      {},
      'balance_not_tracked',
      `${CUSTOMER} was created without a balance`,
    ],
    [
      'a payment on a customer without a currency',
      { currency: undefined },
      {},
      'balance_not_tracked',
      `${CUSTOMER} was created without a balance`,
    ],
    [
      'a payment that would leave the range of exact integers',
      { balance: Number.MIN_SAFE_INTEGER },
      { amount: 1 },
      'balance_out_of_range',
      '-9007199254740991 and -1 make no exact number',
    ],
  ])('%s', (_what, subject, data, reason, detail) => {
    const { outcomes, posting } = withObligation(subject, amountApplied({ data }));
    expect(outcomes).toEqual([{ kind: 'quarantined', reason, detail }]);
    expect(posting).toBeUndefined();
  });

  test('a payment retold, with both tellings', () => {
    const { outcomes } = decideAll(
      amountApplied(),
      amountApplied({ id: 'evt_2', data: { amount: 14999 } }),
      amountApplied({ id: 'evt_3', data: { id: 'ob_other' } }),
    );
    const key = `${PAYMENT}@${CUSTOMER}`;
    expect(outcomes.slice(1)).toEqual([
      {
        kind: 'quarantined',
        reason: 'payment_retold',
        detail: `${key} is entered with 15000, and told again with 14999`,
      },
      {
        kind: 'quarantined',
        reason: 'payment_retold',
        detail: `${key} is entered for ob_N2a38DJQWPL8K4X42354234, and told again for ob_other`,
      },
    ]);
  });

  test('and what comes after it in its batch is decided all the same', () => {
    const { kinds, entries } = decideAll(
      amountApplied({ data: { currency: 'USD' } }),
      amountApplied(),
    );
    expect(kinds).toEqual(['quarantined', 'applied']);
    expect(entries[0]?.sequence).toBe(2);
  });
});

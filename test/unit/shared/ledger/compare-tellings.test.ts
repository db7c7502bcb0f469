import { describe, expect, test } from 'vitest';
import { decide, type KnownLedger } from '#shared/ledger/decide.ts';
import { hashEntry } from '#shared/models/chain.ts';
import type { Entry } from '#shared/models/entry.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  obligation,
  PAYMENT,
  paymentRequestPaid,
} from '#test/support/factories.ts';

const NOW = '2026-06-18T12:00:01.000Z';
const KEY = `${PAYMENT}@${CUSTOMER}`;
const request = (amount: number, data: Record<string, unknown> = {}) =>
  paymentRequestPaid({ id: `evt_request${amount}`, data: { amount, ...data } });
const applied = (amount: number, data: Record<string, unknown> = {}) =>
  amountApplied({ id: `evt_applied${amount}`, data: { amount, ...data } });

type Told = { readonly kinds: readonly string[]; readonly entries: readonly Entry[] };

/** All in one batch. */
function together(...events: unknown[]): Told {
  const arrivals = events.map((event) => ({ movement: movement(event) }));
  const { decided, posting } = decide(
    arrivals,
    { obligation: obligation(), entries: [], toldByBoth: [], doubts: [] },
    NOW,
  );
  return { kinds: decided.map(({ outcome }) => outcome.kind), entries: posting?.entries ?? [] };
}

/** Each in a batch of its own, with all that the ones before left. */
function oneByOne(...events: unknown[]): Told {
  let known: KnownLedger = { obligation: obligation(), entries: [], toldByBoth: [], doubts: [] };
  const kinds: string[] = [];
  for (const event of events) {
    const { decided, posting } = decide([{ movement: movement(event) }], known, NOW);
    const [{ outcome } = { outcome: undefined }] = decided;
    if (!outcome) throw new Error('nothing was decided');
    kinds.push(outcome.kind);
    const { head, entries = [] } = posting ?? {};
    const telling = outcome.kind === 'duplicate' && outcome.telling;
    const told = telling ? [[KEY, telling.cause.dataId] as const] : [];
    known = {
      obligation: obligation({
        ...known.obligation,
        ...head,
        newestPayments: [...((head ?? known.obligation)?.newestPayments ?? [])],
      }),
      entries: [...known.entries, ...entries],
      toldByBoth: [...known.toldByBoth, ...told],
      doubts: [],
    };
  }
  return { kinds, entries: known.entries };
}

const amounts = ({ entries }: Told) => entries.map(({ type, amount }) => [type, amount]);

describe.each([
  ['in one batch', together],
  ['one by one', oneByOne],
])('one payment under one id, told %s:', (_how, tell) => {
  test.each<[string, unknown[], string[], [string, number][]]>([
    [
      'a request and an application that agree count once',
      [request(15000), applied(15000)],
      ['applied', 'duplicate'],
      [['payment', -15000]],
    ],
    [
      'an application and a request that agree count once',
      [applied(15000), request(15000)],
      ['applied', 'duplicate'],
      [['payment', -15000]],
    ],
    [
      'less applied than was requested gives back the difference',
      [request(1500), applied(1000)],
      ['applied', 'applied'],
      [
        ['payment', -1500],
        ['adjustment', 500],
      ],
    ],
    [
      'more applied than was requested takes the difference',
      [request(1000), applied(1500)],
      ['applied', 'applied'],
      [
        ['payment', -1000],
        ['adjustment', -500],
      ],
    ],
    [
      'a request of another amount than was applied before changes nothing',
      [applied(1000), request(1500)],
      ['applied', 'duplicate'],
      [['payment', -1000]],
    ],
    [
      'both again after an adjustment change nothing',
      [request(1500), applied(1000), applied(1000), request(1500)],
      ['applied', 'applied', 'duplicate', 'duplicate'],
      [
        ['payment', -1500],
        ['adjustment', 500],
      ],
    ],
    [
      'a second application of another amount goes to a person',
      [request(1500), applied(1000), applied(900)],
      ['applied', 'applied', 'quarantined'],
      [
        ['payment', -1500],
        ['adjustment', 500],
      ],
    ],
    [
      'an application of what the request told goes to a person where another amount was applied',
      [request(1500), applied(1000), applied(1500)],
      ['applied', 'applied', 'quarantined'],
      [
        ['payment', -1500],
        ['adjustment', 500],
      ],
    ],
    [
      'another amount applied goes to a person where an application had agreed with the request',
      [request(1500), applied(1500), applied(1000)],
      ['applied', 'duplicate', 'quarantined'],
      [['payment', -1500]],
    ],
    [
      'the same amount applied under another data.id goes to a person',
      [request(1500), applied(1500), applied(1500, { id: 'ob_other' }), applied(1500)],
      ['applied', 'duplicate', 'quarantined', 'duplicate'],
      [['payment', -1500]],
    ],
    [
      'the same amount applied under another data.id goes to a person after an adjustment',
      [request(1500), applied(1000), applied(1000, { id: 'ob_other' })],
      ['applied', 'applied', 'quarantined'],
      [
        ['payment', -1500],
        ['adjustment', 500],
      ],
    ],
    [
      'a request that contradicts itself goes to a person, before and after an adjustment',
      [request(1500), request(1400), applied(1000), request(1400)],
      ['applied', 'quarantined', 'applied', 'quarantined'],
      [
        ['payment', -1500],
        ['adjustment', 500],
      ],
    ],
    [
      'another currency goes to a person, and adjusts nothing',
      [request(1500), applied(1000, { currency: 'USD' })],
      ['applied', 'quarantined'],
      [['payment', -1500]],
    ],
  ])('%s', (_what, events, kinds, entries) => {
    const told = tell(...events);
    expect(told.kinds).toEqual(kinds);
    expect(amounts(told)).toEqual(entries);
  });
});

describe('the details of a contradiction name what is in the ledger in all:', () => {
  const detailOf = (...events: unknown[]) => {
    const arrivals = events.map((event) => ({ movement: movement(event) }));
    const known = { obligation: obligation(), entries: [], toldByBoth: [], doubts: [] };
    const outcome = decide(arrivals, known, NOW).decided.at(-1)?.outcome;
    return outcome && 'detail' in outcome ? outcome.detail : undefined;
  };

  test('after an adjustment, what was applied', () => {
    expect(detailOf(request(1500), applied(1000), applied(900))).toBe(
      `applied:${KEY} is entered with 1000, and told again with 900`,
    );
    const other = applied(1000, { id: 'ob_other' });
    expect(detailOf(request(1500), applied(1000), other)).toBe(
      `applied:${KEY} is entered for ob_N2a38DJQWPL8K4X42354234, and told again for ob_other`,
    );
  });

  test('after an application that agreed, what is entered', () => {
    expect(detailOf(request(1500), applied(1500), applied(1000))).toBe(
      `${KEY} is entered with 1500, and told again with 1000`,
    );
  });
});

describe('an adjustment', () => {
  test('is keyed by its payment, names its entry, and took effect when the payment did', () => {
    const event = applied(1000, { created_at: '2999-01-01T00:00:00Z' });
    const [payment, adjustment] = together(request(1500), event).entries;
    expect(payment?.effectiveAt).toBe('2025-06-18T08:45:10.000Z');
    expect(adjustment).toStrictEqual({
      key: `applied:${KEY}`,
      obligationId: CUSTOMER,
      sequence: 3,
      type: 'adjustment',
      adjusts: KEY,
      applied: -1000,
      amount: 500,
      endingBalance: 19000,
      currency: 'ZAR',
      paymentId: PAYMENT,
      paymentRequest: undefined,
      description: undefined,
      effectiveAt: '2025-06-18T08:45:10.000Z',
      recordedAt: NOW,
      previous: payment && hashEntry(payment),
      cause: movement(event).cause,
    });
  });

  test('is no newest payment of its own', () => {
    const arrivals = [request(1500), applied(1000)].map((event) => ({ movement: movement(event) }));
    const known = { obligation: obligation(), entries: [], toldByBoth: [], doubts: [] };
    expect(decide(arrivals, known, NOW).posting?.head.newestPayments).toEqual([
      { paymentId: PAYMENT, toldBy: 'request', amount: 1500 },
    ]);
  });

  test.each([
    ['up', Number.MAX_SAFE_INTEGER, request(2), applied(1), '9007199254740991 and 1'],
    ['down', Number.MIN_SAFE_INTEGER, request(1), applied(2), '-9007199254740991 and -1'],
  ])(
    'that leads %s out of the exact range goes to a person',
    (_way, balance, first, event, words) => {
      const { entries } = together(first);
      const known = { obligation: obligation({ balance }), entries, toldByBoth: [], doubts: [] };
      const { decided, posting } = decide([{ movement: movement(event) }], known, NOW);
      expect(decided.map(({ outcome }) => outcome)).toEqual([
        {
          kind: 'quarantined',
          reason: 'balance_out_of_range',
          detail: `${words} make no exact number`,
        },
      ]);
      expect(posting).toBeUndefined();
    },
  );
});

test('an amount out of range is in its place once a later event of the batch enters the payment', () => {
  const known = {
    obligation: obligation({ balance: Number.MIN_SAFE_INTEGER + 3 }),
    entries: [],
    toldByBoth: [],
    doubts: [],
  };
  const arrivals = [request(4), applied(3)].map((event) => ({ movement: movement(event) }));
  const { decided, posting } = decide(arrivals, known, NOW);
  expect(decided.map(({ outcome }) => outcome.kind)).toEqual(['duplicate', 'applied']);
  expect(posting?.head.balance).toBe(Number.MIN_SAFE_INTEGER);
});

test('the other telling is kept with what it tells, beside the entry', () => {
  const event = request(1500, { description: 'June' });
  const arrivals = [applied(1000), event].map((one) => ({ movement: movement(one) }));
  const known = { obligation: obligation(), entries: [], toldByBoth: [], doubts: [] };
  expect(decide(arrivals, known, NOW).decided[1]?.outcome).toStrictEqual({
    kind: 'duplicate',
    entryKey: KEY,
    telling: {
      obligationId: CUSTOMER,
      paymentId: PAYMENT,
      sequence: 2,
      amount: 1500,
      paymentRequest: 'pr_6phg74i4jG9wbzZbFDUQB',
      description: 'June',
      cause: movement(event).cause,
    },
  });
});

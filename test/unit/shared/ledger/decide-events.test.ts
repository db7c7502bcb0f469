import { describe, expect, test } from 'vitest';
import { decideEvents } from '#shared/ledger/decide-events.ts';
import {
  amountApplied,
  incoming,
  obligation,
  paymentRequestPaid,
} from '#test/support/factories.ts';

const RECORDED_AT = '2026-06-18T12:00:01.000Z';
const decide = (
  events: unknown[],
  subject: ReturnType<typeof obligation> | undefined = obligation(),
) =>
  decideEvents(
    subject,
    events.map((event) => incoming(event)),
    [],
    RECORDED_AT,
  );

describe('a payment', () => {
  test('lowers the balance by its amount, in an entry that is keyed by payment and obligation', () => {
    const { outcomes, entries } = decide([amountApplied()]);

    expect(outcomes[0]?.kind).toBe('applied');
    expect(entries).toMatchObject([
      {
        key: 'pay_1313235234843nmafdsa@bcus_H4jp6KnU5cPw263v1jyz4',
        sequence: 2,
        type: 'payment',
        amount: -15000,
        endingBalance: 5000,
        currency: 'ZAR',
        effectiveAt: '2025-06-18T08:45:00.000Z',
        recordedAt: RECORDED_AT,
      },
    ]);
  });

  test('beyond what is owed leaves a credit', () => {
    const { entries } = decide([amountApplied({ data: { amount: 20001 } })]);
    expect(entries[0]?.endingBalance).toBe(-1);
  });

  test('is told in any case of its currency', () => {
    const { outcomes } = decide([amountApplied({ data: { currency: 'zar' } })]);
    expect(outcomes[0]?.kind).toBe('applied');
  });

  test('without payment_id is keyed by its event', () => {
    const { entries } = decide([amountApplied({ data: { payment_id: undefined } })]);
    expect(entries[0]?.key).toBe('evt_2341234567890abcdef@bcus_H4jp6KnU5cPw263v1jyz4');
  });

  test('without a time of its own happened when Moment signed it', () => {
    const { entries } = decide([amountApplied({ data: { created_at: undefined } })]);
    expect(entries[0]?.effectiveAt).toBe('2026-06-18T12:00:00.000Z');
  });

  test('for an obligation that is not known waits', () => {
    const { outcomes, entries } = decideEvents(
      undefined,
      [incoming(amountApplied())],
      [],
      RECORDED_AT,
    );
    expect(outcomes).toEqual([{ kind: 'unmatched', reason: 'obligation_unknown' }]);
    expect(entries).toEqual([]);
  });
});

describe('the same payment again', () => {
  test('in one batch counts once', () => {
    const { outcomes, entries } = decide([amountApplied(), amountApplied()]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['applied', 'duplicate']);
    expect(entries).toHaveLength(1);
  });

  test('under another event id counts once', () => {
    const { outcomes } = decide([amountApplied(), amountApplied({ id: 'evt_other' })]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['applied', 'duplicate']);
  });

  test.each([
    ['before', [paymentRequestPaid(), amountApplied()]],
    ['after', [amountApplied(), paymentRequestPaid()]],
  ])('by payment_request.paid %s obligation.amount_applied counts once', (_order, events) => {
    const { outcomes } = decide(events);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['applied', 'duplicate']);
  });

  test.each([
    ['with another amount', { amount: 14999 }],
    ['with another data.id', { id: 'ob_other' }],
  ])('%s goes to a person', (_what, data) => {
    const { outcomes, entries } = decide([
      amountApplied(),
      amountApplied({ id: 'evt_other', data }),
    ]);
    expect(outcomes[1]).toMatchObject({ kind: 'quarantined', reason: 'payment_retold' });
    expect(entries).toHaveLength(1);
  });

  test('is known from an entry of long ago', () => {
    const [entry] = decide([amountApplied()]).entries;
    const later = decideEvents(
      obligation(),
      [incoming(amountApplied())],
      entry ? [entry] : [],
      RECORDED_AT,
    );
    expect(later.outcomes[0]).toEqual({ kind: 'duplicate', entryKey: entry?.key });
  });
});

test('several payments count on from each other', () => {
  const events = [1, 2, 3].map((n) =>
    amountApplied({ id: `evt_${n}`, data: { payment_id: `pay_${n}`, amount: n } }),
  );
  const { entries } = decide(events);
  expect(entries.map(({ sequence, endingBalance }) => [sequence, endingBalance])).toEqual([
    [2, 19999],
    [3, 19997],
    [4, 19994],
  ]);
});

test('the most specific of several targets was paid', () => {
  const { outcomes } = decideEvents(
    undefined,
    [incoming(amountApplied({ data: { bill_id: 'bill_1' } }))],
    [],
    RECORDED_AT,
  );
  expect(outcomes[0]?.kind).toBe('unmatched');
  const event = incoming(
    amountApplied({ data: { bill_id: 'bill_1', account_id: 'bacc_1' } }),
  ).event;
  expect(event.kind === 'payment' && event.payment.obligationId).toBe('bill_1');
});

describe('goes to a person', () => {
  test.each([
    ['an amount of zero', amountApplied({ data: { amount: 0 } }), 'amount_not_positive'],
    ['a negative amount', amountApplied({ data: { amount: -5 } }), 'amount_not_positive'],
    ['a fraction', amountApplied({ data: { amount: 0.5 } }), 'malformed'],
    ['1e21', amountApplied({ data: { amount: 1e21 } }), 'malformed'],
    ['a text', amountApplied({ data: { amount: '2000' } }), 'malformed'],
    ['no amount', amountApplied({ data: { amount: undefined } }), 'malformed'],
    ['no target', amountApplied({ data: { customer_id: undefined } }), 'malformed'],
    ['a target of no known kind', amountApplied({ data: { customer_id: 'cus_1' } }), 'malformed'],
    ['another currency', amountApplied({ data: { currency: 'USD' } }), 'currency_mismatch'],
    ['no event id', { type: 'obligation.amount_applied', data: {} }, 'malformed'],
    ['no JSON', '{', 'malformed'],
    ['JSON null', 'null', 'malformed'],
    [
      'a payment request of ours without payment_id',
      paymentRequestPaid({ data: { payment_id: undefined } }),
      'malformed',
    ],
  ])('%s', (_what, event, reason) => {
    const { outcomes, entries } = decide([event]);
    expect(outcomes[0]).toMatchObject({ kind: 'quarantined', reason });
    expect(entries).toEqual([]);
  });

  test.each(['9007199254740993', '9007199254740991.4', '2000.0', '2e3', '1.9999999999999999999'])(
    'an amount written as %s, which a double would change or hide',
    (amount) => {
      const text = JSON.stringify(amountApplied()).replace('15000', amount);
      expect(decide([text]).outcomes[0]).toMatchObject({
        kind: 'quarantined',
        reason: 'malformed',
      });
    },
  );

  test('a payment on a customer without a balance', () => {
    const { outcomes } = decide([amountApplied()], obligation({ balance: undefined, sequence: 0 }));
    expect(outcomes[0]).toMatchObject({ kind: 'quarantined', reason: 'balance_not_tracked' });
  });

  test('a payment that would leave the range of exact integers', () => {
    const lowest = obligation({ balance: Number.MIN_SAFE_INTEGER });
    const { outcomes } = decide([amountApplied({ data: { amount: 1 } })], lowest);
    expect(outcomes[0]).toMatchObject({ kind: 'quarantined', reason: 'balance_out_of_range' });
  });
});

test.each([
  ['an unknown type', amountApplied({ type: 'customer.created' }), 'type_without_meaning'],
  [
    "somebody else's payment request",
    paymentRequestPaid({ data: { metadata: {} } }),
    'not_presented_by_us',
  ],
])('%s is ignored, with its reason', (_what, event, reason) => {
  expect(decide([event]).outcomes).toEqual([{ kind: 'ignored', reason }]);
});

import { describe, expect, test } from 'vitest';
import { TELLINGS } from '#shared/models/tellings.ts';
import { readMovement } from '#shared/use-cases/payments/read-movement.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  PAYMENT,
  paymentRequestPaid,
} from '#test/support/factories.ts';

const read = (event: unknown, tellings: (typeof TELLINGS)[number] = 'both') =>
  readMovement(incoming(event), tellings);

test('what was applied is a movement of its obligation, downwards', () => {
  const { raw, hash, evidence } = incoming(amountApplied());
  expect(read(amountApplied())).toStrictEqual({
    movement: {
      type: 'payment',
      key: `${PAYMENT}@${CUSTOMER}`,
      obligationId: CUSTOMER,
      paymentId: PAYMENT,
      paymentRequest: undefined,
      description: undefined,
      amount: -15000,
      currency: 'ZAR',
      effectiveAt: '2025-06-18T08:45:00.000Z',
      isTimed: true,
      toldBy: 'application',
      cause: {
        kind: 'event',
        id: 'evt_2341234567890abcdef',
        type: 'obligation.amount_applied',
        dataId: 'ob_N2a38DJQWPL8K4X42354234',
        raw,
        hash,
        evidence,
      },
    },
  });
});

test('what was requested is one, too, with what it was for', () => {
  expect(read(paymentRequestPaid({ data: { description: 'June' } }))).toMatchObject({
    movement: {
      key: `${PAYMENT}@${CUSTOMER}`,
      amount: -15000,
      toldBy: 'request',
      paymentRequest: 'pr_6phg74i4jG9wbzZbFDUQB',
      description: 'June',
      cause: { type: 'payment_request.paid', dataId: 'pr_6phg74i4jG9wbzZbFDUQB' },
    },
  });
});

test.each([
  ['amountApplied', amountApplied({ data: { created_at: null } })],
  ['paymentRequestPaid', paymentRequestPaid({ data: { updated_at: undefined } })],
])('without a time of its own it happened when Moment signed it: %s', (_what, event) => {
  expect(read(event)).toMatchObject({ movement: { effectiveAt: '2026-06-18T12:00:00.000Z' } });
});

describe('of the events that tell of a payment', () => {
  const ignored = { outcome: { kind: 'ignored', reason: 'told_by_application' } };
  const isMovement = { movement: expect.anything() };

  test.each([
    ['both', isMovement, isMovement],
    ['application_only', isMovement, ignored],
  ] as const)('%s moves the balance as it is set', (tellings, application, request) => {
    expect(read(amountApplied(), tellings)).toEqual(application);
    expect(read(paymentRequestPaid(), tellings)).toEqual(request);
  });

  test('a Payment Request is ignored before anything is wrong with it', () => {
    const event = paymentRequestPaid({ data: { payment_id: null, amount: 0 } });
    expect(read(event, 'application_only')).toEqual(ignored);
  });
});

describe('goes to a person, whichever events are told:', () => {
  test.each<[string, unknown, string, RegExp]>([
    [
      'an amount of zero',
      amountApplied({ data: { amount: 0 } }),
      'amount_not_positive',
      /^data\.amount is 0; a payment is positive$/,
    ],
    [
      'a negative amount',
      amountApplied({ data: { amount: -5 } }),
      'amount_not_positive',
      /^data\.amount is -5; /,
    ],
    ['a fraction', amountApplied({ data: { amount: 0.5 } }), 'malformed', /^data\.amount: /],
    ['1e21', amountApplied({ data: { amount: 1e21 } }), 'malformed', /^data\.amount: /],
    ['a text', amountApplied({ data: { amount: '2000' } }), 'malformed', /^data\.amount: /],
    ['no amount', amountApplied({ data: { amount: undefined } }), 'malformed', /^data\.amount: /],
    ['no target', amountApplied({ data: { customer_id: undefined } }), 'malformed', /needs/],
    [
      'a target of no known kind',
      amountApplied({ data: { customer_id: 'cus_1' } }),
      'malformed',
      /^data\.customer_id: /,
    ],
    ['no event id', { type: 'obligation.amount_applied', data: {} }, 'malformed', /^id: /],
    ['no JSON', '{', 'malformed', /^body: not JSON$/],
    ['JSON null', 'null', 'malformed', /^body: /],
    ...[null, undefined].flatMap((payment_id): [string, unknown, string, RegExp][] => [
      [
        `an application with the payment_id ${payment_id}`,
        amountApplied({ data: { payment_id } }),
        'payment_unidentified',
        /^data\.payment_id is missing, so that another telling .* would not be known$/,
      ],
      [
        `a Payment Request of ours with the payment_id ${payment_id}`,
        paymentRequestPaid({ data: { payment_id } }),
        'payment_unidentified',
        /^data\.payment_id is missing/,
      ],
    ]),
    [
      'a type in another case',
      amountApplied({ type: 'Obligation.Amount_Applied' }),
      'malformed',
      /^type: /,
    ],
  ])('%s', (_what, event, reason, detail) => {
    expect(read(event, 'both')).toEqual({
      outcome: { kind: 'quarantined', reason, detail: expect.stringMatching(detail) },
    });
  });

  test.each(['9007199254740993', '9007199254740991.4', '2000.0', '2e3', '1.9999999999999999999'])(
    'an amount written as %s, which a double would change or hide',
    (amount) => {
      const text = JSON.stringify(amountApplied()).replace('15000', amount);
      expect(read(text)).toMatchObject({ outcome: { kind: 'quarantined', reason: 'malformed' } });
    },
  );
});

test.each(TELLINGS)('what is no payment of ours is ignored, where events tell %s', (tellings) => {
  expect(read(amountApplied({ type: 'customer.created' }), tellings)).toEqual({
    outcome: { kind: 'ignored', reason: 'type_without_meaning' },
  });
  expect(read(paymentRequestPaid({ data: { metadata: {} } }), tellings)).toEqual({
    outcome: { kind: 'ignored', reason: 'not_presented_by_us' },
  });
});

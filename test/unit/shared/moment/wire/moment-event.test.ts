import { describe, expect, test } from 'vitest';
import { StatementLine } from '#shared/models/entry.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import { amountApplied, CUSTOMER, paymentRequestPaid } from '#test/support/factories.ts';

const read = (event: unknown) => readMomentEvent(Buffer.from(JSON.stringify(event)));

test.each(['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'])(
  'an event of the type %s has no meaning for balances, like any other that is not known',
  (type) => {
    expect(read({ id: 'evt_1', type, data: {} })).toEqual({
      kind: 'irrelevant',
      eventId: 'evt_1',
      reason: 'type_without_meaning',
    });
  },
);

test.each(['9999-12-31T23:59:59-12:00', '0000-01-01T00:00:00+12:00', 'yesterday'])(
  'the time %s, which no entry could hold, is left out of the payment',
  (created_at) => {
    const event = read(amountApplied({ data: { created_at } }));
    expect(event.kind === 'payment' && event.payment.effectiveAt).toBeUndefined();
  },
);

test.each(['9999-12-31T23:59:59Z', '0000-01-01T00:00:00Z', '2026-06-18T08:45:00+02:00'])(
  'the time %s can be held by an entry',
  (created_at) => {
    const event = read(amountApplied({ data: { created_at } }));
    const effectiveAt = event.kind === 'payment' ? event.payment.effectiveAt : undefined;
    expect(StatementLine.shape.effectiveAt.safeParse(effectiveAt).success).toBe(true);
  },
);

test.each([
  ['obligation.amount_applied', amountApplied, 'created_at'],
  ['payment_request.paid', paymentRequestPaid, 'updated_at'],
])('the payment that %s tells of happened at one time, in any time zone', (type, build, member) => {
  const event = read(build({ data: { [member]: '2026-06-18T08:45:00+02:00' } }));
  expect(event).toMatchObject({
    kind: 'payment',
    payment: { eventType: type, effectiveAt: '2026-06-18T06:45:00.000Z' },
  });
});

test.each([undefined, null, 'bcus_1', 5, [], {}])(
  'a payment request with the metadata %j was not presented by us',
  (metadata) => {
    const event = read(paymentRequestPaid({ id: 'evt_1', data: { metadata } }));
    expect(event).toEqual({ kind: 'irrelevant', eventId: 'evt_1', reason: 'not_presented_by_us' });
  },
);

describe('null is as if it were missing:', () => {
  const payment = (event: unknown) => {
    const told = read(event);
    return told.kind === 'payment' ? told.payment : told;
  };

  test.each(['payment_id', 'account_id', 'bill_id', 'created_at'])(
    '%s of obligation.amount_applied',
    (member) => {
      const told = payment(amountApplied({ data: { [member]: null } }));
      expect(told).toEqual(payment(amountApplied({ data: { [member]: undefined } })));
      expect(told).toMatchObject({ obligationId: CUSTOMER, amount: 15000 });
    },
  );

  test.each(['payment_id', 'description', 'updated_at'])('%s of payment_request.paid', (member) => {
    const told = payment(paymentRequestPaid({ data: { [member]: null } }));
    expect(told).toEqual(payment(paymentRequestPaid({ data: { [member]: undefined } })));
    expect(told).toMatchObject({ obligationId: CUSTOMER, amount: 15000 });
  });

  test.each([
    ['account_id', 'bacc_1'],
    ['bill_id', 'bill_1'],
  ])('customer_id beside %s', (member, id) => {
    const told = payment(amountApplied({ data: { customer_id: null, [member]: id } }));
    expect(told).toMatchObject({ obligationId: id });
  });

  test('all targets at once, which leaves none', () => {
    const data = { customer_id: null, account_id: null, bill_id: null };
    expect(read(amountApplied({ data }))).toEqual({
      kind: 'malformed',
      eventId: 'evt_2341234567890abcdef',
      detail: 'data: needs customer_id, account_id or bill_id',
    });
  });

  test.each(['id', 'amount', 'currency'])('%s, which no payment can lack', (member) => {
    expect(read(amountApplied({ data: { [member]: null } })).kind).toBe('malformed');
    expect(read(paymentRequestPaid({ data: { [member]: null } })).kind).toBe('malformed');
  });
});

test.each([
  [{ bill_id: 'bill_1' }, 'bill_1'],
  [{ account_id: 'bacc_1' }, 'bacc_1'],
  [{ account_id: 'bacc_1', bill_id: 'bill_1' }, 'bill_1'],
])('the most specific of several targets was paid: %j', (data, obligationId) => {
  expect(read(amountApplied({ data }))).toMatchObject({ payment: { obligationId } });
});

describe('a type that differs from a known one', () => {
  test.each([
    'Obligation.amount_applied',
    'OBLIGATION.AMOUNT_APPLIED',
    ' obligation.amount_applied',
    'obligation.amount_applied ',
    'obligation.amount_applied\n',
    '\tObligation.Amount_Applied ',
  ])('only in case or blanks goes to a person: %j', (type) => {
    expect(read(amountApplied({ type }))).toEqual({
      kind: 'malformed',
      eventId: 'evt_2341234567890abcdef',
      detail: `type: is ${JSON.stringify(type)}, which differs from obligation.amount_applied only in case or blanks`,
    });
    expect(read({ ...paymentRequestPaid(), type: 'Payment_Request.Paid' }).kind).toBe('malformed');
  });

  test.each([
    'obligation.amount_applied2',
    'obligation.amount applied',
    'obligation amount_applied',
  ])('in more than that has no meaning: %j', (type) => {
    expect(read(amountApplied({ type }))).toMatchObject({ reason: 'type_without_meaning' });
  });
});

test('each telling says who told it, and a Payment Request what it was for', () => {
  expect(read(amountApplied())).toMatchObject({ payment: { toldBy: 'application' } });
  expect(read(paymentRequestPaid({ data: { description: 'June' } }))).toMatchObject({
    payment: {
      toldBy: 'request',
      paymentRequest: 'pr_6phg74i4jG9wbzZbFDUQB',
      description: 'June',
    },
  });
});

test.each([5, 'x'.repeat(501)])('a description that is none is left out: %j', (description) => {
  const event = read(paymentRequestPaid({ data: { description } }));
  expect(event).toMatchObject({ kind: 'payment', payment: { description: undefined } });
});

test('a description of 500 characters is kept', () => {
  const description = 'x'.repeat(500);
  expect(read(paymentRequestPaid({ data: { description } }))).toMatchObject({
    payment: { description },
  });
});

describe('the id of a payment', () => {
  test.each(['REF#x', 'INTENT#x', 'bcus_x', 'opening:x', 'EVENT#x', 'HEAD', 'TOLD#bcus_x'])(
    'can be %s, as other keys begin',
    (payment_id) => {
      const told = { payment: { paymentId: payment_id } };
      expect(read(amountApplied({ data: { payment_id } }))).toMatchObject(told);
      expect(read(paymentRequestPaid({ data: { payment_id } }))).toMatchObject(told);
    },
  );

  test('cannot begin as the key of an adjustment does', () => {
    const data = { payment_id: 'applied:pay_1' };
    const detail = 'data.payment_id: must not start with applied:';
    expect(read(amountApplied({ data }))).toMatchObject({ kind: 'malformed', detail });
    expect(read(paymentRequestPaid({ data }))).toMatchObject({ kind: 'malformed', detail });
  });
});

describe('an id', () => {
  const kindWith = (id: string) => read(amountApplied({ id })).kind;

  test.each(['e', 'evt_1', '!?~', 'x'.repeat(200)])('can be %j', (id) => {
    expect(kindWith(id)).toBe('payment');
  });

  test.each(['', 'a b', 'a@b', '@b', 'a@', 'é', 'a\n', 'x'.repeat(201)])('cannot be %j', (id) => {
    expect(kindWith(id)).toBe('malformed');
  });
});

describe('what is malformed says', () => {
  const detailOf = (body: string | Uint8Array) => {
    const event = readMomentEvent(Buffer.from(body));
    return event.kind === 'malformed' ? event.detail : event.kind;
  };

  test.each([
    ['that it is no text', Buffer.from([0x7b, 0xff, 0x7d]), 'body: not UTF-8'],
    ['that it is no JSON', '{', 'body: not JSON'],
  ])('%s', (_what, body, detail) => {
    expect(detailOf(body)).toBe(detail);
  });

  test.each([
    ['null', /^body: /],
    ['{"type":"x","data":{}}', /^id: is required, and must be [^;]+$/],
    ['{"id":"a@b","type":"","data":{}}', /^id: must be 1 to 200 visible .* without @; type: /],
    [JSON.stringify(amountApplied({ data: { amount: 'x' } })), /^data\.amount: must be an integer/],
    [
      JSON.stringify(amountApplied({ data: { customer_id: undefined } })),
      /^data: needs customer_id, account_id or bill_id$/,
    ],
    [
      JSON.stringify(paymentRequestPaid({ data: { metadata: { obligation_id: 1 } } })),
      /^data\.metadata\.obligation_id: /,
    ],
  ])('of %s where it is wrong, and how', (body, words) => {
    expect(detailOf(body)).toMatch(words);
  });

  test('no more than a person would read', () => {
    const long = 'x'.repeat(65);
    const data = { id: '', payment_id: '', customer_id: long, account_id: long, bill_id: long };
    expect(detailOf(JSON.stringify(amountApplied({ data })))).toHaveLength(500);
  });

  test('which members come twice, and which event it was unless that is one of them', () => {
    const body = JSON.stringify(amountApplied({ id: 'evt_1' }));
    const twice = body.replace('"amount":', '"\\u0061mount":1,"currency":"ZAR","amount":');
    expect(readMomentEvent(Buffer.from(twice))).toEqual({
      kind: 'malformed',
      eventId: 'evt_1',
      detail: 'data.amount: comes twice; data.currency: comes twice',
    });
    expect(readMomentEvent(Buffer.from(body.replace('{', '{"id":"evt_2",')))).toEqual({
      kind: 'malformed',
      eventId: undefined,
      detail: 'id: comes twice',
    });
  });

  test('which event it was, if that can be read', () => {
    expect(read({ id: 'evt_1', type: 5, data: {} })).toMatchObject({ eventId: 'evt_1' });
    expect(read({ id: 5, type: 5, data: {} })).toMatchObject({ eventId: undefined });
  });
});

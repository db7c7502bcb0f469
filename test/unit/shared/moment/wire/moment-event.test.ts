import { describe, expect, test } from 'vitest';
import { Entry } from '#shared/models/entry.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import { amountApplied, paymentRequestPaid } from '#test/support/factories.ts';

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
    expect(Entry.shape.effectiveAt.safeParse(effectiveAt).success).toBe(true);
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
    ['{"type":"x","data":{}}', /^id: [^;]+$/],
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

  test('which event it was, if that can be read', () => {
    expect(read({ id: 'evt_1', type: 5, data: {} })).toMatchObject({ eventId: 'evt_1' });
    expect(read({ id: 5, type: 5, data: {} })).toMatchObject({ eventId: undefined });
  });
});

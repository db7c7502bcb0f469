import { expect, test } from 'vitest';
import { hashBytes } from '#shared/models/bytes.ts';
import { type ExceptionKey, exceptionId, readExceptionId } from '#shared/models/exception-id.ts';

const hash = hashBytes('a body');

test.each<[string, ExceptionKey]>([
  [`event:${hash}:pay_1`, { kind: 'event', held: { hash, paymentId: 'pay_1' } }],
  [`event:${hash}:a%2Fb%20%C3%A9%3A`, { kind: 'event', held: { hash, paymentId: 'a/b é:' } }],
  [`event:${hash}:${hash}`, { kind: 'event', held: { hash, paymentId: hash } }],
  ['intent:create%3ACUST-1', { kind: 'intent', key: 'create:CUST-1' }],
  ['push:bcus_1', { kind: 'push', obligationId: 'bcus_1' }],
  ['drift:bill_1', { kind: 'drift', obligationId: 'bill_1' }],
])('%s is read as it is written', (id, key) => {
  expect([exceptionId(key), readExceptionId(id)]).toEqual([id, key]);
});

test('an event without a payment is kept with itself, and one without an id with its hash', () => {
  const keyOf = (held: { hash: string; eventId?: string }): string =>
    exceptionId({ kind: 'event', held: { paymentId: undefined, eventId: undefined, ...held } });
  expect([keyOf({ hash, eventId: 'evt_1' }), keyOf({ hash })]).toEqual([
    `event:${hash}:evt_1`,
    `event:${hash}:${hash}`,
  ]);
});

test('a text that no UTF-8 has is written as the table gives it back', () => {
  const id = exceptionId({ kind: 'event', held: { hash, paymentId: 'pay_\ud800', eventId: '' } });
  expect(readExceptionId(id)).toEqual({ kind: 'event', held: { hash, paymentId: 'pay_\ufffd' } });
});

test.each([
  '',
  'event:short:pay_1',
  `event:${hash}:`,
  `event:${hash}:%`,
  `an event:${hash}:pay_1`,
  'intent:',
  'intent:%',
  'an intent:create',
  'push:pay_1',
  'pushed:bcus_1',
  'drift:',
])('no exception has the id %j', (id) => {
  expect(readExceptionId(id)).toBeUndefined();
});

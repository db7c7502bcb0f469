import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { readJsonBody } from '#shared/api/read-request.ts';
import { ServiceError } from '#shared/errors.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { Presentation } from '#shared/models/presentation.ts';
import { httpEvent } from '#test/support/http-event.ts';

/** What a caller is told of each member of a body that is refused. */
function told(schema: z.ZodMiniType, body: string): Record<string, string> {
  try {
    readJsonBody(httpEvent({ body }), schema);
  } catch (error) {
    if (!ServiceError.is(error, 'request.invalid')) throw error;
    const errors = error.members['errors'] as { field: string; detail: string }[];
    for (const { field, detail } of errors) expect(error.message).toContain(`${field}: ${detail}`);
    return Object.fromEntries(errors.map(({ field, detail }) => [field, detail]));
  }
  return {};
}

const REFERENCE = 'must be 1 to 255 letters, digits, _ and -, such as CUSTOMER-1042';
const AMOUNT = 'must be an integer in minor units, such as 2000 for ZAR 20.00';
const KNOWN = 'external_reference, name, email, phone, currency, balance, metadata';

describe('a customer is refused with the member, what it must be and an example:', () => {
  test.each([
    ['{}', { external_reference: `is required, and ${REFERENCE}` }],
    ['', { external_reference: `is required, and ${REFERENCE}` }],
    ['[]', { body: 'must be an object such as {"name": "value"}' }],
    ['5', { body: 'must be an object such as {"name": "value"}' }],
  ])('%s', (body, problems) => {
    expect(told(CustomerFacts, body)).toEqual(problems);
  });

  test.each<[string, unknown, string]>([
    ['external_reference', '', REFERENCE],
    ['external_reference', 5, REFERENCE],
    ['external_reference', 'a b', REFERENCE],
    ['external_reference', 'x'.repeat(256), REFERENCE],
    [
      'external_reference',
      'bcus_1',
      "must not start with Moment's own bcus_, bacc_ or bill_, such as CUSTOMER-1042",
    ],
    ['name', 5, 'must be a text of 255 characters at most, such as Jane Doe'],
    ['name', 'x'.repeat(256), 'must be a text of 255 characters at most, such as Jane Doe'],
    ['email', 'x', 'must be an e-mail address of 255 characters at most, such as jane@example.com'],
    [
      'email',
      `x@${'y'.repeat(254)}.com`,
      'must be an e-mail address of 255 characters at most, such as jane@example.com',
    ],
    ['phone', '012', 'must be E.164, such as +27123456789'],
    ['phone', 27123456789, 'must be E.164, such as +27123456789'],
    ['balance', '2000', AMOUNT],
    ['balance', null, AMOUNT],
    ['balance', 0.5, AMOUNT],
    ['balance', 2 ** 53, AMOUNT],
    ['metadata', [], 'must be an object of up to 10 texts, such as {"plan": "gold"}'],
    ['metadata.a', 5, 'must be a text of 500 characters at most, such as gold'],
    ['metadata.a', 'x'.repeat(501), 'must be a text of 500 characters at most, such as gold'],
    [`metadata.${'k'.repeat(41)}`, 'x', 'must be a key of 1 to 40 characters, such as plan'],
    ['colour', 'red', `is not known (known are ${KNOWN})`],
  ])('%s: %j', (path, value, detail) => {
    const [member = '', key] = path.split('.');
    const wrong = { [member]: key === undefined ? value : { [key]: value } };
    const body = { external_reference: 'C1', currency: 'ZAR', ...wrong };
    expect(told(CustomerFacts, JSON.stringify(body))).toEqual({ [path]: detail });
  });

  test('a balance without a currency, and too many metadata', () => {
    const metadata = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`k${n}`, 'x']));
    const body = { external_reference: 'C1', balance: 1, metadata };
    expect(told(CustomerFacts, JSON.stringify(body))).toEqual({
      currency: 'is required with balance, such as ZAR',
      metadata: 'may hold 10 keys at most, such as {"plan": "gold"}',
    });
  });

  test('a key of metadata that zod would lose', () => {
    const body = '{"external_reference":"C1","metadata":{"plan":"gold","__proto__":"x"}}';
    expect(told(CustomerFacts, body)).toEqual({
      metadata: 'must not have the key __proto__, but may have others, such as plan',
    });
  });
});

test.each<[object, Record<string, string>]>([
  [{ amount: '500' }, { amount: AMOUNT }],
  [{ description: 5 }, { description: 'must be a text such as "abc"' }],
  [{ description: 'x'.repeat(501) }, { description: 'must have 500 characters at most' }],
  [
    { expires_at: 'tomorrow' },
    { expires_at: 'must be a date and time with its offset, such as 2026-12-31T23:59:59Z' },
  ],
  [{ total: 5 }, { total: 'is not known (known are amount, description, expires_at)' }],
])('a presentation of %j is refused with what it must be', (body, problems) => {
  expect(told(Presentation, JSON.stringify(body))).toMatchObject(problems);
});

describe('a member that comes twice is refused by its name', () => {
  const TWICE = 'comes twice: send it once, with the value that is meant';

  test.each([
    ['"balance":1,"balance":1500', { balance: TWICE }],
    ['"b\\u0061lance":1,"balance":1500', { balance: TWICE }],
    ['"metadata":{"a":"x","a":"x"},"name":"y","name":"z"', { 'metadata.a': TWICE, name: TWICE }],
  ])('%s', (members, problems) => {
    const body = `{"external_reference":"C1","currency":"ZAR",${members}}`;
    expect(told(CustomerFacts, body)).toEqual(problems);
  });

  test('of a presentation, too', () => {
    expect(told(Presentation, '{"amount":1,"amount":1500}')).toEqual({ amount: TWICE });
  });
});

test('of very many problems the first fifty are told', () => {
  const body = Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`k${n}`, 1]));
  expect(Object.keys(told(Presentation, JSON.stringify(body)))).toHaveLength(50);
});

test('a member’s name that is as long as a body may be is told in 255 characters', () => {
  const name = 'k'.repeat(60_000);
  const [[field = '', detail = ''] = []] = Object.entries(
    told(Presentation, JSON.stringify({ [name]: 1 })),
  );
  expect(field).toBe('k'.repeat(255));
  expect(detail).toMatch(/^is not known/);
});

import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import {
  PageQuery,
  readIdempotencyKey,
  readJsonBody,
  readPathId,
  readQuery,
} from '#shared/api/read-request.ts';
import { ServiceError } from '#shared/errors.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { Presentation } from '#shared/models/presentation.ts';
import { invisibleIn } from '#shared/models/visible-text.ts';
import { httpEvent } from '#test/support/http-event.ts';

/** What a caller is told of each member of a body that is refused. */
function told(schema: z.ZodMiniType, body: string): Record<string, string> {
  return toldOf(() => readJsonBody(httpEvent({ body }), schema));
}

function toldOf(reading: () => unknown): Record<string, string> {
  try {
    reading();
  } catch (error) {
    if (!ServiceError.is(error, 'request.invalid')) throw error;
    const errors = error.members['errors'] as { field: string; detail: string }[];
    for (const { field, detail } of errors) {
      if (error.detail.includes(': ')) expect(error.detail).toContain(`${field}: ${detail}`);
      expect(invisibleIn(field + detail)).toEqual([]);
    }
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

  test.each([
    ['external_reference', '1e3', REFERENCE],
    ['name', '2000.0', 'must be a text of 255 characters at most, such as Jane Doe'],
    ['balance', '2000.0', AMOUNT],
    ['metadata.a', '1e3', 'must be a text of 500 characters at most, such as gold'],
  ])(
    '%s, where a number stands that is written as %s and not as an integer',
    (path, number, detail) => {
      const [member = '', key] = path.split('.');
      const wrong = key === undefined ? number : `{"${key}":${number}}`;
      const others = member === 'external_reference' ? '' : '"external_reference":"C1",';
      const body = `{${others}"currency":"ZAR","${member}":${wrong}}`;
      expect(told(CustomerFacts, body)).toEqual({ [path]: detail });
    },
  );

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

  test('of a query, which API Gateway joins by a comma', () => {
    const query = { limit: '5,6' };
    const event = { ...httpEvent({ query }), rawQueryString: 'limit=5&limit=6' };
    expect(toldOf(() => readQuery(event, PageQuery))).toEqual({ limit: TWICE });
  });
});

test('of very many problems the first fifty are told', () => {
  const body = Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`k${n}`, 1]));
  expect(Object.keys(told(Presentation, JSON.stringify(body)))).toHaveLength(50);
});

describe('a text in which something hides is refused, and the character is named:', () => {
  const none = (name: string, example = 'abc') =>
    `must be of visible characters, such as ${example} (${name} is none)`;
  const named = (name: string) =>
    `must have a name of visible characters, such as plan (${name} is none)`;
  const customer = (members: object) =>
    told(CustomerFacts, JSON.stringify({ external_reference: 'C1', ...members }));

  test('in a name, an address, a reference, metadata', () => {
    expect(customer({ name: 'Jane\u202e eoD' })).toEqual({ name: none('U+202E') });
    expect(customer({ name: 'Jane\u0000\u200b\u0000' })).toEqual({ name: none('U+0000, U+200B') });
    expect(customer({ email: 'jane\u00ad@example.com' })).toHaveProperty('email');
    expect(customer({ external_reference: 'C\u200b1' })).toHaveProperty('external_reference');
    expect(customer({ metadata: { plan: 'go\u2066ld' } })).toEqual({
      'metadata.plan': none('U+2066'),
    });
    expect(customer({ metadata: { 'pl\u{e0041}an': 'gold' } })).toEqual({
      'metadata.pl\\u{e0041}an': named('U+E0041'),
    });
  });

  test('in the description of a presentation, which the payer sees', () => {
    expect(told(Presentation, '{"description":"Novem\\nber"}')).toEqual({
      description: none('U+000A'),
    });
    expect(told(Presentation, '{"description":"\\ud83d"}')).toEqual({
      description: none('U+D83D'),
    });
  });

  test('in a member that nobody knows, in a list, and in one that comes twice', () => {
    expect(told(Presentation, '{"x\\u202e":1}')).toEqual({
      'x\\u{202e}': 'is not known (known are amount, description, expires_at)',
    });
    expect(told(Presentation, '{"list":[1,"\\u0007"]}')).toMatchObject({
      'list.1': none('U+0007'),
    });
    expect(told(Presentation, '{"x\\u202e":1,"x\\u202e":1}')).toEqual({
      'x\\u{202e}': 'comes twice: send it once, with the value that is meant',
    });
  });

  test('in the path, the query and the Idempotency-Key', () => {
    const path = httpEvent({ id: 'CUSTOMER\u200b-1' });
    expect(toldOf(() => readPathId(path))).toEqual({ id: none('U+200B', 'CUSTOMER-1042') });
    const query = httpEvent({
      query: { cursor: 'x\u001b[2J', 'li\u202emit': '1' },
    });
    expect(toldOf(() => readQuery(query, PageQuery))).toEqual({
      cursor: none('U+001B'),
      'li\\u{202e}mit': 'is not known (known are limit, cursor)',
    });
    const header = httpEvent({ headers: { 'idempotency-key': 'key\u00ad1' } });
    expect(toldOf(() => readIdempotencyKey(header))).toEqual({
      'Idempotency-Key': none('U+00AD', 'create-1042'),
    });
  });

  test('and one that is deeper than the stack is refused in a few words', () => {
    const depth = 30_000;
    const body = `{"x":${'['.repeat(depth)}"\\u202e"${']'.repeat(depth)}}`;
    expect(told(Presentation, body)).toMatchObject({ 'x.0.0.0.0.0.0.0....': none('U+202E') });
  });

  test('and of one in which each level hides something the first fifty are told', () => {
    const depth = 7_000;
    const body = `${'{"\u202e":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(Object.keys(told(Presentation, body)).length).toBeLessThanOrEqual(50);
  });

  test('but a name that is written with a joiner, and an emoji, are taken as they are', () => {
    const facts = {
      external_reference: 'C1',
      name: 'علی\u200cرضا',
      metadata: { note: 'vip ❤️', ශ්\u200dරී: 'x' },
    };
    expect(readJsonBody(httpEvent({ body: JSON.stringify(facts) }), CustomerFacts)).toEqual(facts);
  });
});

describe('no name of a member is lost or reaches a prototype:', () => {
  const UNKNOWN = 'is not known (known are amount, description, expires_at)';

  test.each<[string, readonly [string, string][]]>([
    ['{"__proto__":{"amount":1}}', [['__proto__', UNKNOWN]]],
    ['{"\\u005f_proto__":1}', [['__proto__', UNKNOWN]]],
    ['{"constructor":1}', [['constructor', UNKNOWN]]],
    ['{"amount":{"__proto__":1}}', [['amount', AMOUNT]]],
    [
      '{"toString":1,"prototype":{}}',
      [
        ['toString', UNKNOWN],
        ['prototype', UNKNOWN],
      ],
    ],
  ])('%s is refused', (body, problems) => {
    expect(Object.entries(told(Presentation, body))).toEqual(problems);
  });

  test('also where it comes twice, and in a query', () => {
    expect(Object.keys(told(Presentation, '{"__proto__":1,"__proto__":2}'))).toEqual(['__proto__']);
    const query = httpEvent({ query: JSON.parse('{"__proto__":"1"}') });
    expect(Object.keys(toldOf(() => readQuery(query, PageQuery)))).toEqual(['__proto__']);
  });

  test('metadata called as what every object has are kept as any other', () => {
    const body =
      '{"external_reference":"C1","metadata":{"constructor":"a","prototype":"b","toString":"c"}}';
    const { metadata } = readJsonBody(httpEvent({ body }), CustomerFacts);
    expect(Object.entries(metadata ?? {})).toEqual([
      ['constructor', 'a'],
      ['prototype', 'b'],
      ['toString', 'c'],
    ]);
  });
});

test('a member’s name that is as long as a body may be is told in 255 characters', () => {
  const name = 'k'.repeat(60_000);
  const [[field = '', detail = ''] = []] = Object.entries(
    told(Presentation, JSON.stringify({ [name]: 1 })),
  );
  expect(field).toBe('k'.repeat(255));
  expect(detail).toMatch(/^is not known/);
});

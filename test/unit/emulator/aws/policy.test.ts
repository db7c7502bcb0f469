import { describe, expect, test } from 'vitest';
import { type Access, isAllowed, isLike, Statement } from '#emulator/aws/policy.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:1:table/t';
const put = (...keys: string[]): Access => ({
  action: 'dynamodb:PutItem',
  resource: TABLE,
  context: keys.length === 0 ? {} : { 'dynamodb:LeadingKeys': keys },
});
const statement = (more: object = {}) =>
  Statement.parse({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: TABLE, ...more });

test('what no statement speaks of is refused', () => {
  expect(isAllowed([], put('a'))).toBe(false);
  expect(isAllowed([statement({ Action: 'dynamodb:GetItem' })], put('a'))).toBe(false);
  expect(isAllowed([statement({ Resource: `${TABLE}/index/i` })], put('a'))).toBe(false);
  expect(isAllowed([statement()], put('a'))).toBe(true);
});

test('an action is matched in any case, a resource as it is written', () => {
  expect(isAllowed([statement({ Action: 'dynamodb:putitem' })], put('a'))).toBe(true);
  expect(isAllowed([statement({ Resource: TABLE.toUpperCase() })], put('a'))).toBe(false);
});

test('whatever else allows it, what is denied is refused', () => {
  const deny = statement({ Effect: 'Deny', Action: 'dynamodb:*' });
  expect(isAllowed([statement(), deny], put('a'))).toBe(false);
});

/** IAM User Guide, "Set operators for multivalued context keys". */
describe('a condition', () => {
  const under = (operator: string, values: string | string[]) => [
    statement({ Condition: { [operator]: { 'dynamodb:LeadingKeys': values } } }),
  ];

  test.each<[string, string[], string[], boolean]>([
    ['ForAllValues:StringLike', ['a*', 'b*'], ['a1', 'b1'], true],
    ['ForAllValues:StringLike', ['a*'], ['a1', 'b1'], false],
    ['ForAllValues:StringLike', ['a*'], [], true],
    ['ForAllValues:StringNotLike', ['a*'], ['b1'], true],
    ['ForAllValues:StringNotLike', ['a*'], ['b1', 'a1'], false],
    ['ForAnyValue:StringEquals', ['a'], ['a', 'b'], true],
    ['ForAnyValue:StringEquals', ['a'], ['b'], false],
    ['ForAnyValue:StringEquals', ['a'], [], false],
    ['StringEquals', ['a'], ['a'], true],
    ['StringEquals', ['a*'], ['a1'], false],
    ['StringEquals', ['a'], [], false],
    ['StringNotEquals', ['a'], [], true],
    ['StringNotEquals', ['a'], ['a'], false],
  ])('%s %j of keys %j holds: %s', (operator, values, keys, holds) => {
    expect(isAllowed(under(operator, values), put(...keys))).toBe(holds);
  });

  test('on each key must hold', () => {
    const both = { 'dynamodb:LeadingKeys': 'a', 'dynamodb:EnclosingOperation': 'x' };
    expect(isAllowed([statement({ Condition: { StringEquals: both } })], put('a'))).toBe(false);
  });
});

test.each([
  { Effect: 'Allow', NotAction: 'a:b', Resource: '*' },
  { Effect: 'Allow', Action: 'a:b', Resource: '*', Principal: '*' },
  { Effect: 'Allow', Action: 'a:b', Resource: '*', Condition: { NumericEquals: { a: '1' } } },
])('what is not understood here is no statement: %j', (unknown) => {
  expect(Statement.safeParse(unknown).success).toBe(false);
});

test.each([
  ['a*', 'abc', true],
  ['a?c', 'abc', true],
  ['a?', 'abc', false],
  ['a.c', 'abc', false],
  ['*', 'a\nb', true],
])('%j is like %j: %s', (pattern, text, is) => {
  expect(isLike(pattern, text)).toBe(is);
});

import { expect, test } from 'vitest';
import { renderTemplate } from '#emulator/aws/input-template.ts';

const RECORD = { eventName: 'INSERT', image: { amount: { N: '-1500' }, list: { L: [1, 'a'] } } };

test.each([
  ['a text between quotes stays one', '{"a":"<$.eventName>"}', '{"a":"INSERT"}'],
  ['a text outside of quotes gets some', '{"a":<$.eventName>}', '{"a":"INSERT"}'],
  ['a number of DynamoDB is a text', '{"a":<$.image.amount.N>}', '{"a":"-1500"}'],
  ['an object is JSON', '{"a":<$.image.list>}', '{"a":{"L":[1,"a"]}}'],
  ['an object between quotes loses its own', '{"a":"<$.image.list.L>"}', '{"a":"[1,a]"}'],
  ['of what is absent nothing is left', '{"a":"<$.image.none.S>"}', '{"a":""}'],
  ['not even JSON', '{"a":<$.image.none.S>}', '{"a":}'],
  ['two stand in one text', '"<$.eventName>@<$.image.amount.N>"', '"INSERT@-1500"'],
])('%s', (_, template, expected) => {
  expect(renderTemplate(template, RECORD)).toBe(expected);
});

test('a quote in a value is not escaped', () => {
  expect(renderTemplate('{"a":"<$.a>"}', { a: 'x"y' })).toBe('{"a":"x"y"}');
});

test.each(['<aws.pipes.pipe-arn>', '<$.a[0]>', '<$.*>'])('%s is refused', (template) => {
  expect(() => renderTemplate(template, RECORD)).toThrow('cannot be resolved on this machine');
});

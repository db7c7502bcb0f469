import { describe, expect, test } from 'vitest';
import { parseExactJson, RepeatedMemberError } from '#shared/models/exact-json.ts';

const repeatedIn = (text: string) => {
  try {
    parseExactJson(text);
  } catch (error) {
    if (error instanceof RepeatedMemberError) return error.members;
    throw error;
  }
  return [];
};

describe('JSON', () => {
  test('comes out as it is written, but for integers that are not written as such', () => {
    const text =
      '{"plain":-15000,"zero":0,"fraction":0.5,"exponent":2e3,"point":2000.0,"none":null,"yes":true,"text":"1e3","list":[1,1.0,{}]}';
    expect(parseExactJson(text)).toEqual({
      plain: -15000,
      zero: 0,
      fraction: 0.5,
      exponent: '2e3',
      point: '2000.0',
      none: null,
      yes: true,
      text: '1e3',
      list: [1, '1.0', {}],
    });
  });

  test.each([
    ['15000', 15000],
    ['9007199254740991.4', '9007199254740991.4'],
    ['2e3', '2e3'],
    ['2E3', '2E3'],
    ['[true,false,2e0]', [true, false, '2e0']],
    ['{"e":"1.5E3","f":false}', { e: '1.5E3', f: false }],
  ])('of %s follows the same rule', (text, value) => {
    expect(parseExactJson(text)).toEqual(value);
  });

  test('has what is asked for in place of an integer that is not written as such', () => {
    const told: string[] = [];
    const standIn = (source: string) => {
      told.push(source);
      return null;
    };
    const text = '{"whole":2000,"point":2000.0,"fraction":0.5,"list":[2e3]}';
    expect(parseExactJson(text, standIn)).toEqual({
      whole: 2000,
      point: null,
      fraction: 0.5,
      list: [null],
    });
    expect(told).toEqual(['2000.0', '2e3']);
  });

  test('keeps a member called __proto__ as a member, whose value sets nothing', () => {
    for (const number of ['1', '1.5']) {
      const value = Object(parseExactJson(`{"__proto__":{"amount":${number}}}`));
      expect(Object.keys(value)).toEqual(['__proto__']);
      expect(value.amount).toBeUndefined();
    }
  });

  test.each(['', '{', '{"a":1,}', '{"a":1,"a":}', "{'a':1}"])('is not %j', (text) => {
    expect(() => parseExactJson(text)).toThrow(SyntaxError);
    expect(() => parseExactJson(text)).not.toThrow(RepeatedMemberError);
  });
});

describe('a member that comes twice', () => {
  test.each([
    ['of the whole', '{"amount":1,"amount":1500}', ['amount']],
    ['with the same value', '{"amount":1,"amount":1}', ['amount']],
    ['three times', '{"a":1,"a":2,"a":3}', ['a']],
    ['beside another', '{"a":1,"b":2,"b":3,"a":4}', ['b', 'a']],
    ['within', '{"data":{"amount":1,"x":{},"amount":1500}}', ['data.amount']],
    ['in a list', '[0,[],{"a":[{"id":1},{"id":1,"id":2}]}]', ['2.a.1.id']],
    ['spelt with an escape', '{"\\u0061mount":1,"amount":1500}', ['amount']],
    ['with blanks before the colon', '{"a" \t\r\n:1,"a"  :2}', ['a']],
    ['whose name ends in a backslash', '{"a\\\\":1,"a\\\\":2}', ['a\\']],
    ['whose name has a quote', '{"a\\"b":1,"a\\u0022b":2}', ['a"b']],
    ['as an object and as a list', '{"a":{"b":1},"a":["b"]}', ['a']],
    ['called __proto__', '{"__proto__":1,"__proto__":2}', ['__proto__']],
    ['without a name', '{"":1,"":2}', ['']],
  ])('%s is found, and named by its path', (_where, text, members) => {
    expect(repeatedIn(text)).toEqual(members);
  });

  test.each([
    ['{"a":{"a":{"a":1}},"b":{"a":1}}'],
    ['[{"a":1},{"a":1}]'],
    ['{"a":"a","b":"a","c":["a","a"]}'],
    ['{"a":"{\\"b\\":1,\\"b\\":2}","b":"\\\\"}'],
    ['{"amount":1,"Amount":2,"amount ":3}'],
    ['{"a":[],"b":{},"c":[{}],"d":"},{"}'],
  ])('is none in %s', (text) => {
    expect(repeatedIn(text)).toEqual([]);
  });

  test('is told by name', () => {
    expect(() => parseExactJson('{"a":1,"b":2,"b":3,"a":4}')).toThrow(
      expect.objectContaining({
        name: 'RepeatedMemberError',
        message: 'Members that come twice: b, a',
      }),
    );
  });

  test('is told shortly, however deep it is and however long its name', () => {
    const deep = `${'{"a":'.repeat(20)}{"b":1,"b":2}${'}'.repeat(20)}`;
    expect(repeatedIn(deep)).toEqual(['a.a.a.a.a.a.a.a....']);
    const long = 'x'.repeat(100);
    expect(repeatedIn(`{"${long}":1,"${long}":2}`)).toEqual(['x'.repeat(40)]);
  });
});

import { describe, expect, test } from 'vitest';
import { matchesPattern, readEventPattern } from '#emulator/aws/event-pattern.ts';

const matches = (pattern: object, event: unknown) =>
  matchesPattern(readEventPattern(JSON.stringify(pattern)), event);

describe('an event pattern', () => {
  test.each<[string, object, unknown, boolean]>([
    ['one of its values', { a: ['x', 'y'] }, { a: 'y' }, true],
    ['none of its values', { a: ['x', 'y'] }, { a: 'z' }, false],
    ['a number that is a text', { a: [1] }, { a: '1' }, false],
    ['all that it names', { a: ['x'], b: ['y'] }, { a: 'x', b: 'y', c: 1 }, true],
    ['only a part of it', { a: ['x'], b: ['y'] }, { a: 'x' }, false],
    ['a beginning', { a: [{ prefix: 'EVENT#' }] }, { a: 'EVENT#1' }, true],
    ['another beginning', { a: [{ prefix: 'EVENT#' }] }, { a: 'HEAD' }, false],
    ['a leaf that is there', { a: { b: [{ exists: true }] } }, { a: { b: '' } }, true],
    ['a leaf that is not', { a: { b: [{ exists: true }] } }, { a: {} }, false],
    ['no leaf, where an object is', { a: [{ exists: true }] }, { a: { b: 1 } }, false],
    ['the absence of a leaf', { a: { b: [{ exists: false }] } }, {}, true],
    ['no absence', { a: { b: [{ exists: false }] } }, { a: { b: 1 } }, false],
  ])('sees %s', (_, pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  test.each([
    [{ a: [{ numeric: ['>', 1] }] }],
    [{ $or: [{ a: ['x'] }] }],
    [{ a: [] }],
    [{ a: 'x' }],
  ])('that asks for more is refused: %j', (pattern) => {
    expect(() => matches(pattern, {})).toThrow('cannot run here');
  });
});

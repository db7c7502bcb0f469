import { describe, expect, test } from 'vitest';
import { decideContained } from '#shared/ledger/contained.ts';

const UNTIL = '2026-06-18T12:00:00.000Z';
const at = (ms: number) => new Date(Date.parse(UNTIL) + ms).toISOString();
const HOURS_28 = 28 * 60 * 60_000;
const decide = (ms: number, isTimed: boolean) =>
  decideContained({ effectiveAt: at(ms), isTimed }, { containedUntil: UNTIL });

describe('a payment of an adopted obligation', () => {
  test.each([
    ['a year before', -365 * 86_400_000],
    ['a millisecond before', -1],
    ['at the very moment', 0],
  ])('that tells a time %s is contained in its opening balance', (_, ms) => {
    expect(decide(ms, true)).toEqual({
      kind: 'ignored',
      reason: 'contained_in_opening',
      detail: `The opening balance contains what took effect until ${UNTIL}`,
    });
  });

  test.each([
    ['a millisecond later', 1],
    ['a day later', 86_400_000],
    ['far ahead', 365 * 86_400_000],
  ])('that tells a time %s counts', (_, ms) => {
    expect(decide(ms, true)).toBeUndefined();
  });

  test('that tells no time is contained where it was signed in a second that was over by then', () => {
    expect(decide(-999, false)).toMatchObject({ reason: 'contained_in_opening' });
    expect(decide(-60_000, false)).toMatchObject({ kind: 'ignored' });
  });

  test.each([
    ['in the same second', -998],
    ['at the very moment', 0],
    ['a minute later', 60_000],
    ['28 hours later', HOURS_28],
  ])('that tells no time and was signed %s goes to a person', (_, ms) => {
    expect(decide(ms, false)).toEqual({
      kind: 'quarantined',
      reason: 'perhaps_contained',
      detail: `It tells no time and was signed at ${at(ms)}, up to 28 hours after the payment: the opening balance contains it if it took effect until ${UNTIL}`,
    });
  });

  test('that tells no time counts where it was signed later than Moment delivers what happened before', () => {
    expect(decide(HOURS_28 + 1, false)).toBeUndefined();
  });
});

test('of what was created here nothing is contained', () => {
  expect(decideContained({ effectiveAt: at(-1), isTimed: true }, {})).toBeUndefined();
  expect(decideContained({ effectiveAt: at(-1), isTimed: false }, {})).toBeUndefined();
});

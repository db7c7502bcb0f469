import * as z from 'zod/mini';

/** Signed amount in minor units (cents); an integer that a double holds exactly, never a fraction. */
export const MinorUnits = z.int({ error: 'must be an integer in minor units' });

/** ISO 4217 code. Moment writes it in both cases; we compare and store upper case. */
export const Currency = z
  .string()
  .check(z.regex(/^[A-Za-z]{3}$/, 'must be a three-letter ISO 4217 code'), z.toUpperCase());

/** The sum, or undefined where it leaves the range in which integers are exact. */
export function addMinorUnits(left: number, right: number): number | undefined {
  const sum = left + right;
  return Number.isSafeInteger(sum) ? sum : undefined;
}

import * as z from 'zod/mini';
import { whyNotInUse } from './currencies.ts';

/** Signed amount in minor units (cents); an integer that a double holds exactly, never a fraction. -0 is 0. */
export const MinorUnits = z
  .int({ error: 'must be an integer in minor units, such as 2000 for ZAR 20.00' })
  .check(z.overwrite((amount) => (amount === 0 ? 0 : amount)));

const CODE_WANTED = 'must be a three-letter ISO 4217 code, such as ZAR';

/**
 * A currency as Moment tells it and as it is kept, known to us or not: what is told must have a place, and what is
 * kept must stay readable. Moment writes it in both cases; we compare and store upper case.
 */
export const CurrencyCode = z
  .string({ error: CODE_WANTED })
  .check(z.regex(/^[A-Za-z]{3}$/, { error: CODE_WANTED, abort: true }), z.toUpperCase());

/** A currency as a merchant may choose it: in use, and with minor units to count in. */
export const Currency = CurrencyCode.check(
  z.refine((code) => whyNotInUse(code) === undefined, {
    error: ({ input }) =>
      `must be an ISO 4217 currency that is in use and has minor units, such as ZAR (${input} ${whyNotInUse(String(input))})`,
  }),
);

/** In any order; undefined where the sum leaves the range in which integers are exact. */
export function sumMinorUnits(amounts: readonly number[]): number | undefined {
  return toMinorUnits(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n));
}

/** Undefined where it is out of the range in which integers are exact. */
export function toMinorUnits(sum: bigint): number | undefined {
  const amount = Number(sum);
  return Number.isSafeInteger(amount) ? amount : undefined;
}

/** The sum, or undefined where it leaves the range in which integers are exact. */
export function addMinorUnits(left: number, right: number): number | undefined {
  const sum = left + right;
  return Number.isSafeInteger(sum) ? sum : undefined;
}

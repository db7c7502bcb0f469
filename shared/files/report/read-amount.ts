import { minorUnitDigits } from '#shared/models/currencies.ts';
import { readDecimalAmount } from '#shared/models/decimal-amount.ts';

export const UNITS = ['major', 'minor'] as const;
/** In which a file writes amounts: 20.00 of ZAR is 2000 minor units. */
export type Unit = (typeof UNITS)[number];

type ReadAmount = { readonly amount: number } | { readonly problem: string };

/** Minor units with their sign, or what is wrong with the text. Nothing is rounded, and no digit passes a double. */
export function readAmount(text: string, currency: string, unit: Unit): ReadAmount {
  if (minorUnitDigits(currency) === undefined) {
    return { problem: `is of ${currency}, of which ISO 4217 knows no minor unit` };
  }
  if (unit === 'minor') return readMinorUnits(text);
  const read = readDecimalAmount(text, currency);
  return read.ok ? { amount: read.amount } : { problem: read.detail };
}

function readMinorUnits(text: string): ReadAmount {
  const amount = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(amount)
    ? { amount }
    : { problem: 'must be whole minor units, such as 2000; is --unit major meant?' };
}

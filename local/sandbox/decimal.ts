import { decimalText } from '#shared/models/format-amount.ts';

/** As a payer types it: 1500 of ZAR is `15.00`. A currency that ISO does not know is counted in minor units. */
export function decimalOf(minorUnits: number, currency: string): string {
  return decimalText(minorUnits, currency) ?? String(minorUnits);
}

/** Minor units of what a payer typed; undefined if that is no amount of the currency. */
export function parseDecimal(typed: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const [, whole = '', fraction = ''] = /^\s*(\d{1,12})(?:[.,](\d+))?\s*$/.exec(typed) ?? [];
  if (whole === '' || fraction.length > digits) return undefined;
  const minorUnits = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(minorUnits) ? minorUnits : undefined;
}

/** As many as the page shows: of a currency that ISO does not know, none. */
function digitsOf(currency: string): number {
  return decimalOf(0, currency).split('.').at(1)?.length ?? 0;
}

import { minorUnitDigits } from './currencies.ts';

/** Minor units as a person reads them: 2000 of ZAR is `ZAR 20.00`. */
export function formatAmount(minorUnits: number | bigint, currency: string): string {
  const digits = minorUnitDigits(currency);
  if (digits === undefined || !isWhole(minorUnits)) {
    return `${minorUnits} ${currency} (minor units)`;
  }
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    // ISO's, not those of the locale's data, which leave out what nobody pays in cash.
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // As text, which is formatted as it is written: no digit passes through a double.
  const decimal = inMajorUnits(minorUnits, digits) as Intl.StringNumericLiteral;
  return format.format(decimal).replaceAll('\u00a0', ' ');
}

/**
 * Major units as programs read them: 2000 of ZAR is `20.00`, 5 of JPY `5`. Undefined where ISO knows no minor unit of
 * the currency, or the amount is no whole number.
 */
export function decimalText(minorUnits: number | bigint, currency: string): string | undefined {
  const digits = minorUnitDigits(currency);
  if (digits === undefined || !isWhole(minorUnits)) return undefined;
  return inMajorUnits(minorUnits, digits);
}

function inMajorUnits(minorUnits: number | bigint, digits: number): string {
  const amount = BigInt(minorUnits);
  const sign = amount < 0n ? '-' : '';
  const text = String(amount < 0n ? -amount : amount).padStart(digits + 1, '0');
  const point = text.length - digits;
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, point)}.${text.slice(point)}`;
}

function isWhole(amount: number | bigint): boolean {
  return typeof amount === 'bigint' || Number.isInteger(amount);
}

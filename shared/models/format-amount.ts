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
  // As text with a power of ten, which is formatted as it is written: no digit passes through a double.
  const decimal = `${BigInt(minorUnits)}E-${digits}` as Intl.StringNumericLiteral;
  return format.format(decimal).replaceAll('\u00a0', ' ');
}

function isWhole(amount: number | bigint): boolean {
  return typeof amount === 'bigint' || Number.isInteger(amount);
}

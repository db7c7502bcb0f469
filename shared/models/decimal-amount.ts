import { minorUnitDigits } from './currencies.ts';
import { toMinorUnits } from './money.ts';

export type DecimalRead =
  | { readonly ok: true; readonly amount: number }
  | { readonly ok: false; readonly detail: string };

const PLAIN = /^(-?(?:0|[1-9]\d*))(?:\.(\d+))?$/;
const MINUSES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/u;

/**
 * Minor units of an amount that is written in major units, as `240.00`. What may mean two amounts means none: no
 * separator of thousands, no comma, no exponent, no sign of a currency, and no more digits than ISO 4217 has of it.
 */
export function readDecimalAmount(text: string, currency: string): DecimalRead {
  const digits = minorUnitDigits(currency) ?? 0;
  const written = PLAIN.exec(text);
  if (!written) return wrong(whyNotPlain(text), currency);
  const [, whole, fraction = ''] = written;
  if (fraction.length > digits) {
    const most = digits === 0 ? 'none' : `${digits} at most`;
    return wrong(
      `has ${fraction.length} digits behind the point, and ${currency} ${most}`,
      currency,
    );
  }
  const amount = toMinorUnits(BigInt(`${whole}${fraction.padEnd(digits, '0')}`));
  if (amount === undefined) return wrong('is larger than any amount that can be kept', currency);
  return { ok: true, amount };
}

function whyNotPlain(text: string): string {
  if (text === '') return 'is empty, and 0 has to be written';
  if (MINUSES.test(text)) return 'has a dash that is not the minus of a keyboard';
  if (/^[-+]?[\d.]+e[-+]?\d+$/i.test(text)) return 'is written with an exponent';
  if (text.includes(',')) return 'has a comma, which may part thousands or decimals';
  if (/^[-+]?0\d/.test(text)) return 'begins with a zero, as a number of something else does';
  if (/\p{L}|\p{Sc}/u.test(text)) return 'has letters or a sign of a currency';
  if (/\s/u.test(text)) return 'has a space in it';
  return 'is no plain number';
}

function wrong(why: string, currency: string): DecimalRead {
  const example = minorUnitDigits(currency) === 0 ? '240' : '240.00';
  return { ok: false, detail: `${why}: write digits and a point alone, such as ${example}` };
}

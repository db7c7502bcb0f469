import { readDecimalAmount } from '#shared/models/decimal-amount.ts';
import { formatAmount } from '#shared/models/format-amount.ts';
import { UsageError } from './usage.ts';

export type ExpectedTotal = { readonly currency: string; readonly amount: bigint };

/** `1240.00`, of the currency of the import, or `ZAR 1240.00`. @throws UsageError */
export function readExpectedTotals(
  texts: readonly string[],
  currency: string | undefined,
): readonly ExpectedTotal[] {
  return texts.map((text) => {
    const [, told, written = ''] = /^(?:([A-Z]{3}) ?)?(.*)$/s.exec(text) ?? [];
    const code = told ?? currency;
    if (code === undefined) {
      throw new UsageError(`--expect-total must say its currency, as in "ZAR 1240.00"`);
    }
    const read = readDecimalAmount(written, code);
    if (!read.ok) throw new UsageError(`--expect-total ${read.detail}`);
    return { currency: code, amount: BigInt(read.amount) };
  });
}

/** How what the rows add up to differs from what was expected of them; undefined if it does not. */
export function differenceOf(
  totals: ReadonlyMap<string, bigint>,
  expected: readonly ExpectedTotal[],
): string | undefined {
  const wanted = new Map(expected.map(({ currency, amount }) => [currency, amount]));
  const currencies = [...new Set([...totals.keys(), ...wanted.keys()])];
  const told = currencies.flatMap((currency) => {
    const [is, was] = [totals.get(currency) ?? 0n, wanted.get(currency) ?? 0n];
    if (is === was) return [];
    const apart = formatAmount(is > was ? is - was : was - is, currency);
    return [
      `the rows add up to ${formatAmount(is, currency)}, and ${formatAmount(was, currency)} was expected: ${apart} apart`,
    ];
  });
  return told.length === 0 ? undefined : told.join('; ');
}

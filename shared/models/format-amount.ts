/** Minor units as a person reads them: 2000 of ZAR is `ZAR 20.00`. */
export function formatAmount(minorUnits: number, currency: string): string {
  try {
    const format = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
      currencyDisplay: 'code',
    });
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    return format.format(minorUnits / 10 ** digits).replaceAll('\u00a0', ' ');
  } catch {
    return `${minorUnits} ${currency} (minor units)`;
  }
}

import type { Finding } from './finding.ts';

/** Minor units: no sum is too large to be told. */
export type Total = { readonly count: number; readonly amount: bigint };
type Side = { readonly payments: Total; readonly refunds: Total };
export type ControlTotal = {
  readonly currency: string;
  readonly theirs: Side;
  readonly ours: Side;
};

/**
 * What each side comes to, by currency. They are apart by what differs, and by nothing else: ours is what their rows
 * met, and what is missing in theirs.
 */
export function controlTotals(findings: readonly Finding[]): readonly ControlTotal[] {
  const totals = new Map<string, ControlTotal>();
  const add = (side: 'theirs' | 'ours', { of, currency, amount }: Counted) => {
    const total = totals.get(currency) ?? { currency, theirs: NOTHING, ours: NOTHING };
    const { count, amount: before } = total[side][of];
    const sum = { count: count + 1, amount: before + BigInt(amount) };
    totals.set(currency, { ...total, [side]: { ...total[side], [of]: sum } });
  };
  for (const finding of findings) {
    const of = ofRefund(finding) ? 'refunds' : 'payments';
    if ('row' in finding) add('theirs', { of, ...finding.row });
    if ('ours' in finding) {
      const { ours } = finding;
      if (!('counted' in finding)) add('ours', { of, ...ours });
      else if (finding.counted !== 0) add('ours', { of, ...ours, amount: finding.counted });
    }
  }
  // Stryker disable next-line EqualityOperator: each currency comes once
  return [...totals.values()].toSorted((one, other) => (one.currency < other.currency ? -1 : 1));
}

type Counted = {
  readonly of: keyof Side;
  readonly currency: string;
  readonly amount: number;
};

const NONE: Total = { count: 0, amount: 0n };
const NOTHING: Side = { payments: NONE, refunds: NONE };

function ofRefund(finding: Finding): boolean {
  return 'row' in finding ? finding.row.kind === 'refund' : finding.kind === 'refund_missing';
}

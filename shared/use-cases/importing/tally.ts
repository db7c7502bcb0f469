import { amountOf, type ImportRow } from '#shared/models/import-row.ts';

export const COUNTED = ['create', 'update', 'unchanged', 'refused'] as const;
export type Counted = (typeof COUNTED)[number];

/** How many rows came to what, and what those that count add up to. */
export type Tally = {
  readonly counts: Readonly<Record<Counted, number>>;
  /** Of the unchanged, those that this batch entered before, and that something moved since. */
  readonly movedSince: number;
  /** By currency, in minor units: big, since no slip may stop a control total. Refused rows are in none. */
  readonly totals: ReadonlyMap<string, Readonly<Record<Counted, bigint>>>;
};

export const NOTHING: Tally = {
  counts: { create: 0, update: 0, unchanged: 0, refused: 0 },
  movedSince: 0,
  totals: new Map(),
};
const NO_AMOUNTS: Readonly<Record<Counted, bigint>> = {
  create: 0n,
  update: 0n,
  unchanged: 0n,
  refused: 0n,
};

export function countRow(
  { counts, movedSince, totals }: Tally,
  row: ImportRow,
  outcome: { readonly kind: Counted; readonly movedSince?: boolean },
): Tally {
  const { kind } = outcome;
  return {
    counts: { ...counts, [kind]: counts[kind] + 1 },
    movedSince: movedSince + (outcome.movedSince ? 1 : 0),
    totals: row.kind === 'faulty' || kind === 'refused' ? totals : withAmount(totals, row, kind),
  };
}

/** What all rows that count add up to, by currency. */
export function controlTotals({ totals }: Tally): ReadonlyMap<string, bigint> {
  return new Map(
    [...totals].map(([currency, { create, update, unchanged }]) => [
      currency,
      create + update + unchanged,
    ]),
  );
}

function withAmount(
  totals: Tally['totals'],
  { wanted }: Extract<ImportRow, { kind: 'sound' }>,
  kind: Counted,
): Tally['totals'] {
  const { amount, currency } = amountOf(wanted);
  const before = totals.get(currency) ?? NO_AMOUNTS;
  return new Map([...totals, [currency, { ...before, [kind]: before[kind] + BigInt(amount) }]]);
}

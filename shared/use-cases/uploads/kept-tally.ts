import type { UploadSlice } from '#shared/models/upload-slice.ts';
import { COUNTED, type Counted, type Tally } from '#shared/use-cases/importing/tally.ts';

type KeptTally = Pick<UploadSlice, 'counts' | 'movedSince' | 'totals'>;

/** As a message has it: without numbers that JSON does not know. */
export function keepTally({ counts, movedSince, totals }: Tally): KeptTally {
  return {
    counts,
    movedSince,
    totals: Object.fromEntries(
      [...totals].map(([currency, sums]) => [currency, each(sums, String)]),
    ),
  };
}

export function readTally({ counts, movedSince, totals }: KeptTally): Tally {
  return {
    counts,
    movedSince,
    totals: new Map(
      Object.entries(totals).map(([currency, sums]) => [currency, each(sums, BigInt)]),
    ),
  };
}

function each<T, R>(of: Readonly<Record<Counted, T>>, to: (one: T) => R): Record<Counted, R> {
  return Object.fromEntries(COUNTED.map((name) => [name, to(of[name])])) as Record<Counted, R>;
}

import { addDays, dayOf, startOfDay } from '#shared/models/zone.ts';

/** ISO 8601 in UTC; half-open. */
export type Span = { readonly from: string; readonly to: string };

/** A period as it is read: days whose summary was written, and what has to be added up between them. */
export type Parts = { readonly written: readonly string[]; readonly open: readonly Span[] };

/**
 * @param isWritten whether there is a summary of the whole day
 */
export function partsOf(
  { from, to }: Span,
  zone: string,
  isWritten: (day: string) => boolean,
): Parts {
  const written: string[] = [];
  const open: Span[] = [];
  let at = from;
  for (let day = dayOf(from, zone); at < to; day = addDays(day, 1)) {
    const end = startOfDay(addDays(day, 1), zone);
    const isWhole = at === startOfDay(day, zone) && end <= to;
    if (isWhole && isWritten(day)) {
      written.push(day);
    } else {
      const before = open.at(-1);
      // Stryker disable next-line EqualityOperator: of two that are one, either is the earlier
      const until = end < to ? end : to;
      if (before?.to === at) open[open.length - 1] = { from: before.from, to: until };
      else open.push({ from: at, to: until });
    }
    at = end;
  }
  return { written, open };
}

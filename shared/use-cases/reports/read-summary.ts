import { partsOf, type Span } from '#shared/ledger/summary/spans.ts';
import {
  addRecorded,
  type DaySums,
  inOrder,
  mergeTypes,
  toDays,
} from '#shared/ledger/summary/sum-days.ts';
import { type DaySummary, type RecordedEntry, SUMMED_TYPES } from '#shared/models/summary.ts';
import { dayFinder } from '#shared/models/zone.ts';
import type { DaySummaries, RecordedEntries } from '#shared/ports/reports.ts';
import { inTurn } from '#shared/use-cases/in-turn.ts';

export type SummaryAsked = Span & { readonly zone: string };

export type ReadSummaryDeps = {
  readonly recorded: RecordedEntries;
  readonly summaries: DaySummaries;
  /** Of the summaries that were written. */
  readonly zone: string;
};

const READ_AT_ONCE = 20;

/** What was recorded in a period, by day and currency: of whole days that are over, as it was written; the rest is added up. */
export async function readSummary(
  asked: SummaryAsked,
  { recorded, summaries, zone }: ReadSummaryDeps,
): Promise<readonly DaySummary[]> {
  const days = new Set(asked.zone === zone ? await summaries.listSummarised() : undefined);
  const { written, open } = partsOf(asked, asked.zone, (day) => days.has(day));
  const kept = await inTurn(written, READ_AT_ONCE, (day) => summaries.readSummary(day));
  const read = kept.flatMap(({ data }) => data);
  for (const span of open) read.push(...(await sumSpan(span, asked.zone, recorded)));
  return inOrder(read);
}

export async function sumSpan(
  span: Span,
  zone: string,
  recorded: RecordedEntries,
): Promise<readonly DaySummary[]> {
  const sums = SUMMED_TYPES.map((type) => sumType({ type, ...span }, zone, recorded));
  return toDays((await Promise.all(sums)).reduce(mergeTypes));
}

async function sumType(
  asked: Span & Pick<RecordedEntry, 'type'>,
  zone: string,
  recorded: RecordedEntries,
): Promise<DaySums> {
  const findDay = dayFinder(zone);
  let sums: DaySums = new Map();
  let cursor: string | undefined;
  do {
    const page = await recorded.listRecorded({ ...asked, cursor });
    sums = addRecorded(sums, page.entries, findDay);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return sums;
}

import { SUMMED_TYPES } from '#shared/models/summary.ts';
import { addDays, dayOf, startOfDay } from '#shared/models/zone.ts';
import type { DaySummaryStore, RecordedEntries } from '#shared/ports/reports.ts';
import type { Clock } from '#shared/ports/world.ts';
import { sumSpan } from './read-summary.ts';

export type WriteSummariesDeps = {
  readonly recorded: RecordedEntries;
  readonly summaries: DaySummaryStore;
  readonly clock: Clock;
};

/** As many as a summary may be asked for, and are kept. */
const DAYS_MAX = 366;

/**
 * Writes the summary of each day up to the last that is over, unless it is there, the newest first.
 *
 * @param until epoch milliseconds; what was begun before is still written
 * @returns the days that were written
 */
export async function writeSummaries(
  lastDay: string,
  zone: string,
  until: number,
  deps: WriteSummariesDeps,
): Promise<readonly string[]> {
  const { recorded, summaries, clock } = deps;
  const there = new Set(await summaries.listSummarised());
  const firstDay = await findFirstDay(zone, recorded);
  const written: string[] = [];
  for (let back = 0; firstDay !== undefined && back < DAYS_MAX; back += 1) {
    const day = addDays(lastDay, -back);
    if (day < firstDay || clock.now() >= until) break;
    if (there.has(day)) continue;
    const span = { from: startOfDay(day, zone), to: startOfDay(addDays(day, 1), zone) };
    const data = await sumSpan(span, zone, recorded);
    const writtenAt = new Date(clock.now()).toISOString();
    if (await summaries.writeSummary({ format: 1, day, zone, writtenAt, data })) written.push(day);
  }
  return written;
}

/** On which the first entry was recorded. */
async function findFirstDay(zone: string, recorded: RecordedEntries): Promise<string | undefined> {
  const firsts = await Promise.all(SUMMED_TYPES.map((type) => recorded.findFirst(type)));
  // What is undefined comes last.
  const [first] = firsts.toSorted();
  return first === undefined ? undefined : dayOf(first, zone);
}

import type { SnapshotManifest } from '#shared/models/ageing-snapshot.ts';
import { addDays, dayOf } from '#shared/models/zone.ts';
import { findNewestSnapshot } from './read-snapshot.ts';
import { type SnapshotRun, type WriteSnapshotDeps, writeSnapshot } from './write-snapshot.ts';
import { type WriteSummariesDeps, writeSummaries } from './write-summaries.ts';

export type WriteReportsDeps = WriteSnapshotDeps & WriteSummariesDeps;

export type ReportRun = SnapshotRun & {
  /** The last day that is over. */
  readonly day: string;
  /** Days whose summary was written. */
  readonly summarised: readonly string[];
  readonly newest: SnapshotManifest | undefined;
};

/** Longer than anything runs that enters what was recorded before, and than an index lags behind. */
const GRACE_MS = 15 * 60_000;

/** Writes down what is missing of the days that are over. @param until epoch milliseconds */
export async function writeReports(
  zone: string,
  until: number,
  deps: WriteReportsDeps,
): Promise<ReportRun> {
  const day = addDays(dayOf(new Date(deps.clock.now() - GRACE_MS).toISOString(), zone), -1);
  const summarised = await writeSummaries(day, zone, until, deps);
  const run = await writeSnapshot({ asOf: day, zone }, until, deps);
  return { ...run, day, summarised, newest: await findNewestSnapshot(deps.snapshots) };
}

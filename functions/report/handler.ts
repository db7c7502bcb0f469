import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import type { Logger, Metrics } from '#shared/ports/world.ts';
import { type WriteReportsDeps, writeReports } from '#shared/use-cases/reports/write-reports.ts';

type Deps = WriteReportsDeps & {
  readonly zone: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
};

/** Left for the last page, its part and the manifest. */
const RESERVE_MS = 60_000;
const TOLD_MAX = 20;

/** Scheduled: writes down the day that is over, and says how old the newest one is. */
export function createHandler(deps: Deps) {
  return async (_event: unknown, context: RemainingTime): Promise<void> => {
    const { clock, logger, metrics, zone } = deps;
    const until = deadlineOf(context, RESERVE_MS, clock);
    const { outcome, day, summarised, unreadable, newest } = await writeReports(zone, until, deps);
    if (unreadable.length > 0) {
      const obligations = unreadable.slice(0, TOLD_MAX);
      logger.warn('report.left_out', { count: unreadable.length, obligations });
    }
    logger.info(outcome === 'written' ? 'report.written' : 'report.looked_at', {
      ...{ day, outcome, summarised: summarised.length, newest: newest?.asOf },
    });
    if (newest) metrics.milliseconds('ReportAge', clock.now() - Date.parse(newest.finishedAt), {});
  };
}

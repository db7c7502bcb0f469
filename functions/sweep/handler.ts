import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import {
  type ReportDeps,
  reportSettlements,
} from '#shared/use-cases/payments/report-settlements.ts';
import { type SweepDeps, sweep } from '#shared/use-cases/sweep.ts';

/** Left for the last intent or page that was begun. */
const RESERVE_MS = 60_000;

/** Scheduled: finishes what crashes and races left open. */
export function createHandler(deps: SweepDeps & ReportDeps) {
  return async (_event: unknown, context: RemainingTime): Promise<void> => {
    const { clock, logger, metrics } = deps;
    const swept = await sweep(deadlineOf(context, RESERVE_MS, clock), deps);
    for (const { key, error } of swept.failed) logger.error('sweep.failed', { key, error });
    reportSettlements(swept.settlements, deps);
    const settled = swept.settlements.filter((settlement) => 'outcome' in settlement).length;
    const failed = swept.failed.length + swept.settlements.length - settled;
    const { count, oldestReceivedAt } = swept.waiting;
    logger.info('sweep.done', {
      finished: swept.finished,
      settled,
      failed,
      waiting: count,
      oldest_waits_since: oldestReceivedAt,
    });
    metrics.count('Waiting', count, {});
    const age = oldestReceivedAt === undefined ? 0 : clock.now() - Date.parse(oldestReceivedAt);
    metrics.milliseconds('WaitingAge', age, {});
    metrics.count('SweepFailures', failed, {});
  };
}

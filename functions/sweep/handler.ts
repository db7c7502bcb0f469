import type { Context } from 'aws-lambda';
import {
  type ReportDeps,
  reportSettlements,
} from '#shared/use-cases/payments/report-settlements.ts';
import { type SweepDeps, sweep } from '#shared/use-cases/sweep.ts';

/** Left for the last intent or page that was begun. */
const RESERVE_MS = 60_000;

/** Scheduled: finishes what crashes and races left open. */
export function createSweepHandler(deps: SweepDeps & ReportDeps) {
  return async (
    _event: unknown,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<void> => {
    const until = deps.clock.now() + context.getRemainingTimeInMillis() - RESERVE_MS;
    const { finished, failed, settlements, waiting } = await sweep(until, deps);
    for (const { key, error } of failed) deps.logger.error('intent.failed', { intent: key, error });
    reportSettlements(settlements, deps);
    deps.logger.info('sweep.done', {
      finished,
      failed: failed.length,
      settled: settlements.length,
      waiting,
    });
    deps.metrics.count('Waiting', waiting, {});
  };
}

import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import type { Logger, Metrics } from '#shared/ports/world.ts';
import type { PushDeps, PushLook } from '#shared/use-cases/push/push-deps.ts';
import { pushDue } from '#shared/use-cases/push/push-due.ts';

/** Left for the looks that were begun. */
const RESERVE_MS = 30_000;
/** More need no counting. */
const DRIFTS_MAX = 1000;

type ReportDeps = { readonly logger: Logger; readonly metrics: Metrics };

/** Scheduled: tells Moment of the balances that it has to learn of. */
export function createHandler(deps: PushDeps & ReportDeps) {
  return async (_event: unknown, context: RemainingTime): Promise<void> => {
    const { clock, logger, metrics, untold } = deps;
    const startedAt = clock.now();
    const looks = await pushDue(deadlineOf(context, RESERVE_MS, clock), deps);
    for (const look of looks) report(look, deps);
    const drifts = await untold.countDrifts(DRIFTS_MAX);
    const ages = looks.map(({ since }) => startedAt - Date.parse(since));
    metrics.milliseconds('UntoldAge', Math.max(0, ...ages), {});
    metrics.count('Drifts', drifts, {});
    logger.info('push.done', { looks: looks.length, told: looks.filter(isTold).length, drifts });
  };
}

function isTold({ result }: PushLook): boolean {
  return result.kind === 'pushed' || result.kind === 'known';
}

function report(
  { obligationId, since, result, lowering, notExpired = [] }: PushLook,
  { logger }: ReportDeps,
): void {
  const members = { obligation_id: obligationId, since };
  switch (result.kind) {
    case 'drift':
      logger.warn('push.drift', { ...members, drift: result.drift });
      break;
    case 'refused':
      logger.warn('push.refused', { ...members, status: result.status });
      break;
    case 'failed':
      logger.error('push.failed', { ...members, error: result.error });
      break;
    default:
      logger.info(`push.${result.kind}`, members);
  }
  if (lowering) logger.warn('push.lowering_seen', { ...members, moment_lowers: lowering.lowers });
  for (const { id, error } of notExpired) {
    logger.warn('push.not_expired', { ...members, payment_request: id, error });
  }
}

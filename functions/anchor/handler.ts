import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import type { Logger, Metrics } from '#shared/ports/world.ts';
import { type WriteAnchorDeps, writeAnchor } from '#shared/use-cases/anchors/write-anchor.ts';

type Deps = WriteAnchorDeps & { readonly logger: Logger; readonly metrics: Metrics };

/** Left for the last page, its part and the manifest. */
const RESERVE_MS = 60_000;
const TOLD_MAX = 20;

/** Scheduled: writes the anchor of this day, and says how old the newest one is. */
export function createHandler(deps: Deps) {
  return async (_event: unknown, context: RemainingTime): Promise<void> => {
    const { clock, logger, metrics } = deps;
    const until = deadlineOf(context, RESERVE_MS, clock);
    const { outcome, newest, unreadable } = await writeAnchor(until, deps);
    if (unreadable.length > 0) {
      const obligations = unreadable.slice(0, TOLD_MAX);
      logger.warn('anchor.left_out', { count: unreadable.length, obligations });
    }
    const { name, root, obligations, previous } = newest ?? {};
    // Whoever keeps this line elsewhere needs no trust in the bucket.
    if (outcome === 'written') {
      logger.info('anchor.written', { name, root, obligations, previous: previous?.root });
    } else {
      logger.info('anchor.looked_at', { outcome, newest: name });
    }
    if (newest) metrics.milliseconds('AnchorAge', clock.now() - Date.parse(newest.finishedAt), {});
  };
}

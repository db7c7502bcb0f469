import type { StatementLine } from '#shared/models/entry.ts';
import type { KeptException } from '#shared/models/exception.ts';
import type { ExceptionKey } from '#shared/models/exception-id.ts';
import type { Intent } from '#shared/models/intent.ts';
import { kindOf } from '#shared/models/obligation-id.ts';

const NONE = 'No exception has this id; GET /exceptions lists those that wait';

/**
 * Why nothing waits under an id, and where what it was about is found.
 *
 * @param entered of the payment that it was kept with
 */
export function whyGone(
  key: ExceptionKey | undefined,
  kept: KeptException | undefined,
  entered: readonly StatementLine[],
): string {
  if (!key) return NONE;
  const [entry] = entered;
  if (entry) {
    const { obligationId } = entry;
    return `It settled: its payment is entered as ${entry.key}, an entry of GET /${kindOf(obligationId)}s/${obligationId}/entries`;
  }
  if (kept?.of === 'event')
    return `It waits for nobody: the event is ignored, ${kept.event.reason}`;
  if (kept?.of === 'intent') return whyNoIntent(kept.intent);
  if (key.kind === 'push' || key.kind === 'drift') {
    return `It is none, or none any more: GET /${kindOf(key.obligationId)}s/${key.obligationId} shows in at_moment what Moment knows`;
  }
  return `${NONE}, and one that settled by itself is gone`;
}

function whyNoIntent({ done, startedAt }: Intent): string {
  if (!done)
    return `It is none yet: the command began at ${startedAt}, and is carried on by itself`;
  return `It settled: the command made ${'obligationId' in done ? done.obligationId : done.id}`;
}

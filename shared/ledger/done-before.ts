import type { Cause, ChangeCause, CommandCause } from '#shared/models/cause.ts';
import type { Done } from '#shared/models/change.ts';
import type { KnownForChange } from './decide-change.ts';

/** What was done under the command's key: the first one that has it keeps it. */
export function doneBefore(
  { requestHash }: ChangeCause,
  { obligation, done, isIntent }: KnownForChange,
): Done | 'another_request' | undefined {
  const own = done.find((each) => obligationOf(each) === obligation.id);
  if (own && hashOf(own) === requestHash) return own;
  return done.length === 0 && !isIntent ? undefined : 'another_request';
}

function obligationOf(done: Done): string {
  return done.kind === 'unchanged' ? done.unchanged.obligationId : done.entry.obligationId;
}

function hashOf(done: Done): string | undefined {
  if (done.kind === 'unchanged') return done.unchanged.requestHash;
  // That of an event has none.
  const cause: Pick<Cause, 'kind'> & Pick<CommandCause, 'requestHash'> = done.entry.cause;
  return cause.requestHash;
}

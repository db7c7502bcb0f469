import { ServiceError } from '#shared/errors.ts';
import {
  historyOfEvent,
  historyOfHead,
  historyOfIntent,
} from '#shared/ledger/exceptions/history-of.ts';
import { seeException, unreadable } from '#shared/ledger/exceptions/see-exception.ts';
import { whyGone } from '#shared/ledger/exceptions/why-gone.ts';
import type {
  Candidate,
  Exception,
  ExceptionKind,
  HistoryLine,
  KeptException,
} from '#shared/models/exception.ts';
import { type ExceptionKey, readExceptionId } from '#shared/models/exception-id.ts';
import { heldWith } from '#shared/models/held-event.ts';
import { readToldMembers, type ToldMembers } from '#shared/moment/wire/told-members.ts';
import { type CandidateDeps, findCandidates } from './find-candidates.ts';

/** All that is known of an exception. */
export type ExceptionStory = {
  readonly exception: Exception;
  readonly history: readonly HistoryLine[];
  /** Of an event: what Moment said, unless the bytes are gone. */
  readonly told?: ToldMembers | undefined;
  /** Of an event that may be applied to another obligation. */
  readonly candidates?: readonly Candidate[] | undefined;
};

const EVENT_KINDS: readonly ExceptionKind[] = ['unmatched', 'quarantined', 'stale'];

/** One that was resolved is found too, with who did. @throws ServiceError `exception.not_found` */
export async function lookAtException(id: string, deps: CandidateDeps): Promise<ExceptionStory> {
  const key = readExceptionId(id);
  const kept = key && (await deps.exceptions.read([id])).get(id);
  if (!key || !kept) return throwGone(key, kept, deps);
  if (kept.of === 'unreadable') return lookAtUnreadable(id, key, deps);
  const seen = seeException(key, kept, deps.clock.now());
  if (!seen) return throwGone(key, kept, deps);
  const { exception } = seen;
  if (kept.of === 'intent') return { exception, history: historyOfIntent(kept.intent) };
  if (kept.of === 'head') return { exception, history: historyOfHead(kept.obligation) };
  const { event } = kept;
  const told = event.raw && readToldMembers(event.raw);
  const entered = await deps.exceptions.listEntered(heldWith(event));
  return {
    exception,
    history: historyOfEvent(event, entered),
    told,
    candidates:
      told && exception.actions.includes('apply_to') ? await findCandidates(told, deps) : undefined,
  };
}

/** Of its item nothing is known but what the list has. */
async function lookAtUnreadable(
  id: string,
  key: ExceptionKey,
  deps: CandidateDeps,
): Promise<ExceptionStory> {
  const kinds = key.kind === 'event' ? EVENT_KINDS : [key.kind];
  const rows = await Promise.all(kinds.map((kind) => deps.exceptions.listRows(kind)));
  const row = rows.flat().find((one) => one.id === id);
  return row ? { exception: unreadable(row), history: [] } : throwGone(key, undefined, deps);
}

async function throwGone(
  key: ExceptionKey | undefined,
  kept: KeptException | undefined,
  { exceptions }: CandidateDeps,
): Promise<never> {
  const entered = key?.kind === 'event' ? await exceptions.listEntered(heldWith(key.held)) : [];
  const [entry] = entered;
  throw new ServiceError('exception.not_found', whyGone(key, kept, entered), {
    members: entry ? { entry: entry.key, obligation: entry.obligationId } : {},
  });
}

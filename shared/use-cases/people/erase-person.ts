import { isCreation } from '#shared/models/creation.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { Redaction } from '#shared/models/redaction.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import type { Obligations } from '#shared/ports/ledger.ts';
import type { LedgerReader } from '#shared/ports/ledger-reader.ts';
import type { People } from '#shared/ports/people.ts';
import type { Clock } from '#shared/ports/world.ts';
import { findWithProfile } from '#shared/use-cases/obligations/find-obligation.ts';
import { hashErasedCreation, hashErasedParts } from '#shared/use-cases/request-hash.ts';
import { isDescribed, personalEventOf } from './personal-events.ts';

export type EraseCommand = {
  readonly kind: ObligationKind;
  /** Moment's id or the merchant's `external_reference`. */
  readonly id: string;
  /** Who has it done, and why: both are kept. */
  readonly actor: string;
  readonly reason: string;
  /** Finds what there is, and changes nothing. */
  readonly isRehearsal: boolean;
};

export type EraseDeps = {
  readonly ledger: Obligations;
  readonly intents: Pick<IntentStore, 'find'>;
  readonly people: People;
  readonly reader: Pick<LedgerReader, 'readPage'>;
  readonly clock: Clock;
  /** After each page of the table: how many items were looked at so far. */
  onPage?(items: number): void;
};

/** What was found, and is gone unless it was a rehearsal. */
export type Erased = {
  readonly obligation: Obligation;
  readonly hadProfile: boolean;
  /** Raw events that kept their bytes. */
  readonly redacted: number;
  /** Those that had lost them before. */
  readonly gone: number;
  /** Payment Requests that said what they were for. */
  readonly descriptions: number;
  /** Held events that keep their bytes, since they are to be settled or decided first. */
  readonly waiting: readonly HeldEvent[];
  /** What somebody else changed meanwhile: the next run finds out. */
  readonly missed: number;
  /** Items that are not as our code writes them, whatever is in them. */
  readonly unreadable: number;
};

/**
 * Erases who somebody is: the profile, what a finished creation keeps of it, and the bytes of the raw events that tell
 * of it, whose hashes stay. No amount, no time and no balance changes. Where it stops it may be begun again, and
 * payments may go on meanwhile: what they bring is found by the next run.
 *
 * @param stop asked to end early, between two pages; then the answer is undefined
 * @throws ServiceError `customer.not_found`, `account.not_found`, `bill.not_found`
 */
export async function erasePerson(
  { kind, id, actor, reason, isRehearsal }: EraseCommand,
  deps: EraseDeps,
  stop?: AbortSignal,
): Promise<Erased | undefined> {
  const { ledger, people, clock } = deps;
  const { obligation, profile } = await findWithProfile(kind, id, ledger);
  const redaction = { of: obligation.id, at: new Date(clock.now()).toISOString() };
  if (!isRehearsal) {
    // First of all: what goes without a record of it looks stolen.
    await people.recordErasure({ obligationId: obligation.id, at: redaction.at, actor, reason });
    await people.removeProfile(obligation.id);
    await forgetCreation(obligation, deps);
  }
  const events = await redactEvents(obligation, isRehearsal ? undefined : redaction, deps, stop);
  return events && { obligation, hadProfile: Object.keys(profile).length > 0, ...events };
}

async function forgetCreation(
  { kind, externalReference }: Obligation,
  { people, intents }: EraseDeps,
): Promise<void> {
  const key = await people.findCreationKey(kind, externalReference);
  const intent = key === undefined ? undefined : await intents.find(key);
  if (!intent || !isCreation(intent)) return;
  const hash =
    intent.operation === 'create_customer'
      ? hashErasedCreation(intent.request, intent.adopts)
      : hashErasedParts(intent.request, intent.adopts);
  await people.removePersonFromCreation(intent.key, hash);
}

/** @param redaction undefined to count only */
async function redactEvents(
  obligation: Obligation,
  redaction: Redaction | undefined,
  { reader, people, onPage }: EraseDeps,
  stop: AbortSignal | undefined,
): Promise<Omit<Erased, 'obligation' | 'hadProfile'> | undefined> {
  const waiting: HeldEvent[] = [];
  const counts = { redacted: 0, descriptions: 0, gone: 0, missed: 0, unreadable: 0 };
  let items = 0;
  let cursor: string | undefined;
  do {
    if (stop?.aborted) return undefined;
    const page = await reader.readPage(cursor);
    for (const item of page.items) {
      if (item.kind === 'unreadable') counts.unreadable += 1;
      if (isDescribed(item, obligation)) {
        const { obligationId, requestId } = item.request;
        const isDone = !redaction || (await people.forgetDescription(obligationId, requestId));
        counts[isDone ? 'descriptions' : 'missed'] += 1;
      }
      const event = personalEventOf(item, obligation);
      if (event?.kind === 'gone') counts.gone += 1;
      if (event?.kind === 'waits') waiting.push(event.event);
      if (event?.kind !== 'whole') continue;
      const isDone = !redaction || (await people.redact(event.key, redaction));
      counts[isDone ? 'redacted' : 'missed'] += 1;
    }
    items += page.items.length;
    cursor = page.cursor;
    onPage?.(items);
  } while (cursor !== undefined);
  return { ...counts, waiting };
}

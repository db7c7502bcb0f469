import { invalidMember } from '#shared/errors.ts';
import { decide } from '#shared/ledger/decide.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import type { Entry } from '#shared/models/entry.ts';
import { type HeldEvent, type HeldKey, isResolved, isWhole } from '#shared/models/held-event.ts';
import type { Adopts } from '#shared/models/intent.ts';
import { type Decided, decidedOf, type Resolution } from '#shared/models/resolution.ts';
import type { CreationDeps } from '#shared/use-cases/obligations/carry-out-creation.ts';
import {
  type Asked,
  type Created,
  createObligation,
} from '#shared/use-cases/obligations/create-obligation.ts';
import { fromWaiting } from '#shared/use-cases/payments/incoming-event.ts';
import { readKnown } from '#shared/use-cases/payments/read-known.ts';
import { readMovement } from '#shared/use-cases/payments/read-movement.ts';
import type { SettleDeps } from '#shared/use-cases/payments/settle-events.ts';
import { retryConflicts } from '#shared/use-cases/retry-conflicts.ts';
import {
  notFound,
  type ResolveDeps,
  readMade,
  requireAllowed,
  requireSame,
} from './resolve-exception.ts';

export type AdoptDeps = CreationDeps &
  SettleDeps &
  ResolveDeps & {
    /** Settles what else waits for what was opened. */
    applyWaiting(obligationId: string): Promise<void>;
  };

export type AdoptionAsked = Decided & {
  readonly action: 'adopt';
  /** What Moment has, and what the merchant says of it, as an adoption is asked for by itself. */
  readonly adopt: Asked & { readonly adopts: Adopts };
};

/** What was opened, and what became of the event: absent where it was settled by itself meanwhile, before it was decided about. */
export type AdoptedException = {
  readonly created: Created;
  readonly event?: HeldEvent | undefined;
  /** That was made of the event. */
  readonly entry?: Entry | undefined;
};

/**
 * Adopts the obligation that an event waits for, as whoever asks for that by itself does, and settles the event with who
 * decided. It is one command under a key of the exception's own: sent again it goes on, or answers the same.
 *
 * @param deadline epoch milliseconds
 * @throws ServiceError `exception.*`, and what an adoption throws
 */
export async function adoptException(
  key: HeldKey,
  asked: AdoptionAsked,
  deadline: number,
  deps: AdoptDeps,
): Promise<AdoptedException> {
  const idempotencyKey = adoptionKey(key);
  const event = await deps.resolutions.findHeld(key);
  const isBegun = (await deps.intents.find(idempotencyKey)) !== undefined;
  const requestHash = hashAdoption(asked);
  if (!event) {
    if (!isBegun) throw notFound();
  } else if (event.resolution && isResolved(event)) {
    requireSame(event.resolution, requestHash);
  } else if (!isBegun) {
    requireAllowed(event, 'adopt');
  }
  const { id: obligationId } = asked.adopt.adopts;
  if (event && event.obligationId !== obligationId) {
    throw invalidMember('adopt.id', `must be ${event.obligationId}, for which the event waits`);
  }
  const created = await createObligation({ asked: asked.adopt, idempotencyKey, deadline }, deps);
  const said = { ...decidedOf(asked), requestHash };
  await retryConflicts(() => settleByWord(key, said, deps), deadline, deps);
  await deps.applyWaiting(obligationId);
  await retryConflicts(() => resolveContained(key, said, deps), deadline, deps);
  const settled = await deps.resolutions.findHeld(key);
  const entry = settled?.resolution && (await readMade(settled.resolution, deps.ledger));
  return { created, event: settled, entry };
}

/** One that nobody can send: theirs have no colon. */
function adoptionKey({ hash }: HeldKey): string {
  return `adopt:${hash}`;
}

type Said = Decided & Pick<Resolution, 'requestHash'>;

/** Enters the payment, where nothing speaks against it; what does, settling by itself finds out. */
async function settleByWord(
  key: HeldKey,
  { requestHash, ...decided }: Said,
  { ledger, resolutions, clock, tellings, momentLowers }: AdoptDeps,
): Promise<HeldKey | undefined> {
  const event = await resolutions.findHeld(key);
  if (event?.state !== 'unmatched' || isResolved(event) || !isWhole(event)) return key;
  const incoming = fromWaiting(event);
  const read = readMovement(incoming, tellings);
  if ('outcome' in read) return key;
  const { movement } = read;
  const arrival = { incoming, movement: { ...movement, cause: { ...movement.cause, decided } } };
  const at = new Date(clock.now()).toISOString();
  const { posting } = decide([arrival], await readKnown([arrival], ledger), at, momentLowers);
  if (!posting) return key;
  const { state } = event;
  const resolution = { ...decided, at, requestHash, state, entry: movement.key };
  const answer = await resolutions.resolve({ events: [{ event, resolution }], posting });
  // Stryker disable next-line ConditionalExpression,StringLiteral: done once more, it finds that it is done
  return answer === 'resolved' ? key : undefined;
}

/** What the opening balance contains is settled by the adoption, too. */
async function resolveContained(
  key: HeldKey,
  said: Said,
  { resolutions, clock }: AdoptDeps,
): Promise<HeldKey | undefined> {
  const event = await resolutions.findHeld(key);
  if (event?.state !== 'ignored' || isResolved(event)) return key;
  const { state } = event;
  const resolution = { ...said, at: new Date(clock.now()).toISOString(), state };
  const answer = await resolutions.resolve({ events: [{ event, resolution }] });
  // Stryker disable next-line ConditionalExpression,StringLiteral: done once more, it finds that it is done
  return answer === 'resolved' ? key : undefined;
}

function hashAdoption({ adopt, reason, note }: AdoptionAsked): string {
  return hashBytes(JSON.stringify([adopt, reason, note]));
}

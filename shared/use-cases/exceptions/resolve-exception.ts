import { ServiceError } from '#shared/errors.ts';
import { allowedActions } from '#shared/ledger/exceptions/allowed-actions.ts';
import { waitingBeside } from '#shared/ledger/exceptions/payment-of.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import { type Entry, obligationOf } from '#shared/models/entry.ts';
import { type HeldEvent, type HeldKey, isResolved } from '#shared/models/held-event.ts';
import { type Decided, decidedOf, type Resolution } from '#shared/models/resolution.ts';
import type { Postings } from '#shared/ports/ledger.ts';
import type { Resolutions } from '#shared/ports/resolutions.ts';
import { type RetryDeps, retryConflicts } from '#shared/use-cases/retry-conflicts.ts';
import { decideByWord } from './decide-by-word.ts';

export type ResolveDeps = RetryDeps & {
  readonly ledger: Postings;
  readonly resolutions: Resolutions;
};

/** What a person asks for. What an adoption needs besides is asked of the use case that adopts. */
export type ResolutionAsked = Decided & {
  readonly action: 'apply' | 'apply_to' | 'dismiss';
  /** Moment's id of where `apply_to` has it count. */
  readonly obligation?: string | undefined;
  /** Ids of entries that the payment is said not to be in. */
  readonly confirm?: readonly string[] | undefined;
};

export type Resolved = {
  readonly resolution: Resolution;
  /** That it made. */
  readonly entry?: Entry | undefined;
  readonly replayed: boolean;
};

/** With the event itself, so many are decided at once: what else tells of the payment is decided one by one. */
export const BESIDE_MAX = 50;

/**
 * Does what a person decided about an event that waits, once, whoever decides at the same time and whatever is delivered
 * meanwhile. Sent again it answers the same.
 *
 * @param deadline epoch milliseconds
 * @throws ServiceError `exception.*`, `balance.not_tracked`, `balance.out_of_range`, `request.invalid`, `ledger.busy`
 */
export async function resolveException(
  key: HeldKey,
  asked: ResolutionAsked,
  deadline: number,
  deps: ResolveDeps,
): Promise<Resolved> {
  return retryConflicts(() => resolveOnce(key, asked, deps), deadline, deps);
}

async function resolveOnce(
  key: HeldKey,
  asked: ResolutionAsked,
  deps: ResolveDeps,
): Promise<Resolved | undefined> {
  const event = await deps.resolutions.findHeld(key);
  if (!event) throw notFound();
  const requestHash = hashResolution(asked);
  if (event.resolution && isResolved(event)) {
    return replay(event.resolution, requestHash, deps.ledger);
  }
  requireAllowed(event, asked.action);
  const now = new Date(deps.clock.now()).toISOString();
  const { entry, ...writes } = await decideByWord(event, asked, now, deps.ledger);
  const resolution = {
    ...decidedOf(asked),
    ...{ at: now, requestHash },
    ...(entry && { entry: entry.key }),
  };
  // What else tells of a payment that is settled by this is settled by this too.
  const isSettled = entry !== undefined || writes.settles !== undefined;
  const events = [event, ...(isSettled ? await findBeside(event, deps) : [])].map((each) => ({
    event: each,
    resolution: { ...resolution, state: each.state },
  }));
  if ((await deps.resolutions.resolve({ events, ...writes })) === 'conflict') return undefined;
  return { resolution: { ...resolution, state: event.state }, entry, replayed: false };
}

async function findBeside(
  event: HeldEvent,
  { resolutions }: ResolveDeps,
): Promise<readonly HeldEvent[]> {
  return waitingBeside(event, await resolutions.listBeside(event, BESIDE_MAX));
}

async function replay(
  resolution: Resolution,
  requestHash: string,
  ledger: Postings,
): Promise<Resolved> {
  requireSame(resolution, requestHash);
  return { resolution, entry: await readMade(resolution, ledger), replayed: true };
}

/** @throws ServiceError `exception.resolved` */
export function requireSame(resolution: Resolution, requestHash: string): void {
  if (resolution.requestHash === requestHash) return;
  const message = 'Somebody decided about it otherwise, and it stays so';
  throw new ServiceError('exception.resolved', message, {
    members: { resolution: shown(resolution) },
  });
}

/** The entry that it made. */
export async function readMade(
  { entry: key }: Resolution,
  ledger: Postings,
): Promise<Entry | undefined> {
  if (key === undefined) return undefined;
  const { entries } = await ledger.readLedger(obligationOf(key), { entries: [key] });
  return entries[0];
}

/** @throws ServiceError `exception.not_resolvable` */
export function requireAllowed(event: HeldEvent, action: Resolution['action']): void {
  const actions = allowedActions(event);
  if (actions.includes(action)) return;
  const message =
    actions.length === 0
      ? `It is ${event.state}: nobody has to decide about it`
      : `What waits as ${event.reason} can be resolved by ${actions.join(' or ')}`;
  throw new ServiceError('exception.not_resolvable', message, { members: { actions } });
}

export function notFound(): ServiceError {
  return new ServiceError(
    'exception.not_found',
    'Nothing waits under this id: it may have been settled by itself meanwhile',
  );
}

/** Who asks makes no other request of it. */
function hashResolution({ action, obligation, confirm, reason, note }: ResolutionAsked): string {
  return hashBytes(JSON.stringify([action, obligation, confirm, reason, note]));
}

function shown({ action, at, actor, reason, note, entry }: Resolution) {
  return { action, at, actor, reason, note, entry };
}

import { ServiceError } from '#shared/errors.ts';
import type { Decided } from '#shared/ledger/decide.ts';
import type { HeldKey } from '#shared/models/held-event.ts';
import type { HeldEvents, Postings } from '#shared/ports/ledger.ts';
import type { Clock } from '#shared/ports/world.ts';
import { aboutOf, type IncomingEvent, toHeldEvent } from './incoming-event.ts';
import type { Payment, Settled, Settlement } from './settlement.ts';

type KeepDeps = { readonly ledger: Postings & HeldEvents; readonly clock: Clock };

/**
 * Keeps what moved no balance. Undefined where an obligation appeared since it was looked for: then nothing was
 * posted either, and all is to be decided again.
 */
export async function keepOthers(
  decided: readonly Decided<Payment>[],
  deadline: number,
  deps: KeepDeps,
): Promise<Settlement[] | undefined> {
  const settlements: Settlement[] = [];
  /** Payments of which a telling could not be kept: whatever was decided after it rests on it. */
  const unkept = new Map<string, unknown>();
  for (const { arrival, outcome } of decided) {
    const { incoming, movement } = arrival;
    try {
      if (outcome.kind !== 'applied' && unkept.has(movement.key)) throw unkept.get(movement.key);
      const kept = await keep({ incoming, outcome }, deadline, deps);
      if (kept === 'obligation_exists') return undefined;
      settlements.push({ incoming, outcome });
    } catch (error) {
      unkept.set(movement.key, error);
      settlements.push({ incoming, error });
    }
  }
  return settlements;
}

/** Keeps what one event leaves beside the balance; nothing where it was applied. */
export async function keep(
  { incoming, outcome }: Settled,
  deadline: number,
  { ledger, clock }: KeepDeps,
): Promise<'held' | 'obligation_exists' | undefined> {
  if (outcome.kind === 'applied') return undefined;
  if (clock.now() >= deadline) throw outOfTime();
  const isWaiting = outcome.kind === 'unmatched' || outcome.kind === 'stale';
  if (isWaiting && incoming.waited) return undefined;
  if (outcome.kind === 'duplicate') {
    if (outcome.telling && (await ledger.keepTelling(outcome.telling)) === 'another') {
      throw overtaken('Another application of the payment was told at the same time');
    }
    if (incoming.waited) await ledger.release(heldKeyOf(incoming));
    return undefined;
  }
  // The doubt first: nothing may enter what a person is going to read of as held.
  if (outcome.doubt && (await ledger.keepDoubt(outcome.doubt)) === 'entered') {
    throw overtaken('The payment was entered while it was in doubt');
  }
  return ledger.hold(toHeldEvent(incoming, outcome));
}

export function heldKeyOf(incoming: IncomingEvent): HeldKey {
  const { eventId, paymentId } = aboutOf(incoming);
  return { hash: incoming.hash, eventId, paymentId };
}

/** It comes again, and is judged by what another run wrote. */
function overtaken(words: string): ServiceError {
  return new ServiceError('ledger.busy', words);
}

export function outOfTime(): ServiceError {
  return new ServiceError('ledger.busy', 'No time was left to settle the event');
}

import { decide } from '#shared/ledger/decide.ts';
import type { HeldOutcome } from '#shared/ledger/outcome.ts';
import type { HeldEvents, Postings } from '#shared/ports/ledger.ts';
import type { Clock } from '#shared/ports/world.ts';
import { toHeldEvent } from './incoming-event.ts';
import { keepOthers, outOfTime } from './keep-others.ts';
import { readKnown } from './read-known.ts';
import type { Payment, Settled, Settlement } from './settlement.ts';

type OtherDeps = { readonly ledger: Postings & HeldEvents; readonly clock: Clock };

/** It moves no balance, whatever its obligation is. */
export async function settleOther(
  { incoming, outcome }: Settled & { readonly outcome: HeldOutcome },
  deadline: number,
  { ledger, clock }: OtherDeps,
): Promise<Settlement> {
  try {
    if (clock.now() >= deadline) throw outOfTime();
    await ledger.hold(toHeldEvent(incoming, outcome));
    return { incoming, outcome };
  } catch (error) {
    return { incoming, error };
  }
}

/**
 * A payment that was told in a delivery whose age was not right. It is a duplicate where its payment is entered by
 * now; otherwise it is kept, and moves nothing.
 */
export async function settleStale(
  payment: Payment,
  deadline: number,
  deps: OtherDeps,
): Promise<Settlement> {
  const { incoming, movement } = payment;
  try {
    if (deps.clock.now() >= deadline) throw outOfTime();
    const known = await readKnown([movement], deps.ledger);
    const { decided } = decide([payment], known, new Date(deps.clock.now()).toISOString());
    const isEntered = decided.some(({ outcome }) => outcome.kind === 'duplicate');
    const outcome: HeldOutcome = {
      kind: 'stale',
      reason: incoming.verdict === 'early' ? 'signed_ahead_of_time' : 'signed_too_long_ago',
    };
    const [settlement] =
      (await keepOthers(isEntered ? decided : [{ arrival: payment, outcome }], deadline, deps)) ??
      [];
    return settlement ?? { incoming, outcome };
  } catch (error) {
    return { incoming, error };
  }
}

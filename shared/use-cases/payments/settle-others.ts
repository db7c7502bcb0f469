import { decide } from '#shared/ledger/decide.ts';
import type { Outcome } from '#shared/ledger/outcome.ts';
import type { HeldEvents, Postings } from '#shared/ports/ledger.ts';
import type { Clock } from '#shared/ports/world.ts';
import { keep, outOfTime } from './keep-others.ts';
import { readKnown } from './read-known.ts';
import type { Payment, Settled, Settlement } from './settlement.ts';

type OtherDeps = { readonly ledger: Postings & HeldEvents; readonly clock: Clock };

/** It moves no balance, whatever its obligation is. */
export async function settleOther(
  other: Settled,
  deadline: number,
  deps: OtherDeps,
): Promise<Settlement> {
  try {
    await keep(other, deadline, deps);
    return other;
  } catch (error) {
    return { incoming: other.incoming, error };
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
  const { incoming } = payment;
  try {
    if (deps.clock.now() >= deadline) throw outOfTime();
    const known = await readKnown([payment], deps.ledger);
    const { decided } = decide([payment], known, new Date(deps.clock.now()).toISOString());
    const outcomes = decided.map(({ outcome }) => outcome);
    const duplicate = outcomes.find(({ kind }) => kind === 'duplicate');
    const reason = incoming.verdict === 'early' ? 'signed_ahead_of_time' : 'signed_too_long_ago';
    const outcome: Outcome = duplicate ?? { kind: 'stale', reason };
    return await settleOther({ incoming, outcome }, deadline, deps);
  } catch (error) {
    return { incoming, error };
  }
}

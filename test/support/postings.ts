import { decide } from '#shared/ledger/decide.ts';
import type { Movement } from '#shared/models/movement.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Posting } from '#shared/models/posting.ts';
import { amountApplied, movement, obligation } from './factories.ts';

export const RECORDED_AT = '2026-06-18T12:00:01.000Z';

/** @param bytes how long its raw event is at least */
export function paid({
  id,
  amount = 100,
  bytes = 0,
}: {
  readonly id: string;
  readonly amount?: number;
  readonly bytes?: number;
}): Movement {
  const event = amountApplied({
    id: `evt_${id}`,
    data: { id: `ob_${id}`, payment_id: id, amount },
  });
  return movement(JSON.stringify(event).padEnd(bytes));
}

/** As the ledger decides it; the obligation is one that was opened just now, unless told. */
export function postingOf(
  movements: readonly Movement[],
  owed: Obligation = obligation(),
  entries: Parameters<typeof decide>[1]['entries'] = [],
): Posting {
  const arrivals = movements.map((each) => ({ movement: each }));
  const known = { obligation: owed, entries, toldByBoth: [], doubts: [] };
  const { posting } = decide(arrivals, known, RECORDED_AT);
  if (!posting) throw new Error('Nothing is to be posted');
  return posting;
}

/** The obligation once the posting is written. */
export function movedBy({ head }: Posting, owed: Obligation = obligation()): Obligation {
  return { ...owed, ...head, newestPayments: [...head.newestPayments] };
}

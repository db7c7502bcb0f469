import { toldBy } from '#shared/models/cause.ts';
import { adjustmentKey, type Entry, paymentKey } from '#shared/models/entry.ts';
import type { Movement } from '#shared/models/movement.ts';
import type { KnownLedger } from './decide.ts';
import { sameUnderAnotherId } from './perhaps-told-twice.ts';

/** Keys of entries: those to be read, and those of payments whose other telling is to be read. */
export type LedgerKeys = {
  readonly entries: readonly string[];
  readonly tellings: readonly string[];
};

/**
 * What else must be read of a ledger before these movements can be decided; mostly nothing. Both tellings of a
 * payment were seen where one is kept beside its entry, or where it was adjusted.
 */
export function furtherKeys(movements: readonly Movement[], known: KnownLedger): LedgerKeys {
  const { obligation, entries } = known;
  if (!obligation) return { entries: [], tellings: [] };
  const entered = new Map(entries.map((entry) => [entry.key, entry]));
  const doubted = movements.flatMap((movement) => {
    const entry = entered.get(movement.key);
    if (entry) return isAppliedLater(movement, entry) ? [movement] : [];
    const others = sameUnderAnotherId(obligation.newestPayments, movement);
    return others.map(({ paymentId }) => ({ ...movement, paymentId }));
  });
  const unique = [...new Map(doubted.map((payment) => [paymentKey(payment), payment])).values()];
  return { entries: unique.map(adjustmentKey), tellings: unique.map(paymentKey) };
}

/** It may be the first application of what a Payment Request told, or one of several. */
function isAppliedLater(movement: Movement, entry: Entry): boolean {
  return (
    entry.type === 'payment' &&
    toldBy(entry.cause) === 'request' &&
    movement.toldBy === 'application'
  );
}

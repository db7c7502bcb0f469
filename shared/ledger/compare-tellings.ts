import { toldBy } from '#shared/models/cause.ts';
import {
  type AdjustmentEntry,
  adjustmentKey,
  type Entry,
  type PaymentEntry,
} from '#shared/models/entry.ts';
import type { Movement } from '#shared/models/movement.ts';

/** What a telling is to a payment that is entered already. */
export type Comparison =
  | { readonly kind: 'same' }
  /** The event of the other type, of the same payment. */
  | { readonly kind: 'other_telling' }
  /** What was applied differs from what the Payment Request told before: it is the authority. */
  | { readonly kind: 'to_adjust'; readonly by: number }
  | { readonly kind: 'contradiction'; readonly detail: string };

/** What is known of payments that are entered. */
export type Told = {
  /** Entries, by key. */
  readonly entered: ReadonlyMap<string, Entry>;
  /** Keys of payments of which both tellings were seen. */
  readonly toldByBoth: ReadonlySet<string>;
};

export function compareTellings(
  entry: PaymentEntry,
  movement: Movement,
  { entered, toldByBoth }: Told,
): Comparison {
  const adjustment = entered.get(adjustmentKey(movement));
  if (adjustment?.type === 'adjustment' && movement.toldBy === 'application') {
    return compareWith(adjustment, entry.amount + adjustment.amount, movement);
  }
  if (toldBy(entry.cause) === movement.toldBy) return compareWith(entry, entry.amount, movement);
  const by = movement.amount - entry.amount;
  // A Payment Request that tells of another amount than was applied changes nothing.
  if (by === 0 || movement.toldBy === 'request') return { kind: 'other_telling' };
  // An application that told the same amount as the Payment Request moved nothing, and counts all the same.
  return toldByBoth.has(movement.key)
    ? contradiction(describeAmounts(entry, entry.amount, movement))
    : { kind: 'to_adjust', by };
}

/** Both come from events of one type. */
function compareWith(
  entry: PaymentEntry | AdjustmentEntry,
  entered: number,
  movement: Movement,
): Comparison {
  const { amount, cause } = movement;
  if (amount !== entered) return contradiction(describeAmounts(entry, entered, movement));
  if (cause.dataId !== entry.cause.dataId) {
    return contradiction(
      `${entry.key} is entered for ${entry.cause.dataId}, and told again for ${cause.dataId}`,
    );
  }
  return { kind: 'same' };
}

function contradiction(detail: string): Comparison {
  return { kind: 'contradiction', detail };
}

function describeAmounts({ key }: Entry, entered: number, { amount }: Movement): string {
  return `${key} is entered with ${-entered}, and told again with ${-amount}`;
}

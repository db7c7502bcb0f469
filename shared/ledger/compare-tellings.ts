import { toldBy } from '#shared/models/cause.ts';
import {
  type AdjustmentEntry,
  adjustmentKey,
  adjustsPayment,
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
  /** `data.id` of what was told second, by the key of each payment of which both tellings were seen. */
  readonly toldByBoth: ReadonlyMap<string, string>;
};

export function compareTellings(
  entry: PaymentEntry,
  movement: Movement,
  { entered, toldByBoth }: Told,
): Comparison {
  const adjustment = entered.get(adjustmentKey(movement));
  if (adjustment && adjustsPayment(adjustment) && movement.toldBy === 'application') {
    return compareWith(adjustment, entry.amount + adjustment.amount, movement);
  }
  if (toldBy(entry.cause) === movement.toldBy) return compareWith(entry, entry.amount, movement);
  // A Payment Request that tells of another amount than was applied changes nothing.
  if (movement.toldBy === 'request') return { kind: 'other_telling' };
  const by = movement.amount - entry.amount;
  if (!toldByBoth.has(movement.key)) {
    return by === 0 ? { kind: 'other_telling' } : { kind: 'to_adjust', by };
  }
  // An application that told the same amount as the Payment Request moved nothing, and counts all the same.
  return compareWith(entry, entry.amount, movement, toldByBoth.get(movement.key));
}

/** Both come from events of one type. @param dataId of the event that came first */
function compareWith(
  entry: PaymentEntry | AdjustmentEntry,
  entered: number,
  movement: Movement,
  dataId: string | undefined = entry.cause.dataId,
): Comparison {
  const { amount, cause } = movement;
  if (amount !== entered) return contradiction(describeAmounts(entry, entered, movement));
  if (cause.dataId !== dataId) {
    return contradiction(
      `${entry.key} is entered for ${dataId}, and told again for ${cause.dataId}`,
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

import { Unchanged } from '#shared/models/change.ts';
import { commandKey } from '#shared/models/entry.ts';
import { parse } from '#shared/models/parsing.ts';
import { Reconciled } from '#shared/models/reconciled.ts';
import { Undone } from '#shared/models/undone.ts';
import { entryItemKey, type Item, itemKeyOf, RECONCILED, reconciledKey, SK } from './keys.ts';

/** In place of an entry's type. */
const UNCHANGED = 'unchanged';

export function isUnchangedItem({ type }: Item): boolean {
  return type === UNCHANGED;
}

/** At the key of the entry that it is in place of; in no index, since it has no attribute of one. */
export function toUnchangedItem({ key, obligationId, sequence, ...unchanged }: Unchanged): Item {
  return {
    ...entryItemKey(commandKey(key, obligationId)),
    type: UNCHANGED,
    ...unchanged,
    commandKey: key,
    newest: sequence,
  };
}

export function fromUnchangedItem(item: Item): Unchanged {
  const { sk, commandKey: key, newest } = item;
  return parse(Unchanged, { ...item, key, obligationId: sk, sequence: newest });
}

export function isUndoneItem({ sk }: Item): boolean {
  return String(sk).startsWith(SK.undone);
}

export function fromUndoneItem(item: Item): Undone {
  const { pk, sk } = itemKeyOf(item);
  const { undone, undoneBy, undoneLinked: linked } = item;
  const entryKey = sk.slice(SK.undone.length);
  return parse(Undone, { obligationId: pk, entryKey, amount: undone, by: undoneBy, linked });
}

export function isReconciledItem({ sk }: Item): boolean {
  return String(sk).startsWith(SK.reconciled);
}

/** In no index: its members have names of their own. */
export function toReconciledItem({ entryKey, linked, ...key }: Reconciled): Item {
  return { ...reconciledKey(key), entryKey, linked };
}

export function fromReconciledItem({ entryKey, linked, ...item }: Item): Reconciled {
  const { pk, sk } = itemKeyOf(item);
  const key = {
    type: sk.slice(SK.reconciled.length),
    reconciliationId: pk.slice(RECONCILED.length),
  };
  return parse(Reconciled, { ...key, entryKey, linked });
}

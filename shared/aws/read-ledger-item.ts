import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LedgerItem } from '#shared/models/ledger-item.ts';
import { ObligationId } from '#shared/models/obligation-id.ts';
import { isValid, parse } from '#shared/models/parsing.ts';
import {
  fromEntryItem,
  fromHeldItem,
  fromIntentItem,
  fromObligationItem,
  heldPk,
  type Item,
  intentPk,
  referencePk,
} from './ledger-items.ts';

const REFERENCE = referencePk('');
const HELD = heldPk('');
const INTENT = intentPk('');

/** Reads any item of the table. Never throws: what is none of ours is `unreadable`. */
export function readLedgerItem(attributes: Record<string, AttributeValue>): LedgerItem {
  const key = attributes['pk']?.S ?? '';
  try {
    return readItem(key, unmarshall(attributes));
  } catch (error) {
    return {
      kind: 'unreadable',
      key,
      detail: error instanceof Error ? error.message : String(error),
    };
  }
}

function readItem(pk: string, item: Item): LedgerItem {
  // By what it has first: a payment may have any id, also one that begins like another item's key.
  if ('endingBalance' in item) return { kind: 'entry', entry: readEntry(item) };
  if (pk.startsWith(HELD)) return { kind: 'held', event: fromHeldItem(item) };
  if (pk.startsWith(INTENT)) {
    fromIntentItem(item);
    return { kind: 'intent' };
  }
  if (pk.startsWith(REFERENCE)) {
    const obligationId = parse(ObligationId, item['obligationId']);
    return { kind: 'reference', externalReference: pk.slice(REFERENCE.length), obligationId };
  }
  if (isValid(ObligationId, pk)) {
    return { kind: 'obligation', obligation: fromObligationItem(item) };
  }
  return { kind: 'entry', entry: readEntry(item) };
}

/** Without its raw event it still counts as an entry, so that one missing part hides no other mistake. */
function readEntry(item: Item) {
  if (item['raw'] !== undefined) return fromEntryItem(item);
  const { eventId: _id, eventType: _type, dataId: _data, hash: _hash, ...line } = item;
  return fromEntryItem(line);
}

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { isResolved } from '#shared/models/held-event.ts';
import type { LedgerItem } from '#shared/models/ledger-item.ts';
import { kindOf, ObligationId, ObligationKind } from '#shared/models/obligation-id.ts';
import { isValid, parse } from '#shared/models/parsing.ts';
import {
  fromReconciledItem,
  fromUnchangedItem,
  fromUndoneItem,
  isReconciledItem,
  isUnchangedItem,
  isUndoneItem,
} from './items/change-items.ts';
import { fromDoubtItem, isDoubtItem } from './items/doubt-items.ts';
import { fromKeptEntryItem, fromTellingItem } from './items/entry-items.ts';
import { fromErasureItem } from './items/erasure-items.ts';
import { fromHeldItem } from './items/held-items.ts';
import { fromIntentItem } from './items/intent-items.ts';
import { INTENT, type Item, REFERENCE, SK } from './items/keys.ts';
import {
  fromObligationItem,
  fromProfileItem,
  fromReferenceItem,
} from './items/obligation-items.ts';
import { fromKeptRequestItem } from './items/request-items.ts';
import { fromLoweringItem, LOWERING_KEY } from './items/setting-items.ts';

const BESIDE = { kind: 'beside' } as const;

/** Reads any item of the table. Never throws: what is none of ours is `unreadable`. */
export function readLedgerItem(attributes: Record<string, AttributeValue>): LedgerItem {
  const key = [attributes['pk']?.S ?? '', attributes['sk']?.S ?? ''];
  try {
    return readItem(unmarshall(attributes), key[0] ?? '', key[1] ?? '');
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: 'unreadable', key: key.join(' '), detail };
  }
}

/** By its sort key first: a payment may have any id, also one that begins like another item's key. */
function readItem(item: Item, pk: string, sk: string): LedgerItem {
  if (sk === SK.head) return readHead(item, pk);
  if (sk === SK.profile) return fromProfileItem(item) && BESIDE;
  if (sk.startsWith(SK.owns)) return readOwned(pk, sk);
  if (sk.startsWith(SK.request)) return { kind: 'request', request: fromKeptRequestItem(item) };
  if (sk.startsWith(SK.held)) return readHeld(item);
  if (sk.startsWith(SK.erased)) return { kind: 'erasure', erasure: fromErasureItem(item) };
  if (sk.startsWith(SK.telling)) return { kind: 'telling', telling: fromTellingItem(item) };
  if (isReconciledItem(item)) {
    return { kind: 'reconciled', reconciled: fromReconciledItem(item) };
  }
  if (isUndoneItem(item)) return { kind: 'undone', undone: fromUndoneItem(item) };
  if (isUnchangedItem(item)) return fromUnchangedItem(item) && BESIDE;
  if (isDoubtItem(item)) return readDoubt(item);
  return { kind: 'entry', entry: fromKeptEntryItem(item) };
}

/** An account hangs on a customer, a bill on either. */
function readOwned(pk: string, sk: string): LedgerItem {
  const [owner, owned] = [pk, sk.slice(SK.owns.length)].map((id) =>
    kindOf(parse(ObligationId, id)),
  );
  if (owner === 'customer' && owned !== 'customer') return BESIDE;
  if (owner === 'account' && owned === 'bill') return BESIDE;
  throw new Error('nothing of it hangs on that');
}

function readDoubt(item: Item): LedgerItem {
  const doubt = fromDoubtItem(item);
  return doubt.settled ? { kind: 'settled', doubt } : BESIDE;
}

function readHeld(item: Item): LedgerItem {
  const event = fromHeldItem(item);
  const waits = event.state === 'unmatched' || 'attention' in item;
  return { kind: 'held', event, waits: waits && !isResolved(event) };
}

function readHead(item: Item, pk: string): LedgerItem {
  if (pk.startsWith(INTENT)) return fromIntentItem(item) && BESIDE;
  if (pk.startsWith(REFERENCE)) return readReference(item, pk);
  if (pk === LOWERING_KEY.pk) return fromLoweringItem(item) && BESIDE;
  if (isValid(ObligationId, pk))
    return { kind: 'obligation', obligation: fromObligationItem(item) };
  throw new Error('its key is none of ours');
}

function readReference(item: Item, pk: string): LedgerItem {
  const [, kind, externalReference = ''] = /^([^#]*)#(.*)$/.exec(pk.slice(REFERENCE.length)) ?? [];
  const reference = fromReferenceItem(item);
  if (reference.kind === 'reserved') {
    return { kind: 'reference', externalReference, obligationId: undefined };
  }
  const obligationId = parse(ObligationId, reference.obligationId);
  if (kindOf(obligationId) !== parse(ObligationKind, kind)) {
    throw new Error(`${obligationId} is no ${kind}`);
  }
  return { kind: 'reference', externalReference, obligationId };
}

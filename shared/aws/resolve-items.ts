import type { Resolution } from '#shared/models/resolution.ts';
import type { ResolvedEvent, Resolving, SetAside } from '#shared/ports/resolutions.ts';
import { DOUBT, toSettledItem } from './items/doubt-items.ts';
import { ATTENTION } from './items/held-items.ts';
import { headKey, heldItemKey } from './items/keys.ts';
import { MARK_UNTOLD } from './items/push-attributes.ts';
import { DOES_NOT_EXIST, type TransactItems } from './ledger-writes.ts';
import { postItems } from './post-items.ts';

/** Each event first, then the payment that is to have no entry where it was told, then what the posting writes. */
export function resolveItems(
  table: string,
  { events, settles, setsAside, posting }: Resolving,
): TransactItems {
  return [
    ...events.map((resolved) => ({ Update: resolveUpdate(table, resolved) })),
    ...(settles ? [{ Put: putSettled(table, settles) }] : []),
    ...(setsAside ? [{ Update: setAside(table, setsAside) }] : []),
    ...(posting ? postItems(table, posting, []) : []),
  ];
}

/** It stays as its own history, in no list any more; what was decided when it was stale stays with it. */
function resolveUpdate(table: string, { event, resolution }: ResolvedEvent) {
  const { resolution: earlier, state, reason } = event;
  const isAsRead = `#state = :state AND reason = :reason AND ${earlier ? 'resolution.#at = :earlierAt' : 'attribute_not_exists(resolution)'}`;
  return {
    TableName: table,
    Key: heldItemKey(event),
    UpdateExpression: `SET resolution = :resolution${earlier ? ', earlier = :earlier' : ''} REMOVE attention, attentionAt, #sequence`,
    ConditionExpression: isAsRead,
    ExpressionAttributeNames: {
      ...{ '#state': 'state', '#sequence': 'sequence' },
      ...(earlier && { '#at': 'at' }),
    },
    ExpressionAttributeValues: {
      ':state': state,
      ':reason': reason,
      ':resolution': present(resolution),
      ...(earlier && { ':earlier': present(earlier), ':earlierAt': earlier.at }),
    },
  };
}

function putSettled(table: string, { payment, settled }: NonNullable<Resolving['settles']>) {
  return {
    TableName: table,
    Item: toSettledItem(payment, settled),
    ConditionExpression: `${DOES_NOT_EXIST} OR #type = :doubt`,
    ExpressionAttributeNames: { '#type': 'type' },
    ExpressionAttributeValues: { ':doubt': DOUBT },
  };
}

/** No entry comes of it: whoever posts meanwhile goes on. */
function setAside(table: string, { obligationId, amount, at }: SetAside) {
  return {
    TableName: table,
    Key: headKey(obligationId),
    UpdateExpression: `SET setAside = list_append(if_not_exists(setAside, :none), :amounts), ${MARK_UNTOLD}`,
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: {
      ...{ ':none': [], ':amounts': [amount] },
      ...{ ':push': ATTENTION.push, ':recordedAt': at },
    },
  };
}

function present(resolution: Resolution): Partial<Resolution> {
  return Object.fromEntries(Object.entries(resolution).filter(([, value]) => value !== undefined));
}

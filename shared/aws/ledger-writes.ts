import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { DoubtedTelling } from '#shared/models/doubt.ts';
import { paymentKey } from '#shared/models/entry.ts';
import type { HeldEvent, HeldKey } from '#shared/models/held-event.ts';
import type { Profile } from '#shared/models/obligation.ts';
import type { RequestSettled } from '#shared/models/presented.ts';
import type { Opening } from '#shared/ports/ledger.ts';
import { DOUBT } from './items/doubt-items.ts';
import { toEntryItem } from './items/entry-items.ts';
import { toHeldItem } from './items/held-items.ts';
import { openPartOf } from './items/intent-items.ts';
import {
  entryItemKey,
  headKey,
  heldItemKey,
  type Item,
  intentKey,
  ownsKey,
  referenceKey,
  requestKey,
} from './items/keys.ts';
import { toObligationItem, toProfileItem } from './items/obligation-items.ts';

export type TransactItems = NonNullable<TransactWriteCommandInput['TransactItems']>;

export const DOES_NOT_EXIST = 'attribute_not_exists(pk)';

/** Whether a person decided about it: not where it was stale then, and came again since. */
const IS_UNRESOLVED = '(attribute_not_exists(resolution) OR resolution.#state <> #state)';
const IS_WAITING = `#state IN (:unmatched, :stale) AND ${IS_UNRESOLVED}`;
const WAITING_STATES = { ':unmatched': 'unmatched', ':stale': 'stale' };

export function forgetWaiting(table: string, key: HeldKey) {
  return {
    TableName: table,
    Key: heldItemKey(key),
    ConditionExpression: IS_WAITING,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: WAITING_STATES,
  };
}

/** On a payment that is not entered. */
export function doubtUpdate(table: string, doubted: DoubtedTelling) {
  const { toldBy, perhaps, amount } = doubted;
  const isApplied = toldBy === 'application';
  return {
    TableName: table,
    Key: entryItemKey(paymentKey(doubted)),
    UpdateExpression: `SET #type = :doubt, #toldBy = :perhaps${isApplied ? ', applied = if_not_exists(applied, :amount)' : ''}`,
    ConditionExpression: `${DOES_NOT_EXIST} OR #type = :doubt`,
    ExpressionAttributeNames: { '#type': 'type', '#toldBy': toldBy },
    ExpressionAttributeValues: {
      ':doubt': DOUBT,
      ':perhaps': perhaps,
      ...(isApplied && { ':amount': amount }),
    },
  };
}

/**
 * The reference is the obligation's where this very intent reserved it; whatever is there already cancels all. What it
 * hangs on learns that it does: the customer of all that is theirs, and the account of its bills.
 */
export function openItems(
  table: string,
  { obligation, profile, entry, intent }: Opening,
): TransactItems {
  const { id, kind, externalReference } = obligation;
  const takeReference = {
    TableName: table,
    Key: referenceKey(kind, externalReference),
    // By which the intent is found still, when the person is to be erased.
    UpdateExpression: 'SET obligationId = :id, commandKey = :intentKey REMOVE intentKey',
    ConditionExpression: 'intentKey = :intentKey',
    ExpressionAttributeValues: { ':id': id, ':intentKey': intent.key },
  };
  const goOn = openPartOf(intent, kind);
  const moveIntent = {
    TableName: table,
    Key: intentKey(intent.key),
    ...goOn,
    // The newest part that was opened is not opened again: its reference is taken then.
    ConditionExpression: 'requestHash = :requestHash AND attribute_not_exists(done)',
    ExpressionAttributeValues: {
      ...goOn.ExpressionAttributeValues,
      ':requestHash': intent.requestHash,
    },
  };
  const owners = [obligation.customerId, obligation.accountId].filter(
    (owner) => owner !== undefined,
  );
  return [
    { Put: putOnce(table, toObligationItem(obligation)) },
    { Update: takeReference },
    { Update: moveIntent },
    ...(Object.keys(profile).length > 0
      ? [{ Put: putOnce(table, toProfileItem(id, profile)) }]
      : []),
    ...(entry ? [{ Put: putOnce(table, toEntryItem(entry)) }] : []),
    ...owners.map((owner) => ({ Put: putOnce(table, ownsKey(owner, id)) })),
  ];
}

/** First that its obligation does not exist at this moment, then the event. */
export function holdUnmatchedItems(table: string, event: HeldEvent): TransactItems {
  const noObligation = {
    TableName: table,
    Key: headKey(event.obligationId ?? ''),
    ConditionExpression: DOES_NOT_EXIST,
  };
  const item = toHeldItem(event);
  const update = setMembers(
    table,
    item,
    ['redacted', 'detail'].filter((name) => item[name] === undefined),
  );
  // A fresh delivery takes the place of one whose age was not right, also where a person did not have that count.
  const takesPlace = {
    ...update,
    ConditionExpression: `${DOES_NOT_EXIST} OR (#state = :stale AND ${MAY_COME_AGAIN})`,
    ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...DISMISSED.names },
    ExpressionAttributeValues: {
      ...update.ExpressionAttributeValues,
      ...DISMISSED.values,
      ':stale': 'stale',
    },
  };
  return [{ ConditionCheck: noObligation }, { Update: takesPlace }];
}

/** What was dismissed as stale: a fresh delivery of it counts. */
const MAY_COME_AGAIN = '(attribute_not_exists(resolution) OR resolution.#action = :dismiss)';
const DISMISSED = { names: { '#action': 'action' }, values: { ':dismiss': 'dismiss' } };

/** A judgement replaces what waits, and so leaves the statement; nothing replaces a judgement, and stale replaces nothing. */
export function judgeUpdate(table: string, event: HeldEvent) {
  const item = toHeldItem(event);
  const gone = ['sequence', 'attention', 'attentionAt', 'redacted'].filter(
    (name) => !(name in item),
  );
  const update = setMembers(table, item, gone);
  return {
    ...update,
    ...(event.state === 'stale'
      ? { ConditionExpression: DOES_NOT_EXIST }
      : {
          ConditionExpression: `${DOES_NOT_EXIST} OR (${IS_WAITING}) OR (#state = :stale AND ${MAY_COME_AGAIN})`,
          ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...DISMISSED.names },
          ExpressionAttributeValues: {
            ...update.ExpressionAttributeValues,
            ...DISMISSED.values,
            ...WAITING_STATES,
          },
        }),
  };
}

export function profileUpdate(table: string, obligationId: string, changes: Profile) {
  return setMembers(table, toProfileItem(obligationId, changes));
}

export function putOnce(table: string, item: Item) {
  return { TableName: table, Item: item, ConditionExpression: DOES_NOT_EXIST };
}

/** Once, also where it is not kept yet: a payment may be told before its Payment Request is. */
export function settleRequest(table: string, obligationId: string, settled: RequestSettled) {
  return {
    TableName: table,
    Key: requestKey(obligationId, settled.requestId),
    UpdateExpression: 'SET settledBy = if_not_exists(settledBy, :entry)',
    ExpressionAttributeValues: { ':entry': settled.entryKey },
  };
}

/** Writes what this version knows of an item, and leaves what a newer one may have added to it. */
export function setMembers(
  table: string,
  { pk, sk, ...members }: Item,
  gone: readonly string[] = [],
) {
  const present = Object.entries(members).filter(([, value]) => value !== undefined);
  const assignments = present.map(([name]) => `#${name} = :${name}`).join(', ');
  const removals = gone.map((name) => `#${name}`).join(', ');
  return {
    TableName: table,
    Key: { pk, sk },
    UpdateExpression: `SET ${assignments}${removals && ` REMOVE ${removals}`}`,
    ExpressionAttributeNames: Object.fromEntries(
      [...present.map(([name]) => name), ...gone].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: Object.fromEntries(
      present.map(([name, value]) => [`:${name}`, value]),
    ),
  };
}

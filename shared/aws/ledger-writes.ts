import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Opening, Posting } from '#shared/ports/ledger.ts';
import {
  heldPk,
  type Item,
  referencePk,
  toEntryItem,
  toHeldItem,
  toIntentItem,
  toObligationItem,
} from './ledger-items.ts';

type TransactItems = NonNullable<TransactWriteCommandInput['TransactItems']>;

const DOES_NOT_EXIST = 'attribute_not_exists(pk)';

/** The balance first, then an entry each, then the events that they settle. */
export function postItems(table: string, posting: Posting): TransactItems {
  const moveBalance = {
    TableName: table,
    Key: { pk: posting.obligationId },
    UpdateExpression: 'SET balance = :balance, #sequence = :sequence',
    ConditionExpression: '#sequence = :expected',
    ExpressionAttributeNames: { '#sequence': 'sequence' },
    ExpressionAttributeValues: {
      ':balance': posting.balance,
      ':sequence': posting.sequence,
      ':expected': posting.expectedSequence,
    },
  };
  return [
    { Update: moveBalance },
    ...posting.entries.map((entry) => ({
      Put: {
        TableName: table,
        Item: toEntryItem(entry),
        ConditionExpression: DOES_NOT_EXIST,
      },
    })),
    ...posting.settledHashes.map((hash) => ({
      Delete: { TableName: table, Key: { pk: heldPk(hash) } },
    })),
  ];
}

export function openItems(table: string, { obligation, entry, intent }: Opening): TransactItems {
  const once = (Item: Record<string, unknown>) => ({
    Put: { TableName: table, Item, ConditionExpression: DOES_NOT_EXIST },
  });
  return [
    once(toObligationItem(obligation)),
    once({ pk: referencePk(obligation.externalReference), obligationId: obligation.id }),
    ...(entry ? [once(toEntryItem(entry))] : []),
    { Update: setMembers(table, toIntentItem(intent), ['attention', 'attentionSince']) },
  ];
}

/** First that its obligation does not exist at this moment, then the event. */
export function holdUnmatchedItems(table: string, event: HeldEvent): TransactItems {
  const noObligation = {
    TableName: table,
    Key: { pk: event.obligationId },
    ConditionExpression: DOES_NOT_EXIST,
  };
  return [
    { ConditionCheck: noObligation },
    { Put: { TableName: table, Item: toHeldItem(event), ConditionExpression: DOES_NOT_EXIST } },
  ];
}

/** A judgement replaces `unmatched`, and so leaves the statement; nothing replaces a judgement. */
export function judgeUpdate(table: string, event: HeldEvent) {
  const item = toHeldItem(event);
  const gone = ['sequence', 'attention', 'attentionSince'].filter((name) => !(name in item));
  const update = setMembers(table, item, gone);
  return {
    ...update,
    ConditionExpression: `${DOES_NOT_EXIST} OR #state = :unmatched`,
    ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':unmatched': 'unmatched' },
  };
}

/** Writes what this version knows of an item, and leaves what a newer one may have added to it. */
function setMembers(table: string, { pk, ...members }: Item, gone: readonly string[]) {
  const present = Object.entries(members).filter(([, value]) => value !== undefined);
  const assignments = present.map(([name]) => `#${name} = :${name}`).join(', ');
  const removals = gone.map((name) => `#${name}`).join(', ');
  return {
    TableName: table,
    Key: { pk },
    UpdateExpression: `SET ${assignments}${removals && ` REMOVE ${removals}`}`,
    ExpressionAttributeNames: Object.fromEntries(
      [...present.map(([name]) => name), ...gone].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: Object.fromEntries(
      present.map(([name, value]) => [`:${name}`, value]),
    ),
  };
}

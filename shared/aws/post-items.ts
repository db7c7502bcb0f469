import { toldBy } from '#shared/models/cause.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import { type AdjustmentEntry, adjustsPayment, type Entry } from '#shared/models/entry.ts';
import type { HeldKey } from '#shared/models/held-event.ts';
import type { Link } from '#shared/models/met.ts';
import type { Posting } from '#shared/models/posting.ts';
import { requestsSettledBy } from '#shared/models/presented.ts';
import { toReconciledItem } from './items/change-items.ts';
import { DOUBT } from './items/doubt-items.ts';
import { toEntryItem } from './items/entry-items.ts';
import { ATTENTION } from './items/held-items.ts';
import { headKey, tellingKey, undoneKey } from './items/keys.ts';
import { toNewestPayments } from './items/obligation-items.ts';
import { MARK_UNTOLD } from './items/push-attributes.ts';
import {
  DOES_NOT_EXIST,
  forgetWaiting,
  putOnce,
  settleRequest,
  type TransactItems,
} from './ledger-writes.ts';

/**
 * The head first, then an entry each, what an adjustment rests on, then the events and the Payment Requests that they
 * settle, then what they undo, and which row of a report they are.
 */
export function postItems(
  table: string,
  { obligationId, expected, head, entries, undoes, reconciled, ruledOut, tellMoment }: Posting,
  settled: readonly HeldKey[],
): TransactItems {
  const nobodyWroteSince =
    '#sequence = :expectedSequence AND balance = :expectedBalance AND newestHash = :expectedHash';
  const moveHead = {
    TableName: table,
    Key: headKey(obligationId),
    UpdateExpression: `SET balance = :balance, #sequence = :sequence, newestHash = :newestHash, recordedAt = :recordedAt, newestPayments = :newestPayments${head.paid === undefined ? '' : ', paid = :paid'}${tellMoment ? `, ${MARK_UNTOLD}` : ''}`,
    ConditionExpression: nobodyWroteSince,
    ExpressionAttributeNames: { '#sequence': 'sequence' },
    ExpressionAttributeValues: {
      ':balance': head.balance,
      ':sequence': head.sequence,
      ':newestHash': head.newestHash,
      ':recordedAt': head.recordedAt,
      ':newestPayments': toNewestPayments(head.newestPayments),
      ...(head.paid !== undefined && { ':paid': head.paid }),
      ':expectedSequence': expected.sequence,
      ':expectedBalance': expected.balance,
      ':expectedHash': expected.newestHash,
      ...(tellMoment && { ':push': ATTENTION.push }),
    },
  };
  return [
    { Update: moveHead },
    ...entries.map((entry) => ({ Put: putEntry(table, entry, ruledOut) })),
    ...entries.flatMap((entry) =>
      restsOnNothing(entry) ? [{ ConditionCheck: nothingApplied(table, entry.adjusts) }] : [],
    ),
    ...settled.map((key) => ({ Delete: settleWaiting(table, key) })),
    ...requestsSettledBy(entries).map((request) => ({
      Update: settleRequest(table, obligationId, request),
    })),
    ...(undoes ? [{ Update: countUndone(table, undoes) }] : []),
    ...(reconciled ? [{ Put: putOnce(table, toReconciledItem(reconciled)) }] : []),
  ];
}

/** A payment's may take the place of a doubt, unless that is about what tells of it, or of another amount. */
const GIVES_WAY =
  '#type = :doubt AND attribute_not_exists(#toldBy) AND (attribute_not_exists(applied) OR applied = :told)';

function putEntry(table: string, entry: Entry, ruledOut: Doubt | undefined) {
  const put = putOnce(table, toEntryItem(entry));
  if (entry.type !== 'payment') return put;
  if (ruledOut) return { ...put, ...isAsRead(ruledOut) };
  return {
    ...put,
    ConditionExpression: `${DOES_NOT_EXIST} OR (${GIVES_WAY})`,
    ExpressionAttributeNames: { '#type': 'type', '#toldBy': toldBy(entry.cause) },
    ExpressionAttributeValues: { ':doubt': DOUBT, ':told': -entry.amount },
  };
}

/** A doubt that a person ruled out says what it said when that was decided. */
function isAsRead({ application, request, applied }: Doubt) {
  const said = Object.entries({ application, request, applied });
  const conditions = said.map(([name, value]) =>
    value === undefined ? `attribute_not_exists(#${name})` : `#${name} = :${name}`,
  );
  return {
    ConditionExpression: ['#type = :doubt', ...conditions].join(' AND '),
    ExpressionAttributeNames: {
      '#type': 'type',
      ...Object.fromEntries(said.map(([name]) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ':doubt': DOUBT,
      ...Object.fromEntries(
        said.flatMap(([name, value]) => (value === undefined ? [] : [[`:${name}`, value]])),
      ),
    },
  };
}

/** That no other application was told: but for what a person has count, whatever was told. */
function restsOnNothing(entry: Entry): entry is AdjustmentEntry {
  return adjustsPayment(entry) && entry.cause.decided === undefined;
}

/** An application that told the amount of the Payment Request moved nothing, and counts all the same. */
function nothingApplied(table: string, paymentKey: string) {
  return {
    TableName: table,
    Key: tellingKey(paymentKey),
    ConditionExpression: DOES_NOT_EXIST,
  };
}

/** It is judged by nobody else: what is to be settled waits, or is gone. */
function settleWaiting(table: string, key: HeldKey) {
  const forget = forgetWaiting(table, key);
  return {
    ...forget,
    ConditionExpression: `${DOES_NOT_EXIST} OR (${forget.ConditionExpression})`,
  };
}

function countUndone(table: string, { undone, expected }: NonNullable<Posting['undoes']>) {
  const { obligationId, entryKey, amount, by } = undone;
  return {
    TableName: table,
    Key: undoneKey(obligationId, entryKey),
    UpdateExpression: 'SET undone = :undone, undoneBy = :undoneBy',
    ConditionExpression: expected === undefined ? DOES_NOT_EXIST : 'undone = :expected',
    ExpressionAttributeValues: {
      ':undone': amount,
      ':undoneBy': by,
      ...(expected !== undefined && { ':expected': expected }),
    },
  };
}

/** Which row of a report a refund is that is there, and with the payment that it is linked: links are added, and none goes. */
export function linkItems(
  table: string,
  { reconciled, undone: { obligationId, entryKey, linked } }: Link,
): TransactItems {
  const { reconciliationId } = reconciled;
  const addLink = {
    TableName: table,
    Key: undoneKey(obligationId, entryKey),
    UpdateExpression: 'SET undoneLinked = :links',
    ConditionExpression: `attribute_exists(undone) AND ${
      linked ? 'size(undoneLinked) = :count' : 'attribute_not_exists(undoneLinked)'
    }`,
    ExpressionAttributeValues: {
      ':links': [...(linked ?? []), { entryKey: reconciled.entryKey, reconciliationId }],
      ...(linked && { ':count': linked.length }),
    },
  };
  return [{ Put: putOnce(table, toReconciledItem(reconciled)) }, { Update: addLink }];
}

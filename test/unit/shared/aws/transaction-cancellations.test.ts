import {
  type CancellationReason,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { ServiceError } from '#shared/errors.ts';
import { decide } from '#shared/ledger/decide.ts';
import type { Posting } from '#shared/models/posting.ts';
import { toHeldEvent } from '#shared/use-cases/payments/incoming-event.ts';
import { amountApplied, incoming, movement, obligation, opening } from '#test/support/factories.ts';
import { NOON } from '#test/support/world.ts';

const NONE = { Code: 'None' };
const CONDITION = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
const CONFLICT = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
/** Those that DynamoDB documents and that no decision of ours can mend. */
const OTHERS = [
  'ItemCollectionSizeLimitExceeded',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'ValidationError',
  'DuplicateItem',
  'AccessDenied',
  'SomethingNew',
].map((Code) => ({ Code, Message: 'other' }));
const [THROTTLED] = OTHERS.filter(({ Code }) => Code === 'ThrottlingError');

/** A store whose every request DynamoDB answers with this error. */
function storeThatMeets(type: string, members: object): DynamoDbLedgerStore {
  const text = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...members });
  const response = {
    statusCode: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(text),
  };
  const client = new DynamoDBClient({
    ...localClientConfig('http://127.0.0.1:1'),
    requestHandler: { handle: async () => ({ response }) },
    maxAttempts: 1,
  });
  return new DynamoDbLedgerStore(
    DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    'ledger',
  );
}

const cancelledBy = (...CancellationReasons: (CancellationReason | undefined)[]) =>
  storeThatMeets('TransactionCanceledException', { Message: 'cancelled', CancellationReasons });

describe('a cancelled posting', () => {
  const arrivals = ['pay_1', 'pay_2'].map((id) => ({
    movement: movement(
      amountApplied({ id: `evt_${id}`, data: { id: `ob_${id}`, payment_id: id } }),
    ),
  }));
  const known = { obligation: obligation(), entries: [], toldByBoth: [], doubts: [] };
  const { posting } = decide(arrivals, known, new Date(NOON).toISOString());
  /** Reasons in the order of its items: the balance, two entries, an event that they settle. */
  const post = (...reasons: (CancellationReason | undefined)[]) =>
    cancelledBy(...reasons).post(posting as Posting, [{ hash: 'hash' }]);

  test.each([
    ['its balance moved', [CONDITION, NONE, NONE, NONE]],
    ['its balance is being written', [CONFLICT, NONE, NONE, NONE]],
    ['an entry of it is being written', [NONE, CONFLICT, NONE, NONE]],
    ['an event that it settles is being written', [NONE, NONE, NONE, CONFLICT]],
    ['its balance moved and an entry is being written', [CONDITION, NONE, CONFLICT, NONE]],
    ['an entry exists', [NONE, CONDITION, NONE, NONE]],
    ['both entries exist', [NONE, CONDITION, CONDITION, NONE]],
    ['an entry exists and the balance moved', [CONDITION, NONE, CONDITION, NONE]],
    ['an entry exists and the balance is being written', [CONFLICT, CONDITION, NONE, NONE]],
    ['an entry exists and the other is being written', [NONE, CONFLICT, CONDITION, NONE]],
    [
      'an entry exists and an event that it settles is being written',
      [NONE, CONDITION, NONE, CONFLICT],
    ],
    ['no reason is given', []],
  ])('is to be decided again when %s', async (_what, reasons) => {
    expect(await post(...reasons)).toBe('conflict');
  });

  test.each(OTHERS)('fails on $Code, whatever else is the matter', async (other) => {
    const failed = { name: TransactionCanceledException.name };
    await expect(post(other, NONE, NONE, NONE)).rejects.toMatchObject(failed);
    await expect(post(CONDITION, CONDITION, other, NONE)).rejects.toMatchObject(failed);
  });

  test('fails when the failure is no cancellation', async () => {
    const store = storeThatMeets('ResourceNotFoundException', { message: 'no table' });
    const failed = { name: 'ResourceNotFoundException' };
    await expect(store.post(posting as Posting, [])).rejects.toMatchObject(failed);
  });
});

describe('a cancelled opening', () => {
  /** Reasons in the order of its items: obligation, reference, intent, profile, opening entry. */
  const open = (...reasons: (CancellationReason | undefined)[]) =>
    cancelledBy(...reasons).open(opening());

  test.each([
    ['its id is taken', [CONDITION, NONE, NONE, NONE, NONE]],
    ['its reference is taken', [NONE, CONDITION, NONE, NONE, NONE]],
    ['all of it is there', [CONDITION, CONDITION, NONE, NONE, CONDITION]],
    ['its id is taken and its intent is being written', [CONDITION, NONE, CONFLICT, NONE, NONE]],
    ['its reference is taken and its id is being written', [CONFLICT, CONDITION, NONE, NONE, NONE]],
  ])('finds it exists when %s', async (_what, reasons) => {
    expect(await open(...reasons)).toBe('exists');
  });

  test.each([
    ['its id is being written', [CONFLICT, NONE, NONE, NONE, NONE]],
    ['its intent is being written', [NONE, NONE, CONFLICT, NONE, NONE]],
    ['no reason is given', []],
  ])('may be tried again when %s', async (_what, reasons) => {
    const error = await open(...reasons).catch((reason: unknown) => reason);
    expect(ServiceError.is(error, 'ledger.busy') && error.retryable).toBe(true);
  });

  test('fails when it is throttled, even if its id is taken', async () => {
    await expect(open(CONDITION, THROTTLED, NONE, NONE, NONE)).rejects.toBeInstanceOf(
      TransactionCanceledException,
    );
  });
});

describe('a cancelled holding', () => {
  const event = incoming(amountApplied());
  const unmatched = toHeldEvent(event, { kind: 'unmatched', reason: 'obligation_unknown' });
  /** Reasons in the order of its items: that there is no obligation, the event. */
  const hold = (...reasons: (CancellationReason | undefined)[]) =>
    cancelledBy(...reasons).hold(unmatched);

  test('finds the event held when only the event is there', async () => {
    expect(await hold(NONE, CONDITION)).toBe('held');
  });

  test.each([
    ['the obligation is there', [CONDITION, NONE]],
    ['both are there', [CONDITION, CONDITION]],
    ['the obligation is being written', [CONFLICT, NONE]],
    ['the obligation is being written and the event is there', [CONFLICT, CONDITION]],
    ['the event is being written', [NONE, CONFLICT]],
    ['no item has a reason', [NONE, NONE]],
    ['no reason is given', []],
  ])('is to be decided again when %s', async (_what, reasons) => {
    expect(await hold(...reasons)).toBe('obligation_exists');
  });

  test('fails when it is throttled, even if the event is there', async () => {
    await expect(hold(THROTTLED, CONDITION)).rejects.toBeInstanceOf(TransactionCanceledException);
  });

  test('of a judgement leaves an earlier judgement, and fails on all else', async () => {
    const judged = toHeldEvent(event, { kind: 'quarantined', reason: 'malformed' });
    const judge = (type: string) => storeThatMeets(type, { message: 'no' }).hold(judged);
    expect(await judge('ConditionalCheckFailedException')).toBe('held');
    await expect(judge('TransactionConflictException')).rejects.toThrow();
  });
});

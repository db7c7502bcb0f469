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

/**
 * Every code that DynamoDB documents for an item of a cancelled transaction, and one that it does not.
 * Source: Amazon DynamoDB API Reference, TransactWriteItems, "Cancellation reason codes".
 */
const REASONS = [
  'None',
  'ConditionalCheckFailed',
  'TransactionConflict',
  'ItemCollectionSizeLimitExceeded',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'ValidationError',
  'SomethingNew',
] as const;
type Reason = (typeof REASONS)[number];

const FAILED = 'ConditionalCheckFailed';
const DECIDABLE: readonly Reason[] = ['None', 'TransactionConflict', FAILED];

const event = incoming(amountApplied());
const arrivals = ['pay_1', 'pay_2', 'pay_3'].map((id) => ({
  movement: movement(amountApplied({ id: `evt_${id}`, data: { id: `ob_${id}`, payment_id: id } })),
}));
const known = { obligation: obligation(), entries: [], toldByBoth: [], doubts: [] };
const { posting: POSTING } = decide(arrivals, known, new Date(NOON).toISOString());
/** What every transaction is cancelled for, until it is set anew. */
let cancelledFor: readonly CancellationReason[] = [];
const client = new DynamoDBClient(localClientConfig('http://127.0.0.1:1'));
client.middlewareStack.add(
  () => async () => {
    throw new TransactionCanceledException({
      $metadata: {},
      message: 'cancelled',
      CancellationReasons: [...cancelledFor],
    });
  },
  { step: 'initialize', name: 'cancel' },
);
const store = new DynamoDbLedgerStore(DynamoDBDocumentClient.from(client), 'ledger');

/** All combinations of reasons for so many items. */
function combinations(items: number): readonly (readonly Reason[])[] {
  if (items === 0) return [[]];
  return combinations(items - 1).flatMap((some) => REASONS.map((reason) => [...some, reason]));
}

/** Compares the store with the rules on every combination; a difference names the combination. */
async function differences(
  items: number,
  act: () => Promise<unknown>,
  rules: (reasons: readonly Reason[]) => unknown,
) {
  const found: unknown[] = [];
  for (const reasons of combinations(items)) {
    cancelledFor = reasons.map((reason) => ({ Code: reason }));
    const answer = JSON.stringify(await act().catch(nameOf));
    const expected = JSON.stringify(rules(reasons));
    if (answer !== expected) found.push({ reasons: reasons.join(', '), expected, answer });
  }
  return found.slice(0, 5);
}

function nameOf(error: unknown): string {
  if (error instanceof TransactionCanceledException) return 'fails, as it was cancelled';
  return ServiceError.is(error, 'ledger.busy') ? 'fails, as others write' : 'fails';
}

const isDecidable = (reasons: readonly Reason[]) =>
  reasons.every((reason) => DECIDABLE.includes(reason));

describe('a posting, for every combination of reasons,', () => {
  // What throttling, a size or something unknown stopped is not decided upon, whatever else is known. All else
  // is to be read and decided again.
  const rules = (reasons: readonly Reason[]) =>
    isDecidable(reasons) ? 'conflict' : 'fails, as it was cancelled';
  const posting = (entries: number, settled: number) => () =>
    store.post(
      { ...(POSTING as Posting), entries: POSTING?.entries.slice(0, entries) ?? [] },
      Array.from({ length: settled }, (_, n) => ({ hash: `hash-${n}` })),
    );

  test.each([
    [0, 0],
    [1, 0],
    [1, 1],
    [2, 0],
    [1, 2],
    [2, 1],
    [3, 0],
  ])('of %i entries and %i settled events is answered by the rules', async (entries, settled) => {
    const items = 1 + entries + settled;
    expect(await differences(items, posting(entries, settled), rules)).toEqual([]);
  });
});

describe('an opening, for every combination of reasons,', () => {
  const rules = (reasons: readonly Reason[]) => {
    if (!isDecidable(reasons)) return 'fails, as it was cancelled';
    return reasons.includes(FAILED) ? 'exists' : 'fails, as others write';
  };

  test.each([
    ['with', 4, opening({}, {})],
    ['without', 3, opening({ balance: undefined }, {})],
    ['without, but with a name,', 4, opening({ balance: undefined })],
  ])('%s a balance is answered by the rules', async (_with, items, wanted) => {
    expect(await differences(items, () => store.open(wanted), rules)).toEqual([]);
  });
});

describe('a holding, for every combination of reasons,', () => {
  // Held before, and surely without an obligation; all else is to be looked at again.
  const rules = (reasons: readonly Reason[]) => {
    if (!isDecidable(reasons)) return 'fails, as it was cancelled';
    const [ofObligation = 'None', ofEvent = 'None'] = reasons;
    return ofObligation === 'None' && ofEvent === FAILED ? 'held' : 'obligation_exists';
  };

  test.each([0, 1, 2])('of which %i are given is answered by the rules', async (given) => {
    const unmatched = toHeldEvent(event, { kind: 'unmatched', reason: 'obligation_unknown' });
    expect(await differences(given, () => store.hold(unmatched), rules)).toEqual([]);
  });
});

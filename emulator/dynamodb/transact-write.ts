import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Input, Item, Output } from 'dynalite/db/index.js';
import { consumedCapacity } from './consumed-capacity.ts';
import {
  type CancellationReason,
  isRefusal,
  NO_REASON,
  refusalName,
  TRANSACTION_CONFLICT,
  transactionCanceled,
  validationError,
} from './dynamodb-error.ts';
import { type Engine, validate } from './engine.ts';
import { itemSize } from './item-size.ts';
import { decideWrite, type ItemWrite, placeWrite, type WriteEffect } from './item-write.ts';
import { readTransactItems, transactWriteValidation } from './transact-input.ts';
import { transactReadUnits, transactWriteUnits, type Units } from './write-capacity.ts';

const PAYLOAD_BYTES_MAX = 4 * 1024 * 1024;
/** In AWS a transaction takes milliseconds; here it would be over before anybody can conflict with it. */
const HELD_FOR_CONFLICTS_MS = 2;

/** TransactWriteItems: all of it, or nothing. */
export async function transactWriteItems(engine: Engine, input: Input): Promise<Output> {
  // Before validation, which changes its input.
  const fingerprint = fingerprintOf(input['TransactItems']);
  const checked = validate(transactWriteValidation, input, engine.store);
  const asked = checked['ReturnConsumedCapacity'];
  const token = checked['ClientRequestToken'] as string | undefined;
  const writes = placeWrites(engine, checked);

  const finished = token === undefined ? undefined : engine.tokens.find(token, fingerprint);
  if (finished) return { ConsumedCapacity: consumedCapacity(asked, finished.replayUnits, 'Read') };
  const units = await (token === undefined
    ? commitUnderLocks(engine, writes)
    : engine.tokens.during(token, () => commitUnderLocks(engine, writes, { token, fingerprint })));
  return { ConsumedCapacity: consumedCapacity(asked, units, 'Write') };
}

function placeWrites({ store }: Engine, checked: Input): readonly ItemWrite[] {
  const items = readTransactItems(checked, store);
  const writes = items.map(({ kind, input }) => placeWrite(store, kind, input));
  const misfit = writes.findIndex((write) => write.misfit !== undefined);
  if (misfit >= 0) {
    const message = writes[misfit]?.misfit?.message ?? '';
    throw transactionCanceled(
      writes.map((_, i) =>
        i === misfit ? { Code: 'ValidationError', Message: message } : NO_REASON,
      ),
    );
  }
  if (new Set(writes.map(({ itemKey }) => itemKey)).size < writes.length) {
    throw validationError('Transaction request cannot include multiple operations on one item');
  }
  refuseLargePayload(writes);
  return writes;
}

function refuseLargePayload(writes: readonly ItemWrite[]): void {
  const size = writes.reduce((sum, { input }) => sum + itemSize((input['Item'] ?? {}) as Item), 0);
  if (size > PAYLOAD_BYTES_MAX) {
    throw validationError(`Transaction payload size cannot exceed 4MB. Payload Size: ${size}`);
  }
}

type Request = { readonly token: string; readonly fingerprint: string };

async function commitUnderLocks(
  engine: Engine,
  writes: readonly ItemWrite[],
  request?: Request,
): Promise<readonly Units[]> {
  const { locks, conflicts } = engine;
  const keys = writes.map(({ itemKey }) => itemKey ?? '');
  if (conflicts === 'fail' && keys.some((key) => locks.owner(key))) {
    throw transactionCanceled(
      keys.map((key) => (locks.owner(key) ? TRANSACTION_CONFLICT : NO_REASON)),
    );
  }
  return locks.hold(keys, 'transaction', async () => {
    if (conflicts === 'fail') await sleep(HELD_FOR_CONFLICTS_MS);
    return commit(engine, writes, request);
  });
}

async function commit(
  { store, tokens, onWritten }: Engine,
  writes: readonly ItemWrite[],
  request?: Request,
): Promise<readonly Units[]> {
  const effects = await decideAll(writes.map((write) => decideWrite(store, write)));
  const operations = effects.flatMap((effect) => effect.operations);
  const results = writes.map(({ table }, i) => ({
    write: transactWriteUnits(table, effects[i] as WriteEffect),
    replay: transactReadUnits(table, effects[i] as WriteEffect),
  }));
  if (request) {
    const replayUnits = results.map(({ replay }) => replay);
    const { token, fingerprint } = request;
    await tokens.commit(token, { fingerprint, replayUnits }, operations);
  } else {
    await store.db.batch(operations);
  }
  onWritten(
    effects.map(({ before, after }, i) => ({
      tableName: writes[i]?.table.TableName ?? '',
      before,
      after,
    })),
  );
  return results.map(({ write }) => write);
}

async function decideAll(
  decisions: readonly Promise<WriteEffect>[],
): Promise<readonly WriteEffect[]> {
  const settled = await Promise.allSettled(decisions);
  const effects = settled.filter((result) => result.status === 'fulfilled');
  if (effects.length === settled.length) return effects.map(({ value }) => value);
  throw transactionCanceled(
    settled.map((result) => (result.status === 'rejected' ? reasonOf(result.reason) : NO_REASON)),
  );
}

function reasonOf(error: unknown): CancellationReason {
  if (!isRefusal(error)) throw error;
  const { message, Item } = error.body;
  switch (refusalName(error)) {
    case 'ConditionalCheckFailedException':
      return { Code: 'ConditionalCheckFailed', Message: message, ...(Item && { Item }) };
    case 'ValidationException':
      // An empty key is the request's fault, not the item's, and refused as such.
      if (/cannot contain an empty/.test(message)) throw error;
      return { Code: 'ValidationError', Message: message };
    default:
      throw error;
  }
}

/** The same for two requests that ask for the same, in whatever order they name it. */
function fingerprintOf(items: unknown): string {
  const sorted = JSON.stringify(items ?? null, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(sorted).digest('base64');
}

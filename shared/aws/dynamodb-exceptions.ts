import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ServiceError } from '#shared/errors.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import { StatementLine } from '#shared/models/entry.ts';
import type { ExceptionKind, ExceptionRow, KeptException } from '#shared/models/exception.ts';
import { readExceptionId } from '#shared/models/exception-id.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { tryParse } from '#shared/models/parsing.ts';
import type { Exceptions } from '#shared/ports/exceptions.ts';
import { keyOfException, toEventRow, toRow } from './items/exception-items.ts';
import { fromHeldItem } from './items/held-items.ts';
import { fromIntentItem } from './items/intent-items.ts';
import { headKey, INDEX, type Item, type ItemKey, itemKeyOf, keyOfEntry } from './items/keys.ts';
import { fromObligationItem } from './items/obligation-items.ts';
import { queryAll } from './query-all.ts';
import { readItems } from './read-items.ts';

/** Of BatchGetItem. */
const KEYS_MAX = 100;
/** As many calls at once are answered soon, and are no burst that the table refuses. */
const CALLS_AT_ONCE = 10;

/** An item that was asked for, or that it cannot be read. */
type Read = { readonly key: ItemKey; readonly item: Item | 'unreadable' };

/**
 * What waits for a person. The index `attention` finds it, and lags behind by moments; since when an intent or a head
 * waits stands in their items alone.
 */
export class DynamoDbExceptions implements Exceptions {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async listRows(kind: ExceptionKind): Promise<readonly ExceptionRow[]> {
    const rows = await queryAll(this.#client, {
      TableName: this.#table,
      IndexName: INDEX.attention,
      KeyConditionExpression: 'attention = :kind',
      ExpressionAttributeValues: { ':kind': kind },
      ProjectionExpression: 'pk, sk, attentionAt, receivedAt',
    });
    if (kind === 'unmatched' || kind === 'quarantined' || kind === 'stale') {
      return rows.map((row) => toEventRow(kind, row));
    }
    const read = await this.#readAll(rows.map(itemKeyOf));
    const items = new Map(read.map(({ key, item }) => [nameOf(key), item]));
    return rows.flatMap((row) => toRow(kind, row, items.get(nameOf(itemKeyOf(row)))) ?? []);
  }

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, KeptException>> {
    const keyed = ids.flatMap((id) => {
      const key = keyOfException(readExceptionId(id));
      return key ? [{ id, key }] : [];
    });
    const read = await this.#readAll(keyed.map(({ key }) => key));
    const items = new Map(read.map(({ key, item }) => [nameOf(key), item]));
    return new Map(
      keyed.flatMap(({ id, key }) => {
        const item = items.get(nameOf(key));
        return item ? [[id, toKept(id, item)] as const] : [];
      }),
    );
  }

  async listEntered(paymentId: string): Promise<readonly StatementLine[]> {
    const items = await queryAll(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :payment',
      FilterExpression: '#type = :payment_type',
      ExpressionAttributeNames: { '#type': 'type' },
      ExpressionAttributeValues: { ':payment': paymentId, ':payment_type': 'payment' },
    });
    return items.flatMap((item) => {
      const line = tryParse(StatementLine, { ...item, key: keyOfEntry(itemKeyOf(item)) });
      return line.ok ? [line.value] : [];
    });
  }

  async findHeads(obligationIds: readonly string[]): Promise<readonly Obligation[]> {
    const read = await this.#readAll(obligationIds.map(headKey));
    return read.flatMap(({ item }) => {
      const kept = tryRead(item, (head) => ({ of: 'head', obligation: fromObligationItem(head) }));
      return kept.of === 'head' ? [kept.obligation] : [];
    });
  }

  async #readAll(keys: readonly ItemKey[]): Promise<readonly Read[]> {
    const batches: ItemKey[][] = [];
    for (let first = 0; first < keys.length; first += KEYS_MAX) {
      batches.push(keys.slice(first, first + KEYS_MAX));
    }
    const read: Read[] = [];
    for (let first = 0; first < batches.length; first += CALLS_AT_ONCE) {
      const some = batches.slice(first, first + CALLS_AT_ONCE);
      read.push(...(await Promise.all(some.map((batch) => this.#readBatch(batch)))).flat());
    }
    return read;
  }

  /** One number that is none of ours fails all that are read with it. */
  async #readBatch(keys: readonly ItemKey[]): Promise<readonly Read[]> {
    try {
      const items = await readItems(this.#client, this.#table, keys);
      return items.map((item) => ({ key: itemKeyOf(item), item }));
    } catch (error) {
      if (error instanceof ServiceError || isOfAws(error)) throw error;
    }
    return (await Promise.all(keys.map((key) => this.#readAlone(key)))).flat();
  }

  async #readAlone(key: ItemKey): Promise<readonly Read[]> {
    try {
      const items = await readItems(this.#client, this.#table, [key]);
      return items.map((item) => ({ key, item }));
    } catch (error) {
      if (error instanceof ServiceError || isOfAws(error)) throw error;
      return [{ key, item: 'unreadable' }];
    }
  }
}

/** What AWS refuses, and not what we cannot read. */
function isOfAws(error: unknown): boolean {
  return error instanceof Error && '$metadata' in error;
}

function nameOf({ pk, sk }: ItemKey): string {
  return `${pk} ${sk}`;
}

function toKept(id: string, item: Item | 'unreadable'): KeptException {
  const of = readExceptionId(id)?.kind;
  return tryRead(item, (kept) => {
    if (of === 'intent') return { of, intent: fromIntentItem(kept) };
    if (of !== 'event') return { of: 'head', obligation: fromObligationItem(kept) };
    const event = fromHeldItem(kept);
    // Whoever may change an item could make it tell of another payment.
    if (event.raw && hashBytes(event.raw) !== event.hash) return { of: 'unreadable' };
    return { of, event, isListed: 'attention' in kept };
  });
}

function tryRead(item: Item | 'unreadable', read: (item: Item) => KeptException): KeptException {
  if (item === 'unreadable') return { of: 'unreadable' };
  try {
    return read(item);
  } catch {
    return { of: 'unreadable' };
  }
}

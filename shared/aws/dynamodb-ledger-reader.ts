import {
  type AttributeValue,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { type ChainedEntry, type ChainedLine, toChainedLine } from '#shared/models/chain.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import type { HeldKey } from '#shared/models/held-event.ts';
import type { LedgerItem } from '#shared/models/ledger-item.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { ReconciledKey } from '#shared/models/reconciled.ts';
import type { Redaction } from '#shared/models/redaction.ts';
import type { Undone } from '#shared/models/undone.ts';
import type { LedgerPage, LedgerReader } from '#shared/ports/ledger-reader.ts';
import {
  entryItemKey,
  erasureKey,
  headKey,
  heldItemKey,
  INDEX,
  type ItemKey,
  reconciledKey,
  referenceKey,
  SK,
} from './items/keys.ts';
import { readLedgerItem } from './read-ledger-item.ts';

type Attributes = Record<string, AttributeValue>;

const LINES_AT_ONCE = 16;

/** Reads the ledger's table as a whole. Takes no document client, since one bad number would fail a page of it. */
export class DynamoDbLedgerReader implements LedgerReader {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  #readUnits = 0;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  get readUnits(): number {
    return this.#readUnits;
  }

  async estimateItems(): Promise<number> {
    const describe = new DescribeTableCommand({ TableName: this.#table });
    return (await this.#client.send(describe)).Table?.ItemCount ?? 0;
  }

  async readPage(cursor: string | undefined): Promise<LedgerPage> {
    const {
      Items = [],
      LastEvaluatedKey,
      ConsumedCapacity,
    } = await this.#client.send(
      new ScanCommand({
        TableName: this.#table,
        ConsistentRead: true,
        ReturnConsumedCapacity: 'TOTAL',
        ExclusiveStartKey: cursor === undefined ? undefined : (JSON.parse(cursor) as Attributes),
      }),
    );
    this.#count(ConsumedCapacity);
    return {
      items: Items.map(readLedgerItem),
      cursor: LastEvaluatedKey && JSON.stringify(LastEvaluatedKey),
    };
  }

  async findObligation(obligationId: string) {
    const item = await this.#read(headKey(obligationId));
    if (item === undefined) return undefined;
    return item.kind === 'obligation' ? item.obligation : 'unreadable';
  }

  async findObligationId(
    kind: ObligationKind,
    externalReference: string,
  ): Promise<string | undefined> {
    const item = await this.#read(referenceKey(kind, externalReference));
    return item?.kind === 'reference' ? item.obligationId : undefined;
  }

  async isErasureRecorded(redaction: Redaction): Promise<boolean> {
    return (await this.#read(erasureKey(redaction)))?.kind === 'erasure';
  }

  async isWaiting(key: HeldKey): Promise<boolean> {
    const item = await this.#read(heldItemKey(key));
    return item?.kind === 'held' && item.waits && item.event.state === 'unmatched';
  }

  async listLines(obligationId: string): Promise<readonly ChainedLine[]> {
    const rows = await this.#queryAll(
      {
        IndexName: INDEX.statement,
        KeyConditionExpression: 'obligationId = :id AND #sequence > :none',
        ExpressionAttributeNames: { '#sequence': 'sequence' },
        ExpressionAttributeValues: { ':id': { S: obligationId }, ':none': { N: '0' } },
      },
      (row) => ({ pk: row['pk']?.S ?? '', sk: row['sk']?.S ?? '' }),
    );
    const keys = rows.filter(({ sk }) => !sk.startsWith(SK.telling));
    const lines: ChainedLine[] = [];
    for (let first = 0; first < keys.length; first += LINES_AT_ONCE) {
      const some = keys.slice(first, first + LINES_AT_ONCE);
      const read = await Promise.all(some.map((key) => this.#readLine(key)));
      // A line that an edit moved to another obligation is not one of this one's.
      lines.push(...read.flatMap((line) => (line?.obligationId === obligationId ? [line] : [])));
    }
    return lines;
  }

  async findEntry(entryKey: string): Promise<ChainedEntry | undefined> {
    const item = await this.#read(entryItemKey(entryKey));
    return item?.kind === 'entry' ? item.entry : undefined;
  }

  async findReconciled(key: ReconciledKey) {
    const item = await this.#read(reconciledKey(key));
    return item?.kind === 'reconciled' ? item.reconciled : undefined;
  }

  async listSettled(paymentId: string): Promise<readonly Doubt[]> {
    const items = await this.#listPartition(paymentId, '');
    return items.flatMap((item) => (item.kind === 'settled' ? [item.doubt] : []));
  }

  async listUndone(obligationId: string): Promise<readonly Undone[]> {
    const items = await this.#listPartition(obligationId, SK.undone);
    return items.flatMap((item) => (item.kind === 'undone' ? [item.undone] : []));
  }

  /** What is true now of a partition, where the sort key begins so. */
  #listPartition(pk: string, prefix: string): Promise<readonly LedgerItem[]> {
    const query = {
      ConsistentRead: true,
      KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: {
        ':pk': { S: pk },
        ...(prefix !== '' && { ':prefix': { S: prefix } }),
      },
    };
    return this.#queryAll(query, readLedgerItem);
  }

  async #queryAll<T>(
    query: Omit<QueryCommandInput, 'TableName'>,
    read: (item: Attributes) => T,
  ): Promise<readonly T[]> {
    const found: T[] = [];
    let start: Attributes | undefined;
    do {
      const { Items, LastEvaluatedKey, ConsumedCapacity } = await this.#client.send(
        new QueryCommand({
          ...query,
          TableName: this.#table,
          ReturnConsumedCapacity: 'TOTAL',
          ExclusiveStartKey: start,
        }),
      );
      this.#count(ConsumedCapacity);
      found.push(...(Items ?? []).map(read));
      start = LastEvaluatedKey;
    } while (start);
    return found;
  }

  /** A line only, without the raw event: some obligations have very many. */
  async #readLine(key: ItemKey): Promise<ChainedLine | undefined> {
    const item = await this.#read(key);
    return item?.kind === 'entry' ? toChainedLine(item.entry) : undefined;
  }

  async #read({ pk, sk }: ItemKey): Promise<LedgerItem | undefined> {
    const { Item, ConsumedCapacity } = await this.#client.send(
      new GetItemCommand({
        TableName: this.#table,
        Key: { pk: { S: pk }, sk: { S: sk } },
        ConsistentRead: true,
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    this.#count(ConsumedCapacity);
    return Item && readLedgerItem(Item);
  }

  #count(consumed: { readonly CapacityUnits?: number | undefined } | undefined): void {
    this.#readUnits += consumed?.CapacityUnits ?? 0;
  }
}

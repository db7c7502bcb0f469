import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ServiceError } from '#shared/errors.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type {
  LedgerState,
  LedgerStore,
  Opening,
  Posting,
  PostResult,
} from '#shared/ports/ledger.ts';
import type { StatementPage } from '#shared/ports/statements.ts';
import { type Cancellation, readCancellations } from './cancellation.ts';
import {
  ATTENTION,
  fromEntryItem,
  fromHeldItem,
  fromObligationItem,
  fromStatementRow,
  heldPk,
  INDEX,
  type Item,
  referencePk,
} from './ledger-items.ts';
import { holdUnmatchedItems, judgeUpdate, openItems, postItems } from './ledger-writes.ts';
import { readItems } from './read-items.ts';

type TransactItems = ReturnType<typeof postItems>;

/** The ledger in one DynamoDB table. */
export class DynamoDbLedgerStore implements LedgerStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async findObligation(obligationId: string): Promise<Obligation | undefined> {
    const item = await this.#get(obligationId);
    return item && fromObligationItem(item);
  }

  async readLedger(obligationId: string, entryKeys: readonly string[]): Promise<LedgerState> {
    const items = await readItems(this.#client, this.#table, [obligationId, ...entryKeys]);
    const obligation = items.get(obligationId);
    const entries = new Set(entryKeys);
    return {
      obligation: obligation && fromObligationItem(obligation),
      entries: [...items].flatMap(([key, item]) => (entries.has(key) ? [fromEntryItem(item)] : [])),
    };
  }

  async findObligationId(externalReference: string): Promise<string | undefined> {
    const item = await this.#get(referencePk(externalReference));
    return item && String(item['obligationId']);
  }

  async post(posting: Posting): Promise<PostResult> {
    const cancellations = await this.#transact(postItems(this.#table, posting));
    return cancellations ? 'moved' : 'posted';
  }

  async open(opening: Opening): Promise<'opened' | 'exists'> {
    const cancellations = await this.#transact(openItems(this.#table, opening));
    if (!cancellations) return 'opened';
    if (cancellations.includes('condition')) return 'exists';
    throw new ServiceError(
      'ledger.busy',
      'Somebody else is opening this obligation; send the request again',
    );
  }

  async hold(event: HeldEvent): Promise<'held' | 'obligation_exists'> {
    if (event.state !== 'unmatched') return this.#judge(event);
    const cancellations = await this.#transact(holdUnmatchedItems(this.#table, event));
    if (!cancellations) return 'held';
    const [obligation, sameEvent] = cancellations;
    // Held before. All else, a conflict too, tells nothing of the event: whoever retries sees how it ended.
    const isThere = obligation === 'none' && sameEvent === 'condition';
    return isThere ? 'held' : 'obligation_exists';
  }

  async release(hash: string): Promise<void> {
    await this.#client.send(
      new DeleteCommand({ TableName: this.#table, Key: { pk: heldPk(hash) } }),
    );
  }

  async listStatement(
    obligationId: string,
    { limit, before = Number.MAX_SAFE_INTEGER }: { limit: number; before?: number | undefined },
  ): Promise<StatementPage> {
    if (before <= 1) return { lines: [], hasMore: false };
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.statement,
        KeyConditionExpression: 'obligationId = :id AND #sequence BETWEEN :first AND :last',
        ExpressionAttributeNames: { '#sequence': 'sequence' },
        ExpressionAttributeValues: { ':id': obligationId, ':first': 1, ':last': before - 1 },
        ScanIndexForward: false,
        // One more than asked tells whether there is another page.
        Limit: limit + 1,
      }),
    );
    return { lines: Items.slice(0, limit).map(fromStatementRow), hasMore: Items.length > limit };
  }

  async listWaiting(obligationId: string, limit: number): Promise<readonly HeldEvent[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.statement,
        KeyConditionExpression: 'obligationId = :id AND #sequence < :none',
        ExpressionAttributeNames: { '#sequence': 'sequence' },
        ExpressionAttributeValues: { ':id': obligationId, ':none': 0 },
        // The least negative came last: first come, first served.
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return this.#readUnmatched(Items);
  }

  async listUnmatched({ limit, cursor }: { limit: number; cursor?: string | undefined }) {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.attention,
        KeyConditionExpression: 'attention = :unmatched',
        ExpressionAttributeValues: { ':unmatched': ATTENTION.unmatched },
        Limit: limit,
        ExclusiveStartKey: cursor === undefined ? undefined : (JSON.parse(cursor) as Item),
      }),
    );
    const events = await this.#readUnmatched(Items);
    return LastEvaluatedKey ? { events, cursor: JSON.stringify(LastEvaluatedKey) } : { events };
  }

  /** Rows of an index lag behind; the items themselves say what is true now. */
  async #readUnmatched(rows: readonly Item[]): Promise<readonly HeldEvent[]> {
    const items = await Promise.all(rows.map(({ pk }) => this.#get(String(pk))));
    return items
      .filter((item) => item !== undefined)
      .map(fromHeldItem)
      .filter(({ state }) => state === 'unmatched');
  }

  async #judge(event: HeldEvent): Promise<'held'> {
    try {
      await this.#client.send(new UpdateCommand(judgeUpdate(this.#table, event)));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
    return 'held';
  }

  async #get(pk: string): Promise<Item | undefined> {
    const command = new GetCommand({ TableName: this.#table, Key: { pk }, ConsistentRead: true });
    return (await this.#client.send(command)).Item;
  }

  /** Why nothing was written; undefined if all was. */
  async #transact(items: TransactItems): Promise<readonly Cancellation[] | undefined> {
    try {
      await this.#client.send(new TransactWriteCommand({ TransactItems: items }));
      return undefined;
    } catch (error) {
      const cancellations = readCancellations(error);
      if (!cancellations) throw error;
      return cancellations;
    }
  }
}

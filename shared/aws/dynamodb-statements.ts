import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { StatementLine } from '#shared/models/entry.ts';
import { type ShownLine, saidBeside, toShownLine } from '#shared/models/shown-line.ts';
import type { Undone } from '#shared/models/undone.ts';
import type { LinesPage, PageAsked, StatementPage, Statements } from '#shared/ports/statements.ts';
import { fromReconciledItem, fromUndoneItem, isReconciledItem } from './items/change-items.ts';
import { fromEntryItem, fromStatementRow } from './items/entry-items.ts';
import { entryItemKey, INDEX, type Item, RECONCILED, SK } from './items/keys.ts';
import { queryAll } from './query-all.ts';
import { readItems } from './read-items.ts';
import { readSaid } from './read-said.ts';

/** Statements from the index of that name, which lags behind by moments. */
export class DynamoDbStatements implements Statements {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async listStatement(obligationId: string, page: PageAsked): Promise<StatementPage> {
    const { lines, hasMore } = await this.listLines(obligationId, page);
    return { lines: await this.#show(obligationId, lines), hasMore };
  }

  /** Beside the row of a payment stands that of its other telling, if there is one. */
  async listLines(
    obligationId: string,
    { limit, before = Number.MAX_SAFE_INTEGER }: PageAsked,
  ): Promise<LinesPage<StatementLine>> {
    if (before <= 1) return { lines: [], hasMore: false };
    const rows = new Map<unknown, Item[]>();
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          IndexName: INDEX.statement,
          KeyConditionExpression: 'obligationId = :id AND #sequence BETWEEN :first AND :last',
          ExpressionAttributeNames: { '#sequence': 'sequence' },
          ExpressionAttributeValues: { ':id': obligationId, ':first': 1, ':last': before - 1 },
          ScanIndexForward: false,
          // One more than asked tells whether there is another page, and that all before it are whole.
          Limit: limit + 1 - rows.size,
          ExclusiveStartKey: start,
        }),
      );
      for (const row of Items) {
        rows.set(row['sequence'], [...(rows.get(row['sequence']) ?? []), row]);
      }
      start = LastEvaluatedKey;
    } while (start && rows.size <= limit);
    const lines = [...rows.values()].slice(0, limit).flatMap(toLine);
    return { lines, hasMore: rows.size > limit };
  }

  /** What the index does not have. */
  async #show(
    obligationId: string,
    lines: readonly StatementLine[],
  ): Promise<readonly ShownLine[]> {
    if (lines.length === 0) return [];
    const [said, undone] = await Promise.all([
      readSaid(this.#client, this.#table, lines),
      this.#listUndone(obligationId),
    ]);
    return lines.map((line) => ({ ...line, ...said.get(line.key), ...saidBeside(line, undone) }));
  }

  async listReconciled(reconciliationId: string): Promise<readonly ShownLine[]> {
    const items = await queryAll(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :id',
      ExpressionAttributeValues: { ':id': `${RECONCILED}${reconciliationId}` },
    });
    // An event may tell of a payment of any id, and be held beside.
    const rows = items.filter(isReconciledItem).map(fromReconciledItem);
    const keys = rows.map(({ entryKey }) => entryItemKey(entryKey));
    const entries = (await readItems(this.#client, this.#table, keys)).map(fromEntryItem);
    const shown = entries.map(toShownLine).map(async (line) => {
      const undone = await this.#listUndone(line.obligationId);
      return { ...line, ...saidBeside(line, undone) };
    });
    return (await Promise.all(shown)).toSorted((one, other) => one.type.localeCompare(other.type));
  }

  /** What is undone of the entries of the obligation. */
  async #listUndone(obligationId: string): Promise<readonly Undone[]> {
    const items = await queryAll(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :id AND begins_with(sk, :undone)',
      ExpressionAttributeValues: { ':id': obligationId, ':undone': SK.undone },
    });
    return items.map(fromUndoneItem);
  }
}

/** An entry knows what its own telling said; what the other one said beside it is shown with it. */
function toLine(rows: readonly Item[]): readonly StatementLine[] {
  const isTelling = ({ sk }: Item) => String(sk).startsWith(SK.telling);
  const [entry] = rows.filter((row) => !isTelling(row)).map(fromStatementRow);
  if (!entry) return [];
  const { paymentRequest, description } = rows.find(isTelling) ?? {};
  return [
    {
      ...entry,
      ...(typeof paymentRequest === 'string' && { paymentRequest }),
      ...(typeof description === 'string' && { description }),
    },
  ];
}

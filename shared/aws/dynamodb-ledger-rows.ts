import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { StatementLine } from '#shared/models/entry.ts';
import type { ShownLine } from '#shared/models/shown-line.ts';
import type { LedgerRows } from '#shared/ports/statements.ts';
import { fromStatementRow } from './items/entry-items.ts';
import { INDEX, type Item, SK } from './items/keys.ts';
import { readSaid } from './read-said.ts';

/** Entries by their numbers, from the index `statement`, which lags behind by moments. */
export class DynamoDbLedgerRows implements LedgerRows {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** What another telling said stands beside its entry, and may have come at any time: it is left out. */
  async readRows(
    obligationId: string,
    { first, last }: { readonly first: number; readonly last: number },
  ): Promise<readonly StatementLine[]> {
    const lines: StatementLine[] = [];
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          IndexName: INDEX.statement,
          KeyConditionExpression: 'obligationId = :id AND #sequence BETWEEN :first AND :last',
          ExpressionAttributeNames: { '#sequence': 'sequence' },
          ExpressionAttributeValues: { ':id': obligationId, ':first': first, ':last': last },
          ExclusiveStartKey: start,
        }),
      );
      const entries = Items.filter(({ sk }) => !String(sk).startsWith(SK.telling));
      lines.push(...entries.map(fromStatementRow));
      start = LastEvaluatedKey;
    } while (start);
    return lines;
  }

  async readSaid(lines: readonly StatementLine[]): Promise<readonly ShownLine[]> {
    const said = await readSaid(this.#client, this.#table, lines);
    return lines.map((line) => ({ ...line, ...said.get(line.key) }));
  }
}

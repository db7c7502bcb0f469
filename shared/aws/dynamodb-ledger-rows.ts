import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { StatementLine } from '#shared/models/entry.ts';
import type { ShownLine } from '#shared/models/shown-line.ts';
import type { LedgerRows } from '#shared/ports/statements.ts';
import { fromStatementRow } from './items/entry-items.ts';
import { INDEX, SK } from './items/keys.ts';
import { queryAll } from './query-all.ts';
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
    const rows = await queryAll(this.#client, {
      TableName: this.#table,
      IndexName: INDEX.statement,
      KeyConditionExpression: 'obligationId = :id AND #sequence BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#sequence': 'sequence' },
      ExpressionAttributeValues: { ':id': obligationId, ':first': first, ':last': last },
    });
    return rows.filter(({ sk }) => !String(sk).startsWith(SK.telling)).map(fromStatementRow);
  }

  async readSaid(lines: readonly StatementLine[]): Promise<readonly ShownLine[]> {
    const said = await readSaid(this.#client, this.#table, lines);
    return lines.map((line) => ({ ...line, ...said.get(line.key) }));
  }
}

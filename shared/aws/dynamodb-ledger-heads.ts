import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { AnchorLeaf } from '#shared/models/anchor.ts';
import { parse, tryParse } from '#shared/models/parsing.ts';
import type { HeadsPage, LedgerHeads } from '#shared/ports/anchors.ts';
import { tellOfBusyTable } from './busy-table.ts';
import { type Capture, requestHandler } from './client-options.ts';
import { type ItemKey, SK } from './items/keys.ts';

type Attributes = Record<string, AttributeValue>;

const Cursor = z.object({ pk: z.string(), sk: z.string() });

/**
 * Scans the ledger's table for the heads of obligations that have entries. Needs `dynamodb:Scan`. Takes no document
 * client, since one bad number would fail a page of it. Eventually consistent, for half the price: an older head is one
 * that an obligation had, which is all that an anchor says.
 */
export class DynamoDbLedgerHeads implements LedgerHeads {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async readHeads(cursor: string | undefined): Promise<HeadsPage> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new ScanCommand({
        TableName: this.#table,
        FilterExpression: 'sk = :head AND attribute_exists(newestHash)',
        ProjectionExpression: 'pk, #sequence, newestHash',
        ExpressionAttributeNames: { '#sequence': 'sequence' },
        ExpressionAttributeValues: { ':head': { S: SK.head } },
        ExclusiveStartKey: cursor === undefined ? undefined : toKey(cursor),
      }),
    );
    const read = Items.map((item) => ({ item, leaf: tryParse(AnchorLeaf, toLeaf(item)) }));
    return {
      leaves: read.flatMap(({ leaf }) => (leaf.ok ? [leaf.value] : [])),
      unreadable: read.flatMap(({ item, leaf }) => (leaf.ok ? [] : [item['pk']?.S ?? ''])),
      cursor: LastEvaluatedKey && toCursor(LastEvaluatedKey),
    };
  }
}

export function createLedgerHeads(capture: Capture, table: string): LedgerHeads {
  const client = new DynamoDBClient({ requestHandler });
  return new DynamoDbLedgerHeads(capture(tellOfBusyTable(client)), table);
}

function toLeaf({ pk, sequence, newestHash }: Attributes): readonly unknown[] {
  return [pk?.S, Number(sequence?.N), newestHash?.S];
}

/** It is kept with an anchor, so that a later run goes on from there. */
function toCursor({ pk, sk }: Attributes): string {
  return JSON.stringify({ pk: pk?.S, sk: sk?.S } satisfies Partial<Record<keyof ItemKey, unknown>>);
}

function toKey(cursor: string): Attributes {
  const { pk, sk } = parse(Cursor, JSON.parse(cursor));
  return { pk: { S: pk }, sk: { S: sk } };
}

import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { DynamoDbLedgerHeads } from '#shared/aws/dynamodb-ledger-heads.ts';
import type { AnchorLeaf } from '#shared/models/anchor.ts';
import { engines } from '#test/support/dynamodb-engines.ts';
import type { RunningServer } from '#test/support/server-process.ts';
import { ledgerTable } from '#test/support/template.ts';

const TableName = 'ledger';
const HASH = 'A'.repeat(43);

describe.each(engines)('heads of a table of more than a page: $name', ({ start }) => {
  let engine: RunningServer;
  let client: DynamoDBClient;
  const put = (pk: string, sequence: object, newestHash: string) =>
    client.send(
      new PutItemCommand({
        TableName,
        Item: {
          pk: { S: pk },
          sk: { S: 'HEAD' },
          sequence: sequence as { N: string },
          newestHash: { S: newestHash },
          filling: { S: 'x'.repeat(300_000) },
        },
      }),
    );
  beforeAll(async () => {
    engine = await start();
    client = new DynamoDBClient(localClientConfig(engine.endpoint));
    await client.send(new CreateTableCommand(ledgerTable(TableName)));
  }, 120_000);
  afterAll(async () => {
    client.destroy();
    await engine.close();
  });

  test('each is read once; those that are not as our code writes them are told, and stop no page', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `bcus_${index}`);
    for (const id of ids) await put(id, { N: '7' }, HASH);
    await put('bcus_fraction', { N: '1.5' }, HASH);
    await put('bcus_none', { N: '-1' }, HASH);
    await put('bcus_hash', { N: '7' }, 'short');
    await put('INTENT#x', { N: '7' }, HASH);
    await put('bcus_large', { N: '9'.repeat(38) }, HASH);

    const heads = new DynamoDbLedgerHeads(client, TableName);
    const leaves: AnchorLeaf[] = [];
    const unreadable: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await heads.readHeads(cursor);
      leaves.push(...page.leaves);
      unreadable.push(...page.unreadable);
      cursor = page.cursor;
      pages += 1;
    } while (cursor !== undefined && pages < 100);
    expect(pages).toBeGreaterThan(2);
    expect(leaves.toSorted()).toEqual(ids.map((id) => [id, 7, HASH]));
    const others = ['INTENT#x', 'bcus_fraction', 'bcus_hash', 'bcus_large', 'bcus_none'];
    expect(unreadable.toSorted()).toEqual(others);
  }, 60_000);
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '#emulator/dynamodb/embedded-dynamodb.ts';

export type KeptData = EmbeddedDynamoDb & { readonly table: string };

/** Opens the table that `npm start -- --data DIR` kept, without starting anything else. */
export async function openKeptData(directory: string): Promise<KeptData> {
  const tables = join(directory, 'dynamodb');
  if (!existsSync(tables)) {
    throw new Error(`${directory} is no directory that \`npm start -- --data DIR\` kept`);
  }
  const dynamodb = await startEmbeddedDynamoDb({ directory: tables }).catch((cause: Error) => {
    const hint =
      'If that is an `npm start`, its ledger can be verified while it runs: npm run verify';
    throw new Error(`${cause.message}. ${hint}`, { cause });
  });
  try {
    return { ...dynamodb, table: await onlyTable(dynamodb.endpoint, directory) };
  } catch (error) {
    await dynamodb.close();
    throw error;
  }
}

async function onlyTable(endpoint: string, directory: string): Promise<string> {
  const client = new DynamoDBClient(localClientConfig(endpoint));
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand());
    const [table] = TableNames;
    if (table !== undefined && TableNames.length === 1) return table;
    throw new Error(`${directory} must hold one table; it holds ${TableNames.length}`);
  } finally {
    client.destroy();
  }
}

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { TRANSLATION } from '#shared/aws/document-client.ts';
import { DynamoDbIntentStore } from '#shared/aws/dynamodb-intent-store.ts';
import { DynamoDbLedgerReader } from '#shared/aws/dynamodb-ledger-reader.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import type { LedgerStore } from '#shared/ports/ledger.ts';
import type { LedgerReader } from '#shared/ports/ledger-reader.ts';
import { type DynamoDbEngine, engines } from './dynamodb-engines.ts';
import { MemoryIntentStore } from './memory-intent-store.ts';
import { MemoryLedgerReader } from './memory-ledger-reader.ts';
import { MemoryLedgerStore, MemoryTable } from './memory-ledger-store.ts';
import { ledgerTable } from './template.ts';

export type Stores = {
  readonly ledger: LedgerStore;
  readonly intents: IntentStore;
  readonly reader: LedgerReader;
};

export type World = {
  readonly name: string;
  start(): Promise<{ fresh(): Promise<Stores>; close(): Promise<void> }>;
};

const memory: World = {
  name: 'memory',
  start: async () => ({
    fresh: async () => {
      const table = new MemoryTable();
      return {
        ledger: new MemoryLedgerStore(table),
        intents: new MemoryIntentStore(table),
        reader: new MemoryLedgerReader(table),
      };
    },
    close: async () => undefined,
  }),
};

/** The adapters that run in AWS, each time on another table. */
function dynamoDb({ name, start }: DynamoDbEngine): World {
  return {
    name,
    start: async () => {
      const definition = ledgerTable('ledger');
      const engine = await start();
      const documents = connect(engine.endpoint);
      let count = 0;
      return {
        fresh: async () => {
          count += 1;
          const table = `ledger-${count}`;
          await documents.send(new CreateTableCommand({ ...definition, TableName: table }));
          return {
            ledger: new DynamoDbLedgerStore(documents, table),
            intents: new DynamoDbIntentStore(documents, table),
            reader: new DynamoDbLedgerReader(documents, table),
          };
        },
        close: async () => {
          documents.destroy();
          await engine.close();
        },
      };
    },
  };
}

/** @param watch told of the client before it is used, to add middleware. */
export function connect(
  endpoint: string,
  watch: (client: DynamoDBClient) => void = () => undefined,
): DynamoDBDocumentClient {
  const client = new DynamoDBClient(localClientConfig(endpoint));
  watch(client);
  return DynamoDBDocumentClient.from(client, TRANSLATION);
}

/** Every implementation of the stores, each from an empty table. */
export const worlds: readonly World[] = [memory, ...engines.map(dynamoDb)];

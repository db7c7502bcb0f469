import { CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { engines } from '#test/support/dynamodb-engines.ts';
import { connect } from '#test/support/stores.ts';
import { ledgerTable } from '#test/support/template.ts';

/** For each test of a block an empty ledger's table of one engine, to put items into by hand. */
export function emptyTables(engine: (typeof engines)[number]): {
  readonly documents: DynamoDBDocumentClient;
  readonly table: string;
} {
  let documents: DynamoDBDocumentClient;
  let close: () => Promise<void> = async () => undefined;
  let definition: CreateTableCommandInput;
  let tables = 0;

  beforeAll(async () => {
    definition = ledgerTable('ledger');
    const running = await engine.start();
    documents = connect(running.endpoint);
    close = () => running.close();
  }, 60_000);
  afterAll(() => close());
  const name = () => `by-hand-${tables}`;
  beforeEach(async () => {
    tables += 1;
    await documents.send(new CreateTableCommand({ ...definition, TableName: name() }));
  });
  return {
    get documents() {
      return documents;
    },
    get table() {
      return name();
    },
  };
}

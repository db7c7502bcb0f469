import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { tellOfBusyTable } from '#shared/aws/busy-table.ts';
import { TRANSLATION } from '#shared/aws/document-client.ts';
import { DynamoDbChanges } from '#shared/aws/dynamodb-changes.ts';
import { DynamoDbEntriesOfPayments } from '#shared/aws/dynamodb-entries-of-payments.ts';
import { DynamoDbExceptions } from '#shared/aws/dynamodb-exceptions.ts';
import { DynamoDbIntentStore } from '#shared/aws/dynamodb-intent-store.ts';
import { DynamoDbKindHeads } from '#shared/aws/dynamodb-kind-heads.ts';
import { DynamoDbLedgerHeads } from '#shared/aws/dynamodb-ledger-heads.ts';
import { DynamoDbLedgerReader } from '#shared/aws/dynamodb-ledger-reader.ts';
import { DynamoDbLedgerRows } from '#shared/aws/dynamodb-ledger-rows.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { DynamoDbListedObligations } from '#shared/aws/dynamodb-listed-obligations.ts';
import { DynamoDbOwnedObligations } from '#shared/aws/dynamodb-owned-obligations.ts';
import { DynamoDbPeople } from '#shared/aws/dynamodb-people.ts';
import { DynamoDbPresentedRequests } from '#shared/aws/dynamodb-presented-requests.ts';
import { DynamoDbRecordedEntries } from '#shared/aws/dynamodb-recorded-entries.ts';
import { DynamoDbResolutions } from '#shared/aws/dynamodb-resolutions.ts';
import { DynamoDbStatements } from '#shared/aws/dynamodb-statements.ts';
import { DynamoDbUntoldObligations } from '#shared/aws/dynamodb-untold-obligations.ts';
import { DynamoDbWaitingAmounts } from '#shared/aws/dynamodb-waiting-amounts.ts';
import { DynamoDbWaitingEvents } from '#shared/aws/dynamodb-waiting-events.ts';
import { heldItemKey } from '#shared/aws/items/keys.ts';
import type { HeldKey } from '#shared/models/held-event.ts';
import type { LedgerHeads } from '#shared/ports/anchors.ts';
import type { Changes } from '#shared/ports/changes.ts';
import type { Exceptions } from '#shared/ports/exceptions.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import type {
  HeldEvents,
  Obligations,
  Openings,
  OwnedObligations,
  Postings,
  Profiles,
  WaitingEvents,
} from '#shared/ports/ledger.ts';
import type { LedgerReader } from '#shared/ports/ledger-reader.ts';
import type { ListedObligations } from '#shared/ports/listed.ts';
import type { People } from '#shared/ports/people.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import type { UntoldObligations } from '#shared/ports/push.ts';
import type { EntriesOfPayments } from '#shared/ports/reconciling.ts';
import type { KindHeads, RecordedEntries, WaitingAmounts } from '#shared/ports/reports.ts';
import type { Resolutions } from '#shared/ports/resolutions.ts';
import type { LedgerRows, Statements } from '#shared/ports/statements.ts';
import { type DynamoDbEngine, engines } from './dynamodb-engines.ts';
import { MemoryLedgerHeads } from './memory-anchors.ts';
import { MemoryChanges } from './memory-changes.ts';
import { MemoryEntriesOfPayments } from './memory-entries-of-payments.ts';
import { MemoryExceptions } from './memory-exceptions.ts';
import { MemoryIntentStore } from './memory-intent-store.ts';
import { MemoryLedgerReader } from './memory-ledger-reader.ts';
import { MemoryLedgerRows } from './memory-ledger-rows.ts';
import { MemoryLedgerStore } from './memory-ledger-store.ts';
import { MemoryListedObligations } from './memory-listed-obligations.ts';
import { MemoryOwnedObligations } from './memory-owned-obligations.ts';
import { MemoryPeople } from './memory-people.ts';
import { MemoryPresentedRequests } from './memory-presented-requests.ts';
import {
  MemoryKindHeads,
  MemoryRecordedEntries,
  MemoryWaitingAmounts,
} from './memory-report-sources.ts';
import { MemoryResolutions } from './memory-resolutions.ts';
import { MemoryStatements } from './memory-statements.ts';
import { MemoryTable } from './memory-table.ts';
import { MemoryUntoldObligations } from './memory-untold-obligations.ts';
import { MemoryWaitingEvents } from './memory-waiting-events.ts';
import { ledgerTable } from './template.ts';

export type Stores = {
  readonly ledger: Obligations & Postings & HeldEvents & Openings & Profiles;
  readonly changes: Changes;
  readonly listed: ListedObligations;
  readonly owned: OwnedObligations;
  readonly resolutions: Resolutions;
  readonly waiting: WaitingEvents;
  readonly statements: Statements;
  readonly rows: LedgerRows;
  readonly kindHeads: KindHeads;
  readonly recorded: RecordedEntries;
  readonly amounts: WaitingAmounts;
  readonly ofPayments: EntriesOfPayments;
  readonly presented: PresentedRequests;
  readonly intents: IntentStore;
  readonly people: People;
  readonly reader: LedgerReader;
  /** A person takes a held event off the list, as docs/operations.md says. */
  decide(key: HeldKey): Promise<void>;
  readonly heads: LedgerHeads;
  readonly untold: UntoldObligations;
  readonly exceptions: Exceptions;
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
        changes: new MemoryChanges(table),
        listed: new MemoryListedObligations(table),
        owned: new MemoryOwnedObligations(table),
        resolutions: new MemoryResolutions(table),
        waiting: new MemoryWaitingEvents(table),
        statements: new MemoryStatements(table),
        rows: new MemoryLedgerRows(table),
        kindHeads: new MemoryKindHeads(table),
        recorded: new MemoryRecordedEntries(table),
        amounts: new MemoryWaitingAmounts(table),
        ofPayments: new MemoryEntriesOfPayments(table),
        presented: new MemoryPresentedRequests(table),
        intents: new MemoryIntentStore(table),
        people: new MemoryPeople(table),
        decide: async ({ hash }) => void table.decided.add(hash),
        reader: new MemoryLedgerReader(table),
        heads: new MemoryLedgerHeads(table),
        untold: new MemoryUntoldObligations(table),
        exceptions: new MemoryExceptions(table),
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
          return storesOver(documents, table);
        },
        close: async () => {
          documents.destroy();
          await engine.close();
        },
      };
    },
  };
}

/** The adapters that run in AWS, over a client and a table that exists. */
export function storesOver(documents: DynamoDBDocumentClient, table: string): Stores {
  return {
    ledger: new DynamoDbLedgerStore(documents, table),
    changes: new DynamoDbChanges(documents, table),
    listed: new DynamoDbListedObligations(documents, table),
    owned: new DynamoDbOwnedObligations(documents, table),
    resolutions: new DynamoDbResolutions(documents, table),
    waiting: new DynamoDbWaitingEvents(documents, table),
    statements: new DynamoDbStatements(documents, table),
    rows: new DynamoDbLedgerRows(documents, table),
    kindHeads: new DynamoDbKindHeads(documents, table),
    recorded: new DynamoDbRecordedEntries(documents, table),
    amounts: new DynamoDbWaitingAmounts(documents, table),
    ofPayments: new DynamoDbEntriesOfPayments(documents, table),
    presented: new DynamoDbPresentedRequests(documents, table),
    intents: new DynamoDbIntentStore(documents, table),
    people: new DynamoDbPeople(documents, table),
    decide: (key) => decide(documents, table, key),
    reader: new DynamoDbLedgerReader(documents, table),
    heads: new DynamoDbLedgerHeads(documents, table),
    untold: new DynamoDbUntoldObligations(documents, table),
    exceptions: new DynamoDbExceptions(documents, table),
  };
}

async function decide(client: DynamoDBDocumentClient, table: string, key: HeldKey) {
  const update = { Key: heldItemKey(key), UpdateExpression: 'REMOVE attention, attentionAt' };
  await client.send(new UpdateCommand({ TableName: table, ...update }));
}

/** @param watch told of the client before it is used, to add middleware. */
export function connect(
  endpoint: string,
  watch: (client: DynamoDBClient) => void = () => undefined,
): DynamoDBDocumentClient {
  const client = tellOfBusyTable(new DynamoDBClient(localClientConfig(endpoint)));
  watch(client);
  return DynamoDBDocumentClient.from(client, TRANSLATION);
}

/** Every implementation of the stores, each from an empty table. */
export const worlds: readonly World[] = [memory, ...engines.map(dynamoDb)];

import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import {
  CreateTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createPeerReconcile } from '#bench/peer/reconcile/handler.ts';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { createHandler as createReconcile } from '#functions/reconcile/handler.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { systemClock, systemRandomness } from '#shared/lambda/system.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { keysOf, MemoryDeadLetters } from '#test/support/signing.ts';
import { ledgerTable } from '#test/support/template.ts';
import { Recorder } from '#test/support/world.ts';
import { directConfig } from './direct.ts';
import { Ledgers, PEER_TABLES } from './ledgers.ts';
import type { Side } from './payments.ts';

/** As the stack gives the reconcile function. */
const TIMEOUT_MS = 60_000;
const TABLE = 'ledger';

export type Reconcile = (batch: SQSEvent) => Promise<SQSBatchResponse>;

export type InProcessWorld = {
  readonly reconcile: Readonly<Record<Side, Reconcile>>;
  readonly ledgers: Ledgers;
  close(): Promise<void>;
};

/**
 * The reconcile functions of both sides in this process, silent, against one DynamoDB.
 *
 * @param watch told of each side's client before it is used, to add middleware.
 */
export async function startInProcessWorld(
  watch: (client: DynamoDBClient, side: Side, config: DynamoDBClientConfig) => void,
): Promise<InProcessWorld> {
  const dynamodb = await startEmbeddedDynamoDb();
  const config = directConfig(dynamodb.answer);
  const clients = {
    own: new DynamoDBClient(config),
    ours: new DynamoDBClient(config),
    peer: new DynamoDBClient(config),
  };
  watch(clients.ours, 'ours', config);
  watch(clients.peer, 'peer', config);
  await clients.own.send(new CreateTableCommand(ledgerTable(TABLE)));
  const ledgers = new Ledgers(toDocuments(clients.own), TABLE);
  await ledgers.createPeerTables();
  return {
    reconcile: { ours: oursAround(toDocuments(clients.ours)), peer: peerAround(clients.peer) },
    ledgers,
    close: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await dynamodb.close();
    },
  };
}

/** As each side's main.ts has it. */
function toDocuments(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
  });
}

function oursAround(documents: DynamoDBDocumentClient): Reconcile {
  return (batch) => {
    const recorder = new Recorder();
    return createReconcile({
      ledger: new DynamoDbLedgerStore(documents, TABLE),
      keys: keysOf(),
      deadLetters: new MemoryDeadLetters(),
      tellings: 'both',
      clock: systemClock,
      randomness: systemRandomness,
      logger: recorder,
      metrics: recorder,
    })(batch, lambdaContext(TIMEOUT_MS));
  };
}

class SilentMetrics extends Metrics {
  override publishStoredMetrics(): this {
    this.clearMetrics();
    return this;
  }
}

function peerAround(client: DynamoDBClient): Reconcile {
  const handler = createPeerReconcile({
    documents: toDocuments(client),
    table: PEER_TABLES.ledger,
    persistenceStore: new DynamoDBPersistenceLayer({
      tableName: PEER_TABLES.idempotency,
      awsSdkV3Client: client,
    }),
    logger: new Logger({ logLevel: 'SILENT' }),
    metrics: new SilentMetrics({ namespace: 'bench' }),
    tracer: new Tracer({ enabled: false }),
  });
  return (batch) => handler(batch, lambdaContext(TIMEOUT_MS)) as Promise<SQSBatchResponse>;
}

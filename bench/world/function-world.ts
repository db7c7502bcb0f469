import { randomUUID } from 'node:crypto';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Environment } from '#bench/measure/row.ts';
import { bundlePeer, type PeerFunction } from '#bench/peer/bundle.ts';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { readCloudAssembly } from '#emulator/aws/cloud-assembly.ts';
import { FunctionEnvironment } from '#emulator/aws/function-environment.ts';
import { type LambdaDefinition, readLambdaDefinition } from '#emulator/aws/lambda-definition.ts';
import { createQueues } from '#emulator/aws/queues.ts';
import { createSecrets } from '#emulator/aws/secrets.ts';
import { startSecretsServer } from '#emulator/aws/secrets-server.ts';
import { startSqsServer } from '#emulator/aws/sqs-server.ts';
import { ACCOUNT_ID, createStackResources } from '#emulator/aws/stack-resources.ts';
import { createTables } from '#emulator/aws/tables.ts';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { synthesise } from '#local/synth.ts';
import { SIGNING_SECRET } from '#test/support/signing.ts';
import { connect } from '#test/support/stores.ts';
import { Ledgers, PEER_TABLES } from './ledgers.ts';
import type { Side } from './payments.ts';

const API_URL = 'http://127.0.0.1';
const PEER_QUEUE = 'peer-events';
/** Where a function would find nobody; those that are measured in such a world do not ask. */
const NO_MOMENT = { url: API_URL, apiKey: 'sk_test_none' };

export type BenchFunction = {
  invoke(event: unknown): Promise<unknown>;
  /** What it has written to its log. */
  logged(): { readonly bytes: number; readonly lines: number };
};

export type FunctionWorld = {
  readonly functions: Readonly<Record<PeerFunction, Readonly<Record<Side, BenchFunction>>>>;
  readonly ledgers: Ledgers;
  /** Any function of ours, by the start of its logical id. */
  ourDefinition(id: string): LambdaDefinition;
  readonly peerDefinitions: Readonly<Record<PeerFunction, LambdaDefinition>>;
  close(): Promise<void>;
};

/**
 * The bundles of both sides, each function a process that has loaded it, against one DynamoDB, one SQS and
 * one Secrets Manager on this machine. Nothing takes from the queues.
 */
export async function startFunctionWorld(
  environment: Environment,
  moment: { readonly url: string; readonly apiKey: string } = NO_MOMENT,
): Promise<FunctionWorld> {
  const assembly = readCloudAssembly(await synthesise(environment));
  const dynamodb = await startEmbeddedDynamoDb();
  const sqs = await startSqsServer(undefined);
  const resources = createStackResources(assembly, { apiUrl: API_URL, sqs: sqs.endpoint });
  const secrets = createSecrets(resources);
  const secretsManager = await startSecretsServer(secrets.find);
  const queues = new SQSClient(localClientConfig(sqs.endpoint));
  await createQueues(resources, queues);
  await queues.send(new CreateQueueCommand({ QueueName: PEER_QUEUE }));
  const {
    names: [table = ''],
  } = await createTables(resources, dynamodb.endpoint);
  const documents = connect(dynamodb.endpoint);
  const ledgers = new Ledgers(documents, table);
  await ledgers.createPeerTables();

  const endpoints = {
    dynamodb: dynamodb.endpoint,
    sqs: sqs.endpoint,
    s3: sqs.endpoint,
    secretsManager: secretsManager.endpoint,
  };
  const surroundings = {
    assembly,
    endpoints,
    apiUrl: API_URL,
    overrides: { MOMENT_API_URL: moment.url },
  };
  const ourDefinition = (id: string) => {
    const ids = resources.ids('AWS::Lambda::Function');
    return readLambdaDefinition(
      ids.find((found) => found.startsWith(id)) ?? id,
      resources,
      surroundings,
    );
  };
  const webhook = ourDefinition('ReconciliationWebhook');
  const reconcile = ourDefinition('ReconciliationReconcile');
  const signingKeys = webhook.environment['SIGNING_KEYS_SECRET'] ?? '';
  secrets.set(signingKeys, JSON.stringify({ current: SIGNING_SECRET }));
  const apiKey = ourDefinition('CustomersCreateCustomer').environment['MOMENT_API_KEY_SECRET'];
  secrets.set(apiKey ?? '', moment.apiKey);
  const peerDefinitions = {
    webhook: await peerDefinition('webhook', webhook, {
      QUEUE_URL: `${sqs.endpoint}/${ACCOUNT_ID}/${PEER_QUEUE}`,
    }),
    reconcile: await peerDefinition('reconcile', reconcile, {
      TABLE_NAME: PEER_TABLES.ledger,
      IDEMPOTENCY_TABLE_NAME: PEER_TABLES.idempotency,
    }),
  };
  const started = {
    webhook: { ours: start(webhook), peer: start(peerDefinitions.webhook) },
    reconcile: { ours: start(reconcile), peer: start(peerDefinitions.reconcile) },
  };
  return {
    functions: started,
    ledgers,
    ourDefinition,
    peerDefinitions,
    close: async () => {
      for (const sides of Object.values(started)) {
        for (const { kill } of Object.values(sides)) kill();
      }
      documents.destroy();
      queues.destroy();
      await secretsManager.close();
      await sqs.close();
      await dynamodb.close();
    },
  };
}

/** Memory, timeout, variables and all else as ours has them. */
async function peerDefinition(
  name: PeerFunction,
  ours: LambdaDefinition,
  environment: Readonly<Record<string, string>>,
): Promise<LambdaDefinition> {
  const functionName = `peer-${name}`;
  return {
    ...ours,
    id: functionName,
    name: functionName,
    taskRoot: await bundlePeer(name),
    handler: 'index.handler',
    environment: {
      ...ours.environment,
      ...environment,
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      // As the documentation of Powertools and of Lambda has it for bundles with source maps.
      NODE_OPTIONS: '--enable-source-maps',
    },
  };
}

function start(definition: LambdaDefinition): BenchFunction & { kill(): void } {
  let bytes = 0;
  let lines = 0;
  const count = (line: string) => {
    bytes += Buffer.byteLength(line) + 1;
    lines += 1;
  };
  const running = new FunctionEnvironment(definition, count, () => {});
  return {
    invoke: (event) => running.invoke(event, randomUUID()),
    logged: () => ({ bytes, lines }),
    kill: () => running.kill(),
  };
}

import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { javaIsFound, startDynamoDbLocal } from './dynamodb-local.ts';
import { startMotoServer } from './moto-server.ts';
import type { RunningServer } from './server-process.ts';

export type DynamoDbEngine = {
  readonly name: 'embedded' | 'DynamoDB Local' | 'moto';
  start(): Promise<RunningServer>;
};

const embedded: DynamoDbEngine = { name: 'embedded', start: () => startEmbeddedDynamoDb() };

const dynamoDbLocal: DynamoDbEngine = {
  name: 'DynamoDB Local',
  start: async () => {
    const running = await startDynamoDbLocal();
    if (!running) throw new Error('DynamoDB Local needs Java 17 or newer on PATH');
    return running;
  },
};

/** The path of `moto_server`: only test/conformance has it. */
const motoServer = process.env['MOTO_SERVER'];

/**
 * Where the tests of a store run. DynamoDB Local is slow to start and needs Java, so it takes part only
 * when `DYNAMODB_LOCAL=1` asks for it, as CI does. moto differs from DynamoDB, and so runs alone.
 */
export const engines: readonly DynamoDbEngine[] = motoServer
  ? [{ name: 'moto', start: () => startMotoServer(motoServer) }]
  : process.env['DYNAMODB_LOCAL'] === '1' && javaIsFound()
    ? [embedded, dynamoDbLocal]
    : [embedded];

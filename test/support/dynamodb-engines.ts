import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { javaIsFound, type RunningEngine, startDynamoDbLocal } from './dynamodb-local.ts';

export type DynamoDbEngine = {
  readonly name: 'embedded' | 'DynamoDB Local';
  start(): Promise<RunningEngine>;
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

/**
 * Where the tests of a store run. DynamoDB Local is slow to start and needs Java, so it takes part only
 * when `DYNAMODB_LOCAL=1` asks for it, as CI does.
 */
export const engines: readonly DynamoDbEngine[] =
  process.env['DYNAMODB_LOCAL'] === '1' && javaIsFound() ? [embedded, dynamoDbLocal] : [embedded];

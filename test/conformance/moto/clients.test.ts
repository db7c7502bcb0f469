import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { readCallerArn } from '#shared/aws/caller-identity.ts';
import { SecretsManagerApiKey } from '#shared/aws/secrets-manager-api-key.ts';
import { SecretsManagerSigningKeys } from '#shared/aws/secrets-manager-signing-keys.ts';
import { SqsDeliveryQueue } from '#shared/aws/sqs-delivery-queue.ts';
import { SqsQueueDepth } from '#shared/aws/sqs-queue-depth.ts';
import { fromQueueMessage } from '#shared/models/read-queue-message.ts';
import { pythonTool } from '#test/conformance/set-up/python-tools.ts';
import { startMotoServer } from '#test/support/moto-server.ts';
import type { RunningServer } from '#test/support/server-process.ts';
import { connect } from '#test/support/stores.ts';
import { ledgerTable } from '#test/support/template.ts';
import { Recorder, TestClock } from '#test/support/world.ts';

const SIGNING_KEY = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const DELIVERY = {
  webhookId: 'msg_1',
  webhookTimestamp: 1_700_000_000,
  receivedAt: '2026-11-25T09:00:00.000Z',
  keyId: 'local',
  signature: 'c2lnbmVk',
};

let moto: RunningServer;
beforeAll(async () => {
  moto = await startMotoServer(pythonTool('moto_server'));
});
afterAll(() => moto.close());

test('STS as moto knows it says whose credentials they are', async () => {
  const arn = await readCallerArn(localClientConfig(moto.endpoint));
  expect(arn).toMatch(/^arn:aws:sts::\d{12}:/);
});

describe('SQS as moto knows it', () => {
  let client: SQSClient;
  let queueUrl: string;
  let deadUrl: string;
  beforeAll(async () => {
    client = new SQSClient(localClientConfig(moto.endpoint));
    deadUrl = await create('dead');
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: deadUrl, AttributeNames: ['QueueArn'] }),
    );
    const policy = { deadLetterTargetArn: Attributes?.['QueueArn'], maxReceiveCount: 10 };
    queueUrl = await create('events', { RedrivePolicy: JSON.stringify(policy) });
  });
  afterAll(() => client.destroy());

  const create = async (QueueName: string, Attributes: Record<string, string> = {}) => {
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
    return QueueUrl;
  };

  test.each<[string, Uint8Array]>([
    ['text', Buffer.from('{"id": "evt_1", "name": "Zoë 🙂"}')],
    ['bytes that are no UTF-8', Uint8Array.of(0, 255, 128, 10)],
  ])('takes what the webhook sends, and gives %s back byte for byte', async (_, body) => {
    const delivery = { ...DELIVERY, body: Buffer.from(body) };
    await new SqsDeliveryQueue(client, queueUrl).put(delivery, 'bcus_1');
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    expect(Messages.map(({ Body = '' }) => fromQueueMessage(Body))).toEqual([delivery]);
  });

  test('tells how many messages wait and how many are dead', async () => {
    const before = await new SqsQueueDepth(client, { queue: 'events' }).readDepth();
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'x' }));
    await client.send(new SendMessageCommand({ QueueUrl: deadUrl, MessageBody: 'x' }));
    expect(await new SqsQueueDepth(client, { queue: 'events' }).readDepth()).toEqual({
      name: 'events',
      waiting: before.waiting + 1,
      dead: 1,
    });
  });

  test('refuses a queue that is not there', async () => {
    const queue = new SqsDeliveryQueue(client, `${queueUrl}-nobody`);
    await expect(
      queue.put({ ...DELIVERY, body: Buffer.from('{}') }, undefined),
    ).rejects.toMatchObject({
      code: 'queue.unavailable',
    });
  });
});

describe('Secrets Manager as moto knows it', () => {
  let client: SecretsManagerClient;
  beforeAll(async () => {
    client = new SecretsManagerClient(localClientConfig(moto.endpoint));
    const secrets = { keys: JSON.stringify({ '2026-11': SIGNING_KEY }), api: 'sk_test_1' };
    for (const [Name, SecretString] of Object.entries(secrets)) {
      await client.send(new CreateSecretCommand({ Name, SecretString }));
    }
  });
  afterAll(() => client.destroy());

  const report = { logger: new Recorder(), metrics: new Recorder() };
  const keysOf = (secretId: string) =>
    new SecretsManagerSigningKeys(
      new SecretsProvider({ awsSdkV3Client: client }),
      secretId,
      'active',
      new TestClock(),
      report,
    );

  test('gives the signing keys to their reader, and the API key to its own', async () => {
    expect(await keysOf('keys').read()).toMatchObject([{ id: '2026-11' }]);
    const provider = new SecretsProvider({ awsSdkV3Client: client });
    expect(await new SecretsManagerApiKey(provider, 'api').read('cached')).toBe('sk_test_1');
  });

  test('refuses a secret that is not there', async () => {
    await expect(keysOf('nobody').read()).rejects.toMatchObject({
      code: 'signing_keys.unavailable',
    });
  });
});

describe('DynamoDB as moto knows it refuses', () => {
  const TableName = 'ledger';
  let documents: DynamoDBDocumentClient;
  beforeAll(async () => {
    documents = connect(moto.endpoint);
    await documents.send(new CreateTableCommand(ledgerTable(TableName)));
  });
  afterAll(() => documents.destroy());

  const query = (IndexName: string, KeyConditionExpression: string) =>
    documents.send(
      new QueryCommand({
        TableName,
        IndexName,
        KeyConditionExpression,
        ExpressionAttributeValues: { ':e': 'evt_1' },
      }),
    );
  const put = (ConditionExpression: string) =>
    documents.send(new PutCommand({ TableName, Item: { pk: 'a', sk: 'b' }, ConditionExpression }));

  test('an index that the table does not have, and a key that the index does not have', async () => {
    await expect(query('nowhere', 'eventId = :e')).rejects.toThrow(/index/i);
    await expect(query('event', 'paymentId = :e')).rejects.toThrow(/key/i);
    await expect(query('event', 'eventId = :e')).resolves.toMatchObject({ Items: [] });
  });

  test('a condition that is not met', async () => {
    await put('attribute_not_exists(pk)');
    await expect(put('attribute_not_exists(pk)')).rejects.toThrow(/conditional request failed/i);
  });
});

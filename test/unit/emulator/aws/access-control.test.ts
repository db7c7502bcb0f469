import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AccessControl, type SeenAccess } from '#emulator/aws/access-control.ts';
import { credentialsOf, localClientConfig } from '#emulator/aws/client-config.ts';
import { startSecretsServer } from '#emulator/aws/secrets-server.ts';
import { startSqsServer } from '#emulator/aws/sqs-server.ts';
import { createStackResources } from '#emulator/aws/stack-resources.ts';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { connect } from '#test/support/stores.ts';

const allow = (Action: string, Resource: unknown, Condition?: object) => ({
  Effect: 'Allow',
  ...{ Action, Resource, ...(Condition && { Condition }) },
});
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const keys = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['own#*'] } };
const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'hush' } };
const schema = [{ AttributeName: 'pk', KeyType: 'HASH' as const }];
const types = [{ AttributeName: 'pk', AttributeType: 'S' as const }];
const RESOURCES = {
  Table: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: { KeySchema: schema, AttributeDefinitions: types },
  },
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  Known: secret,
  Hidden: secret,
  Logs: { Type: 'AWS::Logs::LogGroup', Properties: {} },
  Role: { Type: 'AWS::IAM::Role', Properties: {} },
  Policy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      Roles: [{ Ref: 'Role' }],
      PolicyDocument: {
        Statement: [
          allow('dynamodb:PutItem', arnOf('Table'), keys),
          allow('sqs:SendMessage', arnOf('Queue')),
          allow('secretsmanager:GetSecretValue', { Ref: 'Known' }),
        ],
      },
    },
  },
  Function: {
    Type: 'AWS::Lambda::Function',
    Properties: { Role: arnOf('Role'), LoggingConfig: { LogGroup: { Ref: 'Logs' } } },
  },
  WithoutRole: { Type: 'AWS::Lambda::Function', Properties: {} },
};
const DENIED = { name: 'AccessDeniedException' };

const seen: SeenAccess[] = [];
const access = new AccessControl((each) => seen.push(each));
const stops: (() => Promise<void> | void)[] = [];
let documents: ReturnType<typeof connect>;
let dynamodb: DynamoDBClient;
let sqs: SQSClient;
let secrets: SecretsManagerClient;
let queueUrl: string;
let find: (id: string) => string;
beforeAll(async () => {
  const engine = await startEmbeddedDynamoDb({ authorise: access.ofDynamoDb });
  const server = await startSqsServer({ authorise: access.of });
  const template = { Resources: RESOURCES, Outputs: {}, Parameters: {} };
  const assembly = { stackName: 'stack', template, assetPath: () => '' };
  const resources = createStackResources(assembly, { apiUrl: '', sqs: server.endpoint });
  access.load(resources);
  find = resources.ref;
  const keeper = await startSecretsServer((arn) => ({ arn, name: arn, value: 'hush' }), access.of);
  const own = connect(engine.endpoint);
  await own.send(
    new CreateTableCommand({
      ...{ TableName: 'Table', KeySchema: schema, AttributeDefinitions: types },
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  own.destroy();
  const owner = new SQSClient(localClientConfig(server.endpoint));
  await owner.send(new CreateQueueCommand({ QueueName: 'Queue' }));
  owner.destroy();
  queueUrl = resources.ref('Queue');
  const as = (endpoint: string) => ({
    ...localClientConfig(endpoint),
    credentials: credentialsOf('Function'),
  });
  documents = connect(engine.endpoint, (client) => {
    client.config.credentials = async () => credentialsOf('Function');
  });
  dynamodb = new DynamoDBClient(as(engine.endpoint));
  sqs = new SQSClient(as(server.endpoint));
  secrets = new SecretsManagerClient(as(keeper.endpoint));
  stops.push(engine.close, server.close, keeper.close);
});
afterAll(async () => {
  for (const client of [documents, dynamodb, sqs, secrets]) client.destroy();
  for (const stop of stops) await stop();
});

const put = (pk: string) => documents.send(new PutCommand({ TableName: 'Table', Item: { pk } }));

test('DynamoDB takes what the role may, and refuses another key and another action', async () => {
  await expect(put('own#1')).resolves.toBeDefined();
  await expect(put('other#1')).rejects.toMatchObject(DENIED);
  await expect(dynamodb.send(new ScanCommand({ TableName: 'Table' }))).rejects.toThrow(
    /Function is not authorized to perform: dynamodb:Scan on resource: arn:aws:dynamodb:/,
  );
});

test('SQS takes what the role may, a batch of it too, and refuses the rest', async () => {
  const QueueUrl = queueUrl;
  await expect(
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })),
  ).resolves.toBeDefined();
  const Entries = [{ Id: '1', MessageBody: 'x' }];
  await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).resolves.toBeDefined();
  await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject(DENIED);
});

test('Secrets Manager gives the secret that the role may read, and no other', async () => {
  const read = (id: string) => secrets.send(new GetSecretValueCommand({ SecretId: find(id) }));
  await expect(read('Known')).resolves.toMatchObject({ SecretString: 'hush' });
  await expect(read('Hidden')).rejects.toMatchObject(DENIED);
});

test('a log that the role may not write to stays empty', () => {
  expect(access.ofLog('Function')).toBe(false);
  expect(access.ofLog('WithoutRole')).toBe(true);
});

test('what was asked is told, and whether it was allowed', () => {
  const puts = seen.filter(({ action }) => action === 'dynamodb:PutItem');
  expect(puts.map(({ context, isAllowed }) => [context, isAllowed])).toEqual([
    [{ 'dynamodb:LeadingKeys': ['own#1'] }, true],
    [{ 'dynamodb:LeadingKeys': ['other#1'] }, false],
  ]);
});

test('nobody else is held to anything: whoever runs this machine, and a function of no role', () => {
  for (const somebody of ['local', 'WithoutRole']) {
    expect(() => access.of(somebody, 'sqs:DeleteQueue', 'arn')).not.toThrow();
    expect(() => access.ofDynamoDb(somebody, 'Scan', { TableName: 'Table' })).not.toThrow();
  }
});

import { readFileSync } from 'node:fs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { verifyLedger } from '#commands/verify/verify-ledger.ts';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { isLike } from '#emulator/aws/policy.ts';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { DynamoDbLedgerReader } from '#shared/aws/dynamodb-ledger-reader.ts';
import { headKey } from '#shared/aws/items/keys.ts';
import { CUSTOMER, open } from '#test/support/factories.ts';
import { connect, storesOver } from '#test/support/stores.ts';
import { ledgerTable, templateOf } from '#test/support/template.ts';
import { TestClock } from '#test/support/world.ts';

type Statement = {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

const OPERATIONS = readFileSync('docs/operations.md', 'utf8');
/** What a person sets up once, or restores: not what an operator does. */
const OF_ADMINISTRATORS = [
  'sns:CreateTopic',
  'sns:Subscribe',
  'dynamodb:RestoreTableToPointInTime',
  // Who looks for a forger, and who may read the keys.
  ...['cloudtrail:LookupEvents', 'iam:SimulatePrincipalPolicy', 'secretsmanager:GetSecretValue'],
  // On one's own machine alone.
  'dynamodb:ListTables',
];
/** What the console asks for beside the commands: the list of log groups, alarms and their graphs. */
const OF_THE_CONSOLE = [
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'logs:DescribeLogGroups',
];
/** `verify --anchors`, and `aws s3api list-objects-v2`. */
const OF_THE_ANCHORS = ['s3:GetObjectVersion', 's3:ListBucket', 's3:ListBucketVersions'];
/** `npm run reconcile`, beside what `verify` does: it reads many entries at once. */
const OF_RECONCILE = ['dynamodb:BatchGetItem'];
/** SQS Developer Guide, dead-letter queue redrive: on the other queue. Its message is one of ours that is dead. */
const OF_A_REDRIVE = ['sqs:SendMessage'];
/** In the operator's name, where the table has a key of its own. */
const OF_THE_KEY = ['kms:Decrypt'];

const policy = (name: string): readonly Statement[] =>
  JSON.parse(readFileSync(`infra/policies/${name}.json`, 'utf8')).Statement;
const actionsOf = (name: string) => policy(name).flatMap(({ Action }) => Action);

function routes(method: string): string[] {
  return Object.values(templateOf().findResources('AWS::ApiGatewayV2::Route'))
    .filter(({ Properties }) => Properties.AuthorizationType !== 'NONE')
    .map(({ Properties }) => String(Properties.RouteKey).split(' '))
    .filter(([ofRoute]) => ofRoute === method)
    .map(([, path = '']) => path);
}

test.each([
  ['reader', ['GET']],
  ['writer', ['POST', 'PUT', 'PATCH']],
])('a %s may call each route that is %s, and nothing else', (name, methods) => {
  for (const statement of policy(name)) {
    expect(statement).toMatchObject({ Effect: 'Allow', Action: ['execute-api:Invoke'] });
  }
  const wanted = methods.flatMap((method) =>
    routes(method).map(
      (path) =>
        `arn:aws:execute-api:*:*:API_ID/$default/${method}${path.replaceAll(/\{\w+\}/g, '*')}`,
    ),
  );
  expect(wanted.length).toBeGreaterThan(1);
  expect(
    policy(name)
      .flatMap(({ Resource }) => Resource)
      .toSorted(),
  ).toEqual(wanted.toSorted());
});

test('every route of the merchant is a reader’s or a writer’s', () => {
  const all = Object.values(templateOf().findResources('AWS::ApiGatewayV2::Route'));
  const open = all.filter(({ Properties }) => Properties.AuthorizationType === 'NONE');
  expect(['GET', 'POST', 'PUT', 'PATCH'].flatMap(routes).length).toBe(all.length - open.length);
});

test('an operator may do what verify and reconcile do and docs/operations.md says, and nothing else', async () => {
  const commands = [...OPERATIONS.matchAll(/\baws ([a-z0-9]+) ([a-z-]+)/g)]
    .map(([, service, command = '']) => `${service}:${toOperation(command)}`)
    .filter((action) => !OF_ADMINISTRATORS.includes(action) && !action.startsWith('s3api:'));
  const verify = await seenOfVerify();
  expect(verify).toContain('dynamodb:Scan');
  expect(verify).toContain('dynamodb:Query');
  const needed = new Set([
    ...commands,
    ...verify,
    // `verify --queue NAME`: shared/aws/sqs-queue-depth.ts.
    ...['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
    ...OF_THE_CONSOLE,
    ...OF_THE_ANCHORS,
    ...OF_RECONCILE,
    ...OF_A_REDRIVE,
    ...OF_THE_KEY,
  ]);
  expect(actionsOf('operator').toSorted()).toEqual([...needed].toSorted());
});

test('an operator reads no secret, calls no API of ours, and takes on no role', () => {
  const services = new Set(actionsOf('operator').map((action) => action.split(':')[0]));
  for (const service of ['secretsmanager', 'execute-api', 'sts', 'iam']) {
    expect(services).not.toContain(service);
  }
  expect(actionsOf('operator').join()).not.toContain('*');
});

test('an operator may change of an item only what docs/operations.md changes: whether it is on the list', () => {
  const [update] = policy('operator').filter(({ Action }) =>
    Action.includes('dynamodb:UpdateItem'),
  );
  const commands = [...OPERATIONS.matchAll(/aws dynamodb update-item ([\s\S]*?)```/g)].join(' ');
  const expressions = [...commands.matchAll(/--[\w]+-expression '([^']+)'/g)].map(
    ([, text]) => text,
  );
  const names = expressions.join(' ').match(/(?<!:)\b[a-z]\w*\b/g) ?? [];
  expect(update?.Condition).toEqual({
    'ForAllValues:StringEquals': {
      'dynamodb:Attributes': [...new Set(['pk', 'sk', ...names])],
    },
    StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
  });
});

test('an operator takes and deletes dead letters, and no message on its way', () => {
  const on = (action: string, queue: string) =>
    policy('operator').some(
      ({ Action, Resource }) =>
        Action.includes(action) &&
        Resource.some((arn) =>
          isLike(arn, `arn:aws:sqs:af-south-1:1:moment-balances-STAGE-${queue}`),
        ),
    );
  for (const [queue, dead] of [
    ['ReconciliationEventsQueue38-x', 'ReconciliationEventsDeadLetters2-x'],
    ['UploadsFilesQueue38-x', 'UploadsFilesDeadLetters2-x'],
  ] as const) {
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:StartMessageMoveTask']) {
      expect([action, on(action, dead), on(action, queue)]).toEqual([action, true, false]);
    }
    expect([on('sqs:SendMessage', dead), on('sqs:SendMessage', queue)]).toEqual([false, true]);
  }
});

test('what is to be filled in is what docs/deploy.md fills in', () => {
  const deploy = readFileSync('docs/deploy.md', 'utf8');
  const [fill = ''] = /\bsed "[^\n]*/.exec(deploy) ?? [];
  for (const name of ['reader', 'writer', 'operator']) {
    const text = readFileSync(`infra/policies/${name}.json`, 'utf8');
    const places = new Set(text.match(/\b(API_ID|STAGE)\b/g));
    expect(places.size).toBe(1);
    for (const place of places) expect(fill).toContain(`s/${place}/`);
  }
});

/** `start-query` is StartQuery. */
function toOperation(command: string): string {
  return command.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What verify asks of DynamoDB, one of whose obligations it has to look at again. */
async function seenOfVerify(): Promise<readonly string[]> {
  const seen = new Set<string>();
  let isVerifying = false;
  const engine = await startEmbeddedDynamoDb({
    authorise: (_, operation) => {
      if (isVerifying) seen.add(`dynamodb:${operation}`);
    },
  });
  const documents = connect(engine.endpoint);
  await documents.send(new CreateTableCommand(ledgerTable('ledger')));
  await open(storesOver(documents, 'ledger'));
  await documents.send(
    new UpdateCommand({
      TableName: 'ledger',
      Key: headKey(CUSTOMER),
      UpdateExpression: 'ADD balance :one',
      ExpressionAttributeValues: { ':one': 1 },
    }),
  );
  const client = new DynamoDBClient(localClientConfig(engine.endpoint));
  const reader = new DynamoDbLedgerReader(client, 'ledger');
  isVerifying = true;
  await reader.estimateItems();
  const verdict = await verifyLedger({ reader, clock: new TestClock(), indexLagMs: 0 });
  expect(verdict?.breachCount).toBe(1);
  client.destroy();
  documents.destroy();
  await engine.close();
  return [...seen];
}

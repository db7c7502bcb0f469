import { beforeAll, describe, expect, test } from 'vitest';
import { readStage } from '#infra/config.ts';
import { templateOf } from '#test/support/template.ts';

type Statement = { readonly Action: string | string[]; readonly Resource: unknown };
// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Resources = Record<string, { readonly Type: string; readonly Properties: any }>;

/** Logical ids, without the hash at their end. */
const QUEUE = 'ReconciliationEventsQueue';
const DEAD_LETTERS = 'ReconciliationEventsDeadLetters';
const SIGNING_KEYS = 'MomentSigningKeys';
const API_KEY = 'MomentApiKey';
const TABLE = 'LedgerTable';
const INDEXES = 'LedgerTable/index/*';
const KEY = 'LedgerKey';
const ANCHORS = 'AnchorsBucket';

const READ_SECRET = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'];
const RECEIVE = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
];
const SEND = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];
const READ = ['dynamodb:GetItem', 'dynamodb:Query'];
const SETTLE = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
];
const COMMAND = [...SETTLE, 'dynamodb:Query'].toSorted();

const onTable = (actions: string[]) => ({ [TABLE]: actions, [INDEXES]: actions });
const command = { ...onTable(COMMAND), [API_KEY]: READ_SECRET };
const read = onTable(READ);

/** All that each may do, the key of the table aside. */
const MAY: readonly (readonly [string, Record<string, string[]>])[] = [
  ['ReconciliationWebhook', { [QUEUE]: SEND, [SIGNING_KEYS]: READ_SECRET }],
  [
    'ReconciliationReconcile',
    {
      ...onTable(SETTLE),
      [QUEUE]: RECEIVE,
      [DEAD_LETTERS]: SEND,
      [SIGNING_KEYS]: READ_SECRET,
    },
  ],
  ['CustomersCreateCustomer', command],
  ['CustomersPresentBalance', command],
  ['SweepFunction', command],
  [
    'AnchorsFunction',
    {
      [TABLE]: ['dynamodb:Scan'],
      [ANCHORS]: ['s3:ListBucket'],
      [`${ANCHORS}/anchors/*`]: ['s3:GetObject', 's3:PutObject'],
    },
  ],
  ['CustomersGetCustomer', read],
  ['CustomersListEntries', read],
];

let resources: Resources;
beforeAll(() => {
  resources = templateOf(readStage('prod').config).toJSON()['Resources'];
}, 30_000);

const ofType = (type: string) =>
  Object.entries(resources).filter(([, resource]) => resource.Type === type);

describe.each(MAY)('%s', (name, may) => {
  test('may do what it needs, and nothing else', () => {
    const { [KEY]: _, ...granted } = permissions(`${name}ServiceRole`);
    expect(granted).toEqual(may);
  });

  test('uses the key of the table if and only if it uses the table', () => {
    const { [KEY]: keyActions } = permissions(`${name}ServiceRole`);
    expect(keyActions?.includes('kms:Decrypt') ?? false).toBe(TABLE in may);
  });

  test('has no policy of AWS but the one for writing logs', () => {
    const [role] = ofType('AWS::IAM::Role').filter(([id]) => id.startsWith(`${name}ServiceRole`));
    const policies = role?.[1].Properties.ManagedPolicyArns;
    expect(policies).toHaveLength(1);
    expect(JSON.stringify(policies)).toContain('AWSLambdaBasicExecutionRole');
  });
});

test('nobody has permissions but the functions and the schedules of two of them', () => {
  const roles = ofType('AWS::IAM::Role').map(([id]) => id);
  const others = roles.filter((id) => !MAY.some(([name]) => id.startsWith(`${name}ServiceRole`)));
  const ofSchedule = expect.stringMatching(/^SchedulerRole/);
  expect(others).toEqual([ofSchedule, ofSchedule]);
  expect(permissions('SchedulerRole')).toEqual({
    AnchorsFunction: ['lambda:InvokeFunction'],
    'AnchorsFunction:*': ['lambda:InvokeFunction'],
    SweepFunction: ['lambda:InvokeFunction'],
    'SweepFunction:*': ['lambda:InvokeFunction'],
  });
});

test('a function is called by the API through its own route only', () => {
  const callers = ofType('AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
  expect(callers).toHaveLength(5);
  for (const { Action, Principal, SourceArn } of callers) {
    expect({ Action, Principal }).toEqual({
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    });
    expect(JSON.stringify(SourceArn)).toMatch(
      /"\/\*\/\*\/(webhooks\/moment|customers(\/\{id\}(\/entries|\/payment-requests)?)?)"/,
    );
  }
});

/** What a role may do, by resource. */
function permissions(role: string): Record<string, string[]> {
  const granted: Record<string, string[]> = {};
  for (const [id, { Properties }] of ofType('AWS::IAM::Policy')) {
    if (!id.startsWith(role)) continue;
    for (const { Action, Resource } of Properties.PolicyDocument.Statement as Statement[]) {
      for (const target of [Resource].flat().map(nameOf)) {
        granted[target] = [...(granted[target] ?? []), ...[Action].flat()].toSorted();
      }
    }
  }
  return granted;
}

/** `{ 'Fn::GetAtt': ['LedgerTable', 'Arn'] }` is LedgerTable. */
function nameOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = resource as Record<string, unknown>;
  if (join !== undefined) return (join as [string, unknown[]])[1].map(nameOf).join('');
  const id = typeof Ref === 'string' ? Ref : (attribute as string[])[0];
  return String(id).replace(/[0-9A-F]{8}$/, '');
}

import { beforeAll, describe, expect, test } from 'vitest';
import { readFunctionStatements, type SeenAccess } from '#emulator/aws/access-control.ts';
import { readCloudAssembly, type Template } from '#emulator/aws/cloud-assembly.ts';
import { type Access, isAbout, isAllowed, type Statement } from '#emulator/aws/policy.ts';
import { createStackResources, localArn } from '#emulator/aws/stack-resources.ts';
import { readStage } from '#infra/config.ts';
import { synthesise } from '#local/synth.ts';
import { INTENT, REFERENCE } from '#shared/aws/items/keys.ts';
import { COMMAND } from '#shared/models/entry.ts';
import { templateOf } from '#test/support/template.ts';
import { playStack } from './played-stack.ts';

type Granted = ReadonlyMap<string, readonly Statement[]>;

/** What Lambda does in a function's name, of its managed policy AWSLambdaSQSQueueExecutionRole, and we cannot see. */
const UNSEEN: Readonly<Record<string, readonly string[]>> = {
  ReconciliationReconcileA7BB53F8: ['sqs:GetQueueAttributes'],
  UploadsImportEAB6F112: ['sqs:GetQueueAttributes'],
};
/** By which a right could be narrowed: all but the ids of payments and events, which Moment makes. */
const KNOWN_KEYS = ['bcus_', 'bacc_', 'bill_', REFERENCE, INTENT, COMMAND];
const ENDPOINTS = { apiUrl: 'http://127.0.0.1', sqs: 'http://127.0.0.1' };

let seen: readonly SeenAccess[];
let played: Awaited<ReturnType<typeof playStack>>;
let granted: Granted;
beforeAll(async () => {
  granted = grantedBy(readCloudAssembly(await synthesise(process.env)).template);
  played = await playStack();
  ({ seen } = played);
}, 120_000);

describe('while every function does all that it ever does', () => {
  test('each is seen at work', () => {
    const names = new Set(seen.map(({ functionId }) => functionId));
    expect([...names].toSorted()).toEqual([...granted.keys()].toSorted());
  });

  test('none is refused anything', () => {
    expect(seen.filter((access) => !access.isAllowed)).toEqual([]);
  });

  test('no call fails, and all that is in the table then can be read again', () => {
    expect(played.failed).toEqual([]);
    expect(played.items.filter(({ kind }) => kind === 'unreadable')).toEqual([]);
  });

  test('none has a right that it does not use: action, resource and keys', () => {
    expect(unused(granted)).toEqual([]);
  });

  test('a transaction is allowed too if the keys of an action are looked at together', () => {
    const together = Map.groupBy(
      seen.filter(({ context }) => 'dynamodb:EnclosingOperation' in context),
      ({ functionId, action }) => `${functionId} ${action}`,
    );
    expect(together.size).toBeGreaterThan(5);
    for (const accesses of together.values()) {
      const [{ functionId = '', context = {}, ...access } = {}] = accesses;
      const keys = accesses.flatMap((each) => each.context['dynamodb:LeadingKeys'] ?? []);
      const all = { ...context, 'dynamodb:LeadingKeys': keys };
      const asked = { ...access, context: all } as Access;
      expect(isAllowed(granted.get(functionId) ?? [], asked)).toBe(true);
    }
  });
});

describe('what would be seen', () => {
  const reconcile = 'ReconciliationReconcileA7BB53F8';
  const table = localArn('dynamodb', 'table/LedgerTable');
  const keys = (...patterns: string[]) => ({
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': patterns },
  });
  test.each<[string, Partial<Statement>]>([
    ['an action', { Action: ['dynamodb:DeleteItem'] }],
    ['every action', { Action: ['dynamodb:*'] }],
    ['an index', { Resource: [`${table}/index/event`] }],
    ['another table', { Resource: ['*'] }],
    ['the keys of intents', { Condition: keys('INTENT#*') }],
    ['a key beside those that are used', { Condition: keys('pay_*', 'INTENT#*') }],
  ])('%s that is not used', (_, more) => {
    const used = { Effect: 'Allow' as const, Action: ['dynamodb:PutItem'], Resource: [table] };
    const statements = [...(granted.get(reconcile) ?? []), { ...used, Condition: {}, ...more }];
    expect(unused(new Map([...granted, [reconcile, statements]]))).toHaveLength(1);
  });

  test('every key, where only some are used', () => {
    const presents = 'CustomersPresentBalance3627754E';
    const more: Statement = {
      Effect: 'Allow',
      Action: ['dynamodb:DeleteItem'],
      Resource: [table],
      Condition: {},
    };
    const statements = [...(granted.get(presents) ?? []), more];
    expect(unused(new Map([...granted, [presents, statements]]))).toHaveLength(1);
  });

  test('each right that is not there', () => {
    for (const [id, statements] of granted) {
      for (const missing of statements) {
        const others = statements.filter((each) => each !== missing);
        const refused = seen.filter(
          (access) => access.functionId === id && !isAllowed(others, access),
        );
        expect([id, missing, refused.length]).not.toEqual([id, missing, 0]);
      }
    }
  });
});

/** Who may not do what, in words that somebody who looks for a forger asks. */
describe('whatever takes a function over', () => {
  const may = (folder: string, action: string, key: string) => {
    const [, statements = []] = [...granted].find(([id]) => id.startsWith(folder)) ?? [];
    const context = { 'dynamodb:LeadingKeys': [key] };
    const resource = localArn('dynamodb', 'table/LedgerTable');
    return isAllowed(statements, { action: `dynamodb:${action}`, resource, context });
  };
  const functions = () => [...granted.keys()];

  test('the webhook does not reach the table', () => {
    expect(JSON.stringify(granted.get('ReconciliationWebhook370F4F03'))).not.toContain('dynamodb');
  });

  test('only what applies events that waited may delete anything but its own intents', () => {
    const deleters = functions().filter((id) => may(id, 'DeleteItem', 'pay_1'));
    expect(deleters.map((id) => id.slice(0, -8))).toEqual([
      'CustomersCreateCustomer',
      'CustomersResolveException',
      'SweepFunction',
    ]);
    expect(functions().filter((id) => may(id, 'DeleteItem', 'INTENT#1'))).toHaveLength(5);
  });

  test('whoever imports files reaches no payment and no event', () => {
    for (const action of ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem']) {
      expect([action, may('UploadsImport', action, 'pay_1')]).toEqual([action, false]);
    }
  });

  test('whoever presents reaches no payment and no reference, and puts or deletes nothing of a customer’s', () => {
    const presents = 'CustomersPresentBalance';
    for (const action of ['PutItem', 'UpdateItem', 'DeleteItem']) {
      expect([action, may(presents, action, 'pay_1')]).toEqual([action, false]);
      expect([action, may(presents, action, 'REF#customer#x')]).toEqual([action, false]);
    }
    expect(may(presents, 'GetItem', 'pay_1')).toBe(false);
    expect(may(presents, 'PutItem', 'bcus_1') || may(presents, 'DeleteItem', 'bcus_1')).toBe(false);
  });

  test.each([
    'CustomersGetCustomer',
    'CustomersDescribeApi',
    'CustomersListEntries',
    'CustomersListExceptions',
    'CustomersListPaymentRequests',
    'CustomersReadReports',
    'CustomersReadStatement',
    'ReconciliationWebhook',
    'ReportsFunction',
  ])('%s writes nothing', (folder) => {
    for (const action of ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']) {
      expect(may(folder, action, 'bcus_1') || may(folder, action, 'pay_1')).toBe(false);
    }
  });

  test('only the anchor reads the whole table, and nobody by PartiQL', () => {
    expect(functions().filter((id) => may(id, 'Scan', 'pay_1'))).toEqual([
      expect.stringContaining('AnchorsFunction'),
    ]);
    for (const action of ['PartiQLSelect', 'PartiQLUpdate', 'ExportTableToPointInTime']) {
      expect(functions().filter((id) => may(id, action, 'pay_1'))).toEqual([]);
    }
  });
});

describe('in prod', () => {
  let production: Granted;
  let template: Template;
  beforeAll(() => {
    template = templateOf(readStage('prod').config).toJSON() as Template;
    production = grantedBy(template);
  }, 30_000);
  const isOfKey = ({ Action }: Statement) => Action.every((action) => action.startsWith('kms:'));

  test('functions may do the same, the key of the table aside', () => {
    for (const [id, statements] of production) {
      const expected = granted.get(id)?.map(({ Action }) => Action);
      expect(statements.filter((each) => !isOfKey(each)).map(({ Action }) => Action)).toEqual(
        expected,
      );
    }
  });

  test('a function uses that key through DynamoDB alone, and only to read where it writes nothing', () => {
    for (const [id, statements] of production) {
      const actions = statements.flatMap(({ Action }) => Action);
      const ofKey = statements.filter(isOfKey);
      expect([id, ofKey.length]).toEqual([
        id,
        actions.some((action) => action.startsWith('dynamodb:')) ? 1 : 0,
      ]);
      for (const { Action, Condition, Resource } of ofKey) {
        expect(Resource).toHaveLength(1);
        expect(Condition).toEqual({
          StringEquals: { 'kms:ViaService': ['dynamodb.us-east-1.amazonaws.com'] },
        });
        expect([id, Action.includes('kms:Encrypt')]).toEqual([
          id,
          actions.includes('dynamodb:PutItem'),
        ]);
      }
    }
  });

  test('nobody has a policy of AWS, or is there but the functions, their schedules and the backups', () => {
    const roles = Object.entries(template.Resources).filter(
      ([, { Type }]) => Type === 'AWS::IAM::Role',
    );
    expect(roles).toHaveLength(production.size + 5);
    for (const [id, { Properties }] of roles) {
      if (id.startsWith('BackupsRole')) continue;
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties).not.toHaveProperty('Policies');
    }
  });
});

test('the schedule may invoke the sweep, and nothing else', () => {
  const { Resources } = templateOf().toJSON() as Template;
  const policies = Object.entries(Resources).filter(
    ([id, { Type }]) => Type === 'AWS::IAM::Policy' && id.startsWith('SweepScheduleRole'),
  );
  expect(policies).toHaveLength(1);
  expect(policies[0]?.[1].Properties['PolicyDocument']).toMatchObject({
    Statement: [
      {
        Action: 'lambda:InvokeFunction',
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': ['SweepFunctionA7728703', 'Arn'] },
      },
    ],
  });
});

test('a function is called by the API through its own routes only', () => {
  const { Resources } = templateOf().toJSON() as Template;
  const callers = Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Permission')
    .map(({ Properties }) => Properties);
  expect(callers).toHaveLength(50);
  for (const { Action, Principal, SourceArn } of callers) {
    expect({ Action, Principal }).toEqual({
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    });
    expect(JSON.stringify(SourceArn)).toMatch(
      /"\/\*\/\*\/(webhooks\/moment|openapi\.json|ageing|summary|entries|exceptions(\/\{id\}(\/resolutions)?)?|(customers|accounts|bills)(\/\{id\}(\/(entries|statement|payment-requests|charges|adjustments|balance|ageing|entries\/\{entry\}\/reversals))?)?)"/,
    );
  }
});

function grantedBy(template: Template): Granted {
  const assembly = { stackName: 'moment-balances-dev', template, assetPath: () => '' };
  return readFunctionStatements(createStackResources(assembly, ENDPOINTS));
}

/** Each action on each resource with each pattern of keys that nobody was seen to need. */
function unused(all: Granted): string[] {
  return [...all].flatMap(([id, statements]) => {
    const own = seen.filter(({ functionId }) => functionId === id);
    return statements
      .flatMap(apart)
      .filter((right) => !own.some((access) => isAbout(right, access) && isNeeded(right, access)))
      .filter(({ Action }) => !UNSEEN[id]?.includes(String(Action)))
      .map((right) => `${id} ${JSON.stringify(right)}`);
  });
}

/** One action, one resource, and of the patterns of a condition one. */
function apart(statement: Statement): Statement[] {
  const patterns = Object.entries(statement.Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]) =>
      values.map((value) => ({ [operator]: { [key]: [value] } })),
    ),
  );
  return statement.Action.flatMap((action) =>
    statement.Resource.flatMap((resource) =>
      (patterns.length === 0 ? [{}] : patterns).map((Condition) => ({
        ...statement,
        Action: [action],
        Resource: [resource],
        Condition,
      })),
    ),
  );
}

/** Of an access that a right allows: whether a narrower one would not do. */
function isNeeded(right: Statement, access: Access): boolean {
  const { Action, Resource, Condition } = right;
  const isNarrow =
    Action.includes(access.action) &&
    // The star at the end stands for the streams of a log group, or for what is in a folder of a bucket.
    Resource.every((arn) => !arn.replace(/^(arn:aws:(logs:.*:|s3:.*\/))\*$/, '$1').includes('*'));
  if (!isNarrow || !isOnTable(right) || Object.keys(Condition).length > 0) return isNarrow;
  // A scan has no key by which it could be narrowed.
  if (access.action === 'dynamodb:Scan') return true;
  const keys = access.context['dynamodb:LeadingKeys'] ?? [];
  return keys.some((key) => !KNOWN_KEYS.some((known) => key.startsWith(known)));
}

function isOnTable({ Resource }: Statement): boolean {
  return Resource.every((arn) => arn.includes(':table/') && !arn.includes('/index/'));
}

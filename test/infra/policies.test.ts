import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { templateOf } from '#test/support/template.ts';

type Statement = { readonly Action: readonly string[]; readonly Resource: readonly string[] };

const PERSON = 'infra/policies/person.json';
const CLOUDFORMATION = 'infra/policies/cloudformation.json';
const CERTIFICATE_ARN = 'arn:aws:acm:af-south-1:111122223333:certificate/1';
const BOOTSTRAP = 'node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml';

const region = (service: string, name: string) =>
  `arn:aws:${service}:af-south-1:111122223333:${name}`;
const api = (path: string) => `arn:aws:apigateway:af-south-1::/${path}`;
const role = 'arn:aws:iam::111122223333:role/moment-balances-dev-SweepFunctionServiceRole1-x';
const ANY = '*';

/** What CloudFormation calls to make one of a type and to take it away, and what it calls that on. */
const CALLS: Readonly<Record<string, readonly [on: string, ...actions: readonly string[]]>> = {
  'AWS::ApiGatewayV2::Api': [api('apis'), 'apigateway:POST', 'apigateway:TagResource'],
  'AWS::ApiGatewayV2::ApiMapping': [api('domainnames/x/apimappings'), 'apigateway:POST'],
  'AWS::ApiGatewayV2::Authorizer': [api('apis/x/authorizers'), 'apigateway:POST'],
  'AWS::ApiGatewayV2::DomainName': [api('domainnames'), 'apigateway:POST'],
  'AWS::ApiGatewayV2::Integration': [api('apis/x/integrations'), 'apigateway:POST'],
  'AWS::ApiGatewayV2::Route': [api('apis/x/routes/y'), 'apigateway:PATCH', 'apigateway:DELETE'],
  'AWS::ApiGatewayV2::Stage': [api('apis/x/stages'), 'apigateway:POST'],
  'AWS::Backup::BackupPlan': [
    ANY,
    ...['backup:CreateBackupPlan', 'backup:UpdateBackupPlan', 'backup:DeleteBackupPlan'],
    ...['backup:GetBackupPlan', 'backup:TagResource'],
  ],
  'AWS::Backup::BackupSelection': [
    ANY,
    ...['backup:CreateBackupSelection', 'backup:DeleteBackupSelection'],
    'backup:GetBackupSelection',
  ],
  'AWS::Backup::BackupVault': [
    ANY,
    ...['backup:CreateBackupVault', 'backup:PutBackupVaultLockConfiguration'],
    ...['backup:DescribeBackupVault', 'backup:DeleteBackupVault', 'backup-storage:MountCapsule'],
    ...['kms:CreateGrant', 'kms:GenerateDataKey', 'kms:Decrypt', 'kms:RetireGrant'],
  ],
  'AWS::CloudWatch::Alarm': [
    region('cloudwatch', 'alarm:moment-balances-dev-AlarmsSweep-x'),
    ...['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms'],
  ],
  'AWS::DynamoDB::GlobalTable': [
    region('dynamodb', 'table/moment-balances-dev-LedgerTable-x'),
    ...['CreateTable', 'UpdateTable', 'UpdateContinuousBackups', 'TagResource'].map(
      (action) => `dynamodb:${action}`,
    ),
  ],
  'AWS::IAM::Policy': [role, 'iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:GetRolePolicy'],
  'AWS::IAM::Role': [
    role,
    'iam:CreateRole',
    'iam:DeleteRole',
    'iam:AttachRolePolicy',
    'iam:PassRole',
  ],
  'AWS::KMS::Key': [
    ANY,
    'kms:CreateKey',
    'kms:EnableKeyRotation',
    'kms:CreateGrant',
    'kms:PutKeyPolicy',
  ],
  'AWS::Lambda::EventSourceMapping': [
    ANY,
    ...['lambda:CreateEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
    ...['lambda:DeleteEventSourceMapping', 'lambda:GetEventSourceMapping'],
  ],
  'AWS::Lambda::Function': [
    region('lambda', 'function:moment-balances-dev-SweepFunction-x'),
    ...['lambda:CreateFunction', 'lambda:UpdateFunctionCode', 'lambda:DeleteFunction'],
  ],
  'AWS::Lambda::Permission': [
    region('lambda', 'function:moment-balances-dev-SweepFunction-x'),
    ...['lambda:AddPermission', 'lambda:RemovePermission'],
  ],
  'AWS::Logs::LogGroup': [
    region('logs', 'log-group:moment-balances-dev-SweepFunctionLogs-x'),
    ...['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteLogGroup'],
  ],
  'AWS::Logs::MetricFilter': [
    region('logs', 'log-group:moment-balances-dev-ApiAccessLogs-x'),
    ...['logs:PutMetricFilter', 'logs:DeleteMetricFilter'],
  ],
  'AWS::S3::Bucket': [
    'arn:aws:s3:::moment-balances-dev-anchorsbucket1-x',
    ...['s3:CreateBucket', 's3:PutBucketObjectLockConfiguration', 's3:PutLifecycleConfiguration'],
    ...['s3:PutBucketVersioning', 's3:PutEncryptionConfiguration', 's3:DeleteBucket'],
    ...['s3:PutBucketTagging', 's3:PutBucketPublicAccessBlock'],
  ],
  'AWS::S3::BucketPolicy': [
    'arn:aws:s3:::moment-balances-dev-anchorsbucket1-x',
    ...['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  ],
  'AWS::SQS::Queue': [
    region('sqs', 'moment-balances-dev-ReconciliationEventsQueue-x'),
    ...['sqs:CreateQueue', 'sqs:SetQueueAttributes', 'sqs:DeleteQueue', 'sqs:TagQueue'],
  ],
  'AWS::SQS::QueuePolicy': [
    region('sqs', 'moment-balances-dev-ReconciliationEventsQueue-x'),
    'sqs:SetQueueAttributes',
  ],
  'AWS::Scheduler::Schedule': [
    region('scheduler', 'schedule/default/moment-balances-dev-SweepSchedule-x'),
    ...['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
  ],
  'AWS::SecretsManager::Secret': [
    region('secretsmanager', 'secret:moment-balances-dev/api-key-0a1b2c3d-x'),
    ...['secretsmanager:CreateSecret', 'secretsmanager:TagResource', 'secretsmanager:DeleteSecret'],
  ],
};

/** The same of the types that `cdk bootstrap` makes, unless it is told to make a key. */
const BOOTSTRAP_CALLS: typeof CALLS = {
  'AWS::S3::Bucket': ['arn:aws:s3:::cdk-hnb659fds-assets-x', 's3:CreateBucket'],
  'AWS::S3::BucketPolicy': ['arn:aws:s3:::cdk-hnb659fds-assets-x', 's3:PutBucketPolicy'],
  'AWS::ECR::Repository': [region('ecr', 'repository/cdk-hnb659fds-x'), 'ecr:CreateRepository'],
  'AWS::IAM::Role': [
    'arn:aws:iam::111122223333:role/cdk-hnb659fds-x',
    'iam:CreateRole',
    'iam:TagRole',
  ],
  'AWS::IAM::Policy': ['arn:aws:iam::111122223333:role/cdk-hnb659fds-x', 'iam:PutRolePolicy'],
  'AWS::SSM::Parameter': [
    region('ssm', 'parameter/cdk-bootstrap/hnb659fds/version'),
    ...['ssm:PutParameter', 'ssm:GetParameters'],
  ],
};

const OF_PEOPLE = ['reader', 'writer', 'operator'].map((name) => `infra/policies/${name}.json`);

describe.each([PERSON, CLOUDFORMATION, ...OF_PEOPLE])('%s', (path) => {
  test('is no longer than a managed policy may be, 6,144 characters without blanks', () => {
    expect(JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))).length).toBeLessThan(6144);
  });

  test('gives no one service whole, on every resource', () => {
    const wide = statements(path).filter(({ Resource }) => Resource.includes(ANY));
    expect(wide.flatMap(({ Action }) => Action).filter((action) => action.endsWith('*'))).toEqual(
      [],
    );
  });
});

test('CloudFormation may make, change and delete whatever a stage can have', () => {
  const full = templateOf({
    auth: {
      ...{ kind: 'jwt', issuer: 'https://login.example.com/', audience: ['api'] },
      scopes: { read: ['balances/read'], write: ['balances/write'] },
    },
    domain: { name: 'balances.example.com', certificateArn: CERTIFICATE_ARN },
    tableEncryption: 'customer-managed',
    traces: true,
  }).toJSON() as { Resources: Record<string, { Type: string }> };
  const types = [...new Set(Object.values(full.Resources).map(({ Type }) => Type))];
  expect(Object.keys(CALLS).toSorted()).toEqual(types.toSorted());
  expect(refusedBy(CLOUDFORMATION, CALLS)).toEqual([]);
  const bundle = 'arn:aws:s3:::cdk-hnb659fds-assets-111122223333-af-south-1/0a1b.zip';
  expect(allows(CLOUDFORMATION, 's3:GetObject', bundle)).toBe(true);
  const truststore = 'arn:aws:s3:::moment-balances-truststore/ca.pem';
  expect(allows(CLOUDFORMATION, 's3:GetObjectVersion', truststore)).toBe(true);
  expect(allows(CLOUDFORMATION, 'logs:CreateLogDelivery', ANY)).toBe(true);
});

test('whoever has the policy of a person may bootstrap, and then deploy by the roles that makes', () => {
  const template = readFileSync(BOOTSTRAP, 'utf8');
  const types = [...template.matchAll(/^ {4}Type: '?"?(AWS::\w+::\w+)\b/gm)].map(
    ([, type = '']) => type,
  );
  const ofDefaults = types.filter((type) => !/KMS|ManagedPolicy/.test(type));
  expect(Object.keys(BOOTSTRAP_CALLS).toSorted()).toEqual([...new Set(ofDefaults)].toSorted());
  expect(refusedBy(PERSON, BOOTSTRAP_CALLS)).toEqual([]);
  const deploy = 'arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-af-south-1';
  expect(allows(PERSON, 'sts:AssumeRole', deploy)).toBe(true);
});

test('whoever has the policy of a person may do what docs/deploy.md says, but make policies', () => {
  const document = readFileSync('docs/deploy.md', 'utf8');
  const actions = [...document.matchAll(/\baws ([a-z0-9-]+) ([a-z-]+)/g)].map(
    ([, service = '', command = '']) =>
      service === 'apigatewayv2'
        ? 'apigateway:GET'
        : `${service.replace('-', '').replace('s3api', 's3')}:${command.replaceAll(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase())}`,
  );
  const allowed = statements(PERSON).flatMap(({ Action }) => Action);
  const refused = actions.filter((action) => !allowed.some((each) => matches(each, action)));
  expect(actions).toContain('secretsmanager:PutSecretValue');
  expect([...new Set(refused)]).toEqual(['iam:CreatePolicy', 'configure:ExportCredentials']);
});

test('a missing right, and one on another stack, would be seen', () => {
  expect(allows(CLOUDFORMATION, 'ec2:RunInstances', ANY)).toBe(false);
  expect(allows(CLOUDFORMATION, 'dynamodb:DeleteTable', region('dynamodb', 'table/others'))).toBe(
    false,
  );
  const object =
    'arn:aws:s3:::moment-balances-dev-anchorsbucket1-x/anchors/2026-11-28/manifest.json';
  for (const action of ['s3:DeleteObjectVersion', 's3:BypassGovernanceRetention', 's3:PutObject']) {
    expect(allows(CLOUDFORMATION, action, object) || allows(PERSON, action, object)).toBe(false);
  }
  expect(allows(PERSON, 'iam:CreateRole', 'arn:aws:iam::111122223333:role/admin')).toBe(false);
});

function statements(path: string): readonly Statement[] {
  return JSON.parse(readFileSync(path, 'utf8')).Statement;
}

function refusedBy(path: string, calls: typeof CALLS): string[] {
  return Object.values(calls).flatMap(([on, ...actions]) =>
    actions.filter((action) => !allows(path, action, on)).map((action) => `${action} on ${on}`),
  );
}

/** As IAM matches names; a condition is taken to hold. */
function allows(path: string, action: string, on: string): boolean {
  return statements(path).some(
    ({ Action, Resource }) =>
      Action.some((each) => matches(each, action)) && Resource.some((each) => matches(each, on)),
  );
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+^$()|[\]\\?{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

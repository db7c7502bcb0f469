import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readStage } from '#infra/config.ts';
import { EVERY_OPTION } from '#test/support/every-option.ts';
import { templateOf } from '#test/support/template.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Resource = { readonly Type: string; readonly Properties: any };
type Resources = Readonly<Record<string, Resource>>;

const withoutHash = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');
const byLogicalId = (_: Resource, id: string) => [withoutHash(id)];

/** What somebody may reach, take or stop, and the names under which SECURITY.md has it. */
const PLACES: Readonly<Record<string, (resource: Resource, id: string) => readonly string[]>> = {
  // The webhook's may end in a segment that only Moment knows.
  'AWS::ApiGatewayV2::Route': ({ Properties }) => [
    Properties.RouteKey.replace(/(\/webhooks\/moment)\/[^/]+$/, '$1'),
  ],
  'AWS::Backup::BackupVault': byLogicalId,
  'AWS::DynamoDB::GlobalTable': ({ Properties }, id) => [
    id,
    ...Properties.GlobalSecondaryIndexes.map((index: { IndexName: string }) => index.IndexName),
  ],
  'AWS::KMS::Key': byLogicalId,
  'AWS::Lambda::Function': ({ Properties }) => [
    Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME,
  ],
  'AWS::Logs::LogGroup': () => ['logs'],
  'AWS::Pipes::Pipe': byLogicalId,
  'AWS::S3::Bucket': byLogicalId,
  'AWS::SQS::Queue': byLogicalId,
  'AWS::Scheduler::Schedule': byLogicalId,
  'AWS::SecretsManager::Secret': byLogicalId,
};

/** What joins the places, says who may reach them, or watches them. */
const NO_PLACES = new Set([
  ...['Api', 'ApiMapping', 'Authorizer', 'DomainName', 'Integration', 'Stage'].map(
    (name) => `AWS::ApiGatewayV2::${name}`,
  ),
  ...['AWS::Backup::BackupPlan', 'AWS::Backup::BackupSelection', 'AWS::CloudWatch::Alarm'],
  ...['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::Lambda::EventSourceMapping'],
  ...['AWS::Lambda::Permission', 'AWS::Logs::MetricFilter', 'AWS::S3::BucketPolicy'],
  'AWS::SQS::QueuePolicy',
]);

const STAGES = [readStage('dev').config, readStage('prod').config, EVERY_OPTION];

/** @throws Error for a type that is neither, so that a new one is thought about */
function placesIn(resources: Resources): string[] {
  return Object.entries(resources).flatMap(([id, resource]) => {
    if (NO_PLACES.has(resource.Type)) return [];
    const names = PLACES[resource.Type];
    if (!names) throw new Error(`Is a ${resource.Type} a place that somebody may reach?`);
    return names(resource, id);
  });
}

const inTemplates = () =>
  new Set(STAGES.flatMap((config) => placesIn(templateOf(config).toJSON()['Resources'])));

/** Rows of "Everything that is there": the name, and the cells behind it. */
const rows = [
  ...(readFileSync('SECURITY.md', 'utf8')
    .split('## Everything that is there')[1]
    ?.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm) ?? []),
].map(([, name = '', cells = '']) => [name, cells.split(' | ')] as const);

test('SECURITY.md has a line for everything that a stage has, and for nothing else', () => {
  expect(rows.map(([name]) => name).toSorted()).toEqual([...inTemplates()].toSorted());
});

test.each(rows)(
  'the line of %s says who reaches it, what stops the others, and what does not',
  (_, cells) => {
    expect(cells).toHaveLength(3);
    for (const cell of cells) expect(cell.trim().length).toBeGreaterThan(6);
  },
);

test('a bucket, an index and a type of resource that are new would be seen', () => {
  const bucket = { Anchors0A1B2C3D: { Type: 'AWS::S3::Bucket', Properties: {} } };
  expect(placesIn(bucket)).toEqual(['Anchors']);
  const indexed = { Properties: { GlobalSecondaryIndexes: [{ IndexName: 'another' }] } };
  const table = { LedgerTable: { Type: 'AWS::DynamoDB::GlobalTable', ...indexed } };
  expect(placesIn(table)).toContain('another');
  const topic = { Topic: { Type: 'AWS::SNS::Topic', Properties: {} } };
  expect(() => placesIn(topic)).toThrow('AWS::SNS::Topic');
});

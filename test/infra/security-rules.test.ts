import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, describe, expect, test } from 'vitest';
import { parseConfig, readStage, type StageConfig } from '#infra/config.ts';
import { MomentBalancesStack } from '#infra/stack.ts';

const CERTIFICATE_ARN = 'arn:aws:acm:af-south-1:111122223333:certificate/1';
const JWT = {
  kind: 'jwt' as const,
  issuer: 'https://login.example.com/',
  audience: ['api'],
  scopes: { read: ['balances/read'], write: ['balances/write'] },
};
const KINDS: readonly (readonly [string, StageConfig])[] = [
  ['dev', readStage('dev').config],
  ['prod', readStage('prod').config],
  ['one with tokens of an identity provider', parseConfig({ auth: JWT })],
  [
    'one with a domain of its own',
    parseConfig({ domain: { name: 'balances.example.com', certificateArn: CERTIFICATE_ARN } }),
  ],
  ['one with traces', parseConfig({ traces: true })],
  [
    'one with a way in that strangers do not know',
    parseConfig({
      webhookPath: { segments: ['Vq3mX8yTn0bRkJ5sWcLd7uHf2pGzAe9i'] },
      webhookSources: ['192.0.2.0/24'],
      reservedConcurrency: { webhook: 20, reconcile: 5 },
    }),
  ],
  [
    'one that publishes events',
    parseConfig({
      events: { kind: 'eventbridge', bus: 'payments' },
      tableEncryption: 'customer-managed',
    }),
  ],
  ['one that was restored', parseConfig({ restoredTable: 'moment-balances-prod-restored' })],
];

const outdir = mkdtempSync(join(tmpdir(), 'security-rules-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe.each(KINDS)('the stage %s', (_, config) => {
  test('has no finding of AwsSolutions that nobody gave a reason for', () => {
    const { app } = createApp(config);
    expect(findings(app)).toEqual([]);
  });
});

test('a stage with every setting is a template that CloudFormation takes', () => {
  const { app } = createApp(
    parseConfig({
      auth: JWT,
      domain: { name: 'balances.example.com', certificateArn: CERTIFICATE_ARN },
      tableEncryption: 'customer-managed',
      ebpLinkTemplate: 'https://pay.example.com/bill/{id}',
    }),
  );
  expect(() => app.synth()).not.toThrow();
});

test('what CloudFormation does not take is found', () => {
  const { app, stack } = createApp(readStage().config);
  const properties = { VisibilityTimeout: 'soon' };
  new CfnResource(stack, 'Careless', { type: 'AWS::SQS::Queue', properties });
  expect(() => app.synth()).toThrow("'soon' is not of type 'integer'");
});

test('what breaks a rule is found', () => {
  const { app, stack } = createApp(readStage().config);
  new Queue(stack, 'Careless');
  expect(findings(app)).toEqual([
    'AwsSolutions-SQS3 test/Careless/Resource',
    'AwsSolutions-SQS4 test/Careless/Resource',
  ]);
});

test('only five rules are waived, each where and why it is said', () => {
  const { app } = createApp(readStage('prod').config);
  const waivers = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, unknown>));
  const rules = waivers.map(([id]) => /AwsSolutions-\w+/.exec(id)?.[0]);
  expect([...new Set(rules)].toSorted()).toEqual([
    'AwsSolutions-APIG4',
    'AwsSolutions-IAM4',
    'AwsSolutions-IAM5',
    'AwsSolutions-S1',
    'AwsSolutions-SMG4',
  ]);
  for (const [, reason] of waivers) expect(String(reason).length).toBeGreaterThan(20);
});

test('the one route with no authoriser is the only one the rule on authorisers is waived for', () => {
  const { app } = createApp(readStage().config);
  const waived = app.node
    .findAll()
    .filter(({ node }) =>
      node.metadata.some(({ data }) => JSON.stringify(data ?? null).includes('AwsSolutions-APIG4')),
    );
  expect(waived.map(({ node }) => node.id)).toEqual(['POST--webhooks--moment']);
});

function createApp(config: StageConfig) {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const app = new App({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  return { app, stack: new MomentBalancesStack(app, 'test', { config }) };
}

function findings(app: App): string[] {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
}

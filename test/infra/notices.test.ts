import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { parseConfig, type StageSettings } from '#infra/config.ts';
import { MomentBalancesStack } from '#infra/stack.ts';

const CERTIFICATE_ARN = 'arn:aws:acm:af-south-1:111122223333:certificate/1';
const DOMAIN = { name: 'balances.example.com', certificateArn: CERTIFICATE_ARN };
const TOPIC = 'arn:aws:sns:af-south-1:111122223333:alarms';

/** What synth tells whoever deploys a stage with these settings. */
function noticesOf(settings: StageSettings): string {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const app = new App({
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: false,
  });
  const stack = new MomentBalancesStack(app, 'test', { config: parseConfig(settings) });
  const told = stack.node.findAll().flatMap(({ node }) => node.metadata);
  expect(told.map(({ type }) => type)).not.toContain('aws:cdk:warning');
  return told
    .filter(({ type }) => type === 'aws:cdk:info')
    .map(({ data }) => JSON.stringify(data))
    .join('\n');
}

test('synth says how much of a new account the consumer may take', () => {
  expect(noticesOf({})).toMatch(/may run 5 functions at once .* a new AWS account has 10 for all/);
  expect(noticesOf({ reconcile: { concurrencyMax: 2 } })).toContain('may run 2 functions at once');
});

test('synth says that alarms tell nobody, until they do', () => {
  expect(noticesOf({})).toContain('No alarmTopicArn');
  expect(noticesOf({ alarmTopicArn: TOPIC })).not.toContain('No alarmTopicArn');
});

test('synth says that two addresses are open, until one of them is turned off', () => {
  expect(noticesOf({ domain: DOMAIN })).toContain('The address that AWS gives works beside');
  expect(noticesOf({ domain: { ...DOMAIN, awsAddress: 'off' } })).not.toContain(
    'beside the domain',
  );
  expect(noticesOf({})).not.toContain('beside the domain');
});

test('synth says that the path without a segment is open, until it is turned off', () => {
  const segments = ['Vq3mX8yTn0bRkJ5sWcLd7uHf2pGzAe9i'];
  const OPEN = 'path without a segment works beside';
  expect(noticesOf({ webhookPath: { segments } })).toContain(OPEN);
  expect(noticesOf({ webhookPath: { segments, withoutSegment: 'off' } })).not.toContain(OPEN);
  expect(noticesOf({})).not.toContain(OPEN);
});

test('no notice has a segment in it: what synth prints is kept by whatever runs it', () => {
  const segment = 'Vq3mX8yTn0bRkJ5sWcLd7uHf2pGzAe9i';
  expect(noticesOf({ webhookPath: { segments: [segment] } })).not.toContain(segment);
});

test('synth says how much is reserved, and what AWS wants to be left', () => {
  const reservedConcurrency = { webhook: 20, reconcile: 5 };
  expect(noticesOf({ reservedConcurrency })).toMatch(/25 functions at once are reserved: .* 100/);
  expect(noticesOf({})).not.toContain('reserved');
});

test('synth says that nothing is published while a restored table is in use', () => {
  const events = { kind: 'eventbridge', bus: 'payments' } as const;
  const NOTHING = 'Nothing is published while restoredTable is set';
  expect(noticesOf({ events, restoredTable: 'ledger-restored' })).toContain(NOTHING);
  expect(noticesOf({ events })).not.toContain(NOTHING);
  expect(noticesOf({ restoredTable: 'ledger-restored' })).not.toContain(NOTHING);
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { matchesPattern, readEventPattern } from '#emulator/aws/event-pattern.ts';
import { renderTemplate } from '#emulator/aws/input-template.ts';
import { parseConfig, type StageSettings } from '#infra/config.ts';
import { templateOf } from '#test/support/template.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Properties = any;

const ON: StageSettings = { events: { kind: 'eventbridge', bus: 'payments' } };
const resourcesOf = (settings: StageSettings) =>
  templateOf(settings).toJSON()['Resources'] as Record<
    string,
    { readonly Type: string; readonly Properties: Properties }
  >;
const pipes = () => {
  const found = templateOf(ON).findResources('AWS::Pipes::Pipe') as Record<
    string,
    { readonly Properties: Properties }
  >;
  return Object.entries(found).map(([id, { Properties }]) => ({ id, ...Properties }));
};

/** What is bundled without esbuild has another hash each time. */
const withoutCode = (resource: object | undefined) =>
  JSON.stringify(resource).replaceAll(/[0-9a-f]{64}/g, 'hash');

describe('a stage that publishes nothing', () => {
  test('has no stream, pipe or queue for it', () => {
    const text = JSON.stringify(resourcesOf({}));
    expect(text).not.toContain('EventsOut');
    expect(text).not.toContain('StreamSpecification');
  });

  test('may begin to: of the table only the stream is new, and of all else nothing changes', () => {
    const before = resourcesOf({});
    const after = resourcesOf(ON);
    const { StreamSpecification, ...table } = after['LedgerTable']?.Properties ?? {};
    // Update requires: no interruption (CloudFormation Template Reference).
    expect(StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
    expect(table).toEqual(before['LedgerTable']?.Properties);
    for (const [id, resource] of Object.entries(before)) {
      if (id === 'LedgerTable') continue;
      expect(withoutCode(after[id]), id).toEqual(withoutCode(resource));
    }
    const added = Object.keys(after).filter((id) => !(id in before));
    expect(added.every((id) => /^(Alarms)?EventsOut/.test(id))).toBe(true);
  });
});

describe('the name of the bus', () => {
  test.each([
    ['payments', true],
    ['default', true],
    ['a_b.c-1', true],
    ['', false],
    ['my bus', false],
    ['arn:aws:events:af-south-1:111122223333:event-bus/payments', false],
    ['aws.partner/example.com/1', false],
    ['aws.payments', false],
    ['x'.repeat(257), false],
  ])('%j is taken: %s', (bus, isTaken) => {
    const parse = () => parseConfig({ events: { kind: 'eventbridge', bus } });
    if (isTaken) expect(parse().events?.bus).toBe(bus);
    else expect(parse).toThrow(/events\.bus/);
  });

  test.each([
    [{ bus: 'payments' }],
    [{ kind: 'sns', bus: 'payments' }],
    [{ kind: 'eventbridge' }],
    [{ kind: 'eventbridge', bus: 'payments', region: 'x' }],
  ])('other settings are refused: %j', (events) => {
    expect(() => parseConfig({ events })).toThrow('infra/config.ts');
  });
});

describe('each pipe', () => {
  test('reads the stream from its beginning, in order, and gives up before the stream forgets', () => {
    expect(pipes()).toHaveLength(2);
    for (const { Source, SourceParameters } of pipes()) {
      expect(Source).toEqual({ 'Fn::GetAtt': ['LedgerTable', 'StreamArn'] });
      expect(SourceParameters.DynamoDBStreamParameters).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 10,
        ParallelizationFactor: 1,
        MaximumRetryAttempts: -1,
        MaximumRecordAgeInSeconds: 12 * 3600,
        OnPartialBatchItemFailure: 'AUTOMATIC_BISECT',
      });
    }
  });

  test('may read that stream, put on that bus, and put what it gives up in that queue', () => {
    const resources = resourcesOf({ ...ON, tableEncryption: 'customer-managed' });
    const [policy, ...others] = Object.entries(resources).filter(
      ([id, { Type }]) => Type === 'AWS::IAM::Policy' && id.startsWith('EventsOut'),
    );
    expect(others).toEqual([]);
    const statements = policy?.[1].Properties.PolicyDocument.Statement as Properties[];
    expect(statements.map(({ Action }) => Action)).toEqual([
      [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
      'events:PutEvents',
      'sqs:SendMessage',
      ['kms:Decrypt', 'kms:DescribeKey'],
    ]);
    expect(JSON.stringify(statements.map(({ Resource }) => Resource))).not.toContain('*');
    expect(JSON.stringify(statements[1]?.Resource)).toContain(':event-bus/payments');
  });

  test('tells nothing but between quotes, so that what is absent leaves JSON behind', () => {
    for (const { TargetParameters } of pipes()) {
      const empty = JSON.parse(renderTemplate(TargetParameters.InputTemplate, {}));
      const values = new Set(Object.values(empty));
      expect(values).toEqual(new Set(['@', '']));
    }
  });

  test('tells what docs/events.md says, in its order', () => {
    const page = readFileSync('docs/events.md', 'utf8').replaceAll('\n  ', ' ');
    for (const { TargetParameters } of pipes()) {
      const { DetailType } = TargetParameters.EventBridgeEventBusParameters;
      const [, members = ''] = new RegExp(`^- \`${DetailType}\`: (.+)$`, 'm').exec(page) ?? [];
      const named = [...members.replaceAll(/\([^)]*\)/g, '').matchAll(/`(\w+)`/g)];
      expect(named.map(([, name]) => name)).toEqual(
        Object.keys(JSON.parse(TargetParameters.InputTemplate)),
      );
    }
  });

  test('reads no attribute that has who somebody is, what a person wrote, or what was signed', () => {
    const told = pipes().flatMap(({ TargetParameters }) =>
      [...TargetParameters.InputTemplate.matchAll(/NewImage\.(\w+)/g)].map(([, name]) => name),
    );
    expect(told.length).toBeGreaterThan(15);
    for (const name of [
      ...['name', 'email', 'phone', 'metadata', 'description', 'note', 'actor', 'detail'],
      ...['raw', 'signature', 'keyId', 'webhookId', 'request', 'externalReference'],
    ]) {
      expect(told).not.toContain(name);
    }
  });
});

describe('what is published', () => {
  const entry = {
    ...{ type: { S: 'payment' }, sequence: { N: '2' }, endingBalance: { N: '0' } },
    obligationId: { S: 'bcus_1' },
  };
  const redacted = { M: { of: { S: 'bcus_1' }, at: { S: '2026-11-28T00:00:00.000Z' } } };
  const held = (attention: string) => ({ attention: { S: attention }, state: { S: attention } });
  const head = { balance: { N: '0' }, sequence: { N: '2' }, kind: { S: 'customer' } };

  test.each<[string, string, string, object, readonly string[]]>([
    ['an entry', 'INSERT', 'bcus_1', entry, ['Entries']],
    ['an entry in the place of a doubt', 'MODIFY', 'bcus_1', entry, ['Entries']],
    ['an entry of a later type', 'INSERT', 'bcus_1', { ...entry, type: { S: 'x' } }, ['Entries']],
    ['an entry that is redacted', 'MODIFY', 'bcus_1', { ...entry, redacted }, []],
    ['a quarantined event', 'INSERT', 'EVENT#h', held('quarantined'), ['Waiting']],
    ['one that waited before', 'MODIFY', 'EVENT#h', held('quarantined'), ['Waiting']],
    ['an unmatched event', 'INSERT', 'EVENT#h', held('unmatched'), ['Waiting']],
    ['a stale event', 'INSERT', 'EVENT#h', held('stale'), ['Waiting']],
    ['one that is postponed', 'MODIFY', 'EVENT#h', held('unmatched'), []],
    ['one that a person took off', 'MODIFY', 'EVENT#h', { state: { S: 'quarantined' } }, []],
    ['an ignored event', 'INSERT', 'EVENT#h', { state: { S: 'ignored' } }, []],
    ['a head', 'MODIFY', 'HEAD', head, []],
    ['a head to be pushed', 'MODIFY', 'HEAD', { ...head, attention: { S: 'push' } }, []],
    ['an intent', 'INSERT', 'HEAD', { attention: { S: 'intent' }, requestHash: { S: 'h' } }, []],
    ['a profile', 'INSERT', 'PROFILE', { name: { S: 'A' } }, []],
    ['a doubt', 'INSERT', 'bcus_1', { type: { S: 'doubt' }, application: { S: 'pay_2' } }, []],
    [
      'the other telling',
      'INSERT',
      'TOLD#bcus_1',
      { sequence: { N: '2' }, amount: { N: '1' } },
      [],
    ],
    ['a deletion', 'REMOVE', 'EVENT#h', {}, []],
  ])('of %s (%s)', (_, eventName, sk, NewImage, expected) => {
    const Keys = { pk: { S: 'pay_1' }, sk: { S: sk } };
    const record = { eventName, dynamodb: { Keys, NewImage } };
    const matching = pipes().filter(({ SourceParameters }) =>
      SourceParameters.FilterCriteria.Filters.some(({ Pattern }: { Pattern: string }) =>
        matchesPattern(readEventPattern(Pattern), record),
      ),
    );
    expect(matching.map(({ id }) => id.slice('EventsOut'.length, -8))).toEqual(expected);
  });
});

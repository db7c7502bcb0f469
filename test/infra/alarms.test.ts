import { readdirSync, readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createHandler as createAnchorHandler } from '#functions/anchor/handler.ts';
import { createHandler as createPushHandler } from '#functions/push/handler.ts';
import { createHandler as createReconcileHandler } from '#functions/reconcile/handler.ts';
import { createHandler as createReportHandler } from '#functions/report/handler.ts';
import { createHandler as createSweepHandler } from '#functions/sweep/handler.ts';
import { createHandler as createWebhookHandler } from '#functions/webhook/handler.ts';
import { SecretsManagerSigningKeys } from '#shared/aws/secrets-manager-signing-keys.ts';
import { InvocationMetrics } from '#shared/lambda/invocation-metrics.ts';
import { toQueueMessage } from '#shared/models/delivery.ts';
import type { Logger } from '#shared/ports/world.ts';
import { reportSettlements } from '#shared/use-cases/payments/report-settlements.ts';
import { amountApplied, delivery, incoming } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent, lambdaContext } from '#test/support/http-event.ts';
import { MemoryAnchors, MemoryLedgerHeads } from '#test/support/memory-anchors.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { counts } from '#test/support/metric-filter.ts';
import { createReportWorld } from '#test/support/report-world.ts';
import { SECRET_ID, startSecret } from '#test/support/secret.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';
import { templateOf } from '#test/support/template.ts';
import { createUploadWorld } from '#test/support/upload-world.ts';
import { NOON, Recorder, SILENT, TestClock } from '#test/support/world.ts';

type Dimension = { readonly Name: string; readonly Value: unknown };
type WatchedMetric = {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
};
type Alarm = WatchedMetric & {
  readonly AlarmDescription: string;
  readonly Threshold: number;
  readonly TreatMissingData: string;
  readonly AlarmActions?: unknown[];
  readonly OKActions?: unknown[];
  readonly Metrics?: readonly {
    readonly Expression?: string;
    readonly MetricStat?: { readonly Metric: WatchedMetric };
  }[];
};
type MetricTransformation = {
  readonly MetricNamespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Key: string; readonly Value: string }[];
};
// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Resource = { readonly Properties: any };

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER_SECRET = 'whsec_MDUyYmQ2NThjZDY3NDU5NzkyYTViNjViOTlhYzI2MzE=';
const TOPIC = 'arn:aws:sns:af-south-1:111122223333:alarms';
const SERVICES = readdirSync('functions');
const WATCHED_SERVICES = [
  'anchor',
  'webhook',
  'reconcile',
  'sweep',
  'create-customer',
  'resolve-exception',
  'push',
  'report',
  'import',
];

let template: Template;
beforeAll(() => {
  template = templateOf({
    alarmTopicArn: TOPIC,
    events: { kind: 'eventbridge', bus: 'payments' },
    uploads: {},
  });
}, 60_000);

const all = (type: string) =>
  Object.values(template.findResources(type) as Record<string, Resource>);
const alarms = (): Alarm[] => all('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
const alarm = (section: string): Alarm => {
  const found = alarms().find(({ AlarmDescription }) => AlarmDescription.endsWith(`#${section}`));
  if (!found) throw new Error(`No alarm names the section ${section}`);
  return found;
};
const watched = ({ Metrics, ...simple }: Alarm): readonly WatchedMetric[] =>
  Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) ?? [simple];

describe('docs/operations.md', () => {
  const headings = () =>
    [...readFileSync('docs/operations.md', 'utf8').matchAll(/^## (Alarm: .+)$/gm)].map(
      ([, heading = '']) =>
        heading
          .toLowerCase()
          .replaceAll(/[^a-z ]/g, '')
          .replaceAll(' ', '-'),
    );

  test('has a section for each alarm, which the alarm names, and for no other', () => {
    const named = alarms().map(
      ({ AlarmDescription }) => /docs\/operations\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1],
    );
    expect(named.toSorted()).toEqual(headings().toSorted());
  });

  test('says what the alarms cost: ten cents a month for each metric that one watches', () => {
    const [, told] = /\$([\d.]+) a month/.exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
    expect(told).toBe((alarms().flatMap(watched).length * 0.1).toFixed(2));
  });
});

describe('what an alarm watches of ours', () => {
  afterEach(() => vi.unstubAllEnvs());

  test.each(WATCHED_SERVICES)(
    'in the function %s is written by it, with exactly these dimensions',
    async (service) => {
      const wanted = alarms()
        .flatMap(watched)
        .filter(({ Dimensions = [] }) => Dimensions.some(({ Value }) => Value === service))
        .map(identityOf);
      expect(await writtenBy(service)).toEqual(expect.arrayContaining(wanted));
    },
  );

  test('is in no other function', () => {
    const services = alarms()
      .flatMap(watched)
      .flatMap(({ Dimensions = [] }) => Dimensions.filter(({ Name }) => Name === 'service'))
      .map(({ Value }) => Value);
    expect([...new Set(services)].toSorted()).toEqual(WATCHED_SERVICES.toSorted());
  });

  test('is counted by this stage alone', () => {
    const [stage] = all('AWS::Lambda::Function').map(
      ({ Properties }) => Properties.Environment.Variables.POWERTOOLS_METRICS_NAMESPACE,
    );
    expect(stage).toBe('moment-balances-test');
    const namespaces = alarms()
      .flatMap(watched)
      .map(({ Namespace }) => Namespace);
    expect(namespaces.filter((name) => !name.startsWith('AWS/'))).toEqual(
      namespaces.filter((name) => name === stage),
    );
  });

  test('of quarantined events are those of every function that settles any', () => {
    const settling = SERVICES.filter((name) =>
      /(reportSettlements|applyWaiting)\(/.test(
        readFileSync(`functions/${name}/handler.ts`, 'utf8'),
      ),
    );
    const services = watched(alarm('alarm-quarantined')).map(
      ({ Dimensions = [] }) => Dimensions.find(({ Name }) => Name === 'service')?.Value,
    );
    expect(services.toSorted()).toEqual(settling.toSorted());
  });

  test.each([
    ['alarm-webhook-errors', 'WebhookErrors', '503'],
    ['alarm-turned-away', 'WebhookTurnedAway', '429'],
  ])('for %s are lines of the access log, by members that are in it', (section, name, status) => {
    const [stage] = all('AWS::ApiGatewayV2::Stage');
    const { DestinationArn, Format } = stage?.Properties.AccessLogSettings ?? {};
    expect(JSON.parse(Format)).toMatchObject({
      route: '$context.routeKey',
      status: '$context.status',
    });
    const line = { route: 'POST /webhooks/moment', status };
    const [log] = DestinationArn['Fn::GetAtt'];
    const [counted] = countedOf(log, line);
    expect(countedOf(log, line)).toEqual([identity('moment-balances-test', name, {})]);
    expect(watched(alarm(section)).map(identityOf)).toContain(counted);
  });

  test('of refused deliveries are lines of the webhook’s log, by their code', async () => {
    const [webhook] = all('AWS::Lambda::Function').filter(
      ({ Properties }) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === 'webhook',
    );
    const recorder = new Recorder();
    await deliver(new InvocationMetrics(), recorder);
    const log = webhook?.Properties.LoggingConfig.LogGroup.Ref;
    const counted = recorder.lines.flatMap(({ message, members }) =>
      countedOf(log, { message, ...members }),
    );
    const wanted = alarms()
      .flatMap(watched)
      .filter(({ MetricName }) => MetricName === 'DeliveriesRefused')
      .map(identityOf);
    expect(wanted.length).toBeGreaterThan(2);
    expect([...new Set(counted)]).toEqual(expect.arrayContaining(wanted));
    const failed = countedOf(log, { message: 'request.failed', code: 'internal' });
    const outcome = { outcome: 'internal' };
    expect(failed).toEqual([identity('moment-balances-test', 'DeliveriesRefused', outcome)]);
    // Neither the one that is accepted nor the malformed key is a refusal.
    expect(recorder.lines.length - counted.length).toBe(2);
  });
});

test('an alarm begins', () => {
  expect(
    Object.fromEntries(
      alarms().map(({ AlarmDescription, ...rest }) => [
        AlarmDescription.split('#')[1],
        rest as Record<string, unknown>,
      ]),
    ),
  ).toMatchObject({
    'alarm-dead-letters': { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 },
    'alarm-oldest-message': { MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 900 },
    'alarm-expiring': { Threshold: 10 * 24 * 3600 },
    'alarm-throttled': { MetricName: 'Throttles', Threshold: 0, Period: 300 },
    'alarm-forged': { Threshold: 0, EvaluationPeriods: 1 },
    'alarm-anchors': {
      MetricName: 'AnchorAge',
      Threshold: 108_000_000,
      Statistic: 'Maximum',
      Period: 3600,
      DatapointsToAlarm: 3,
      EvaluationPeriods: 3,
    },
    'alarm-reports': {
      MetricName: 'ReportAge',
      Threshold: 129_600_000,
      Statistic: 'Maximum',
      Period: 3600,
      DatapointsToAlarm: 3,
      EvaluationPeriods: 3,
    },
    'alarm-untold': {
      MetricName: 'UntoldAge',
      Threshold: 1_800_000,
      Statistic: 'Maximum',
      Period: 900,
    },
    'alarm-drift': { MetricName: 'Drifts', Threshold: 0, Statistic: 'Maximum', Period: 900 },
    'alarm-quarantined': { Threshold: 0, EvaluationPeriods: 1 },
    'alarm-unmatched': { Threshold: 3_600_000, Statistic: 'Maximum', Period: 600 },
    'alarm-sweep': {
      MetricName: 'Errors',
      Period: 300,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
    },
    'alarm-webhook-errors': { Threshold: 0, EvaluationPeriods: 12, DatapointsToAlarm: 2 },
    'alarm-turned-away': { Threshold: 0, EvaluationPeriods: 1 },
    'alarm-refused-signatures': { Threshold: 0, EvaluationPeriods: 1 },
    'alarm-stale-deliveries': { Threshold: 0, EvaluationPeriods: 1 },
    'alarm-signing-keys': { Threshold: 0, EvaluationPeriods: 12, DatapointsToAlarm: 1 },
    'alarm-events-out': { Threshold: 0, EvaluationPeriods: 3, DatapointsToAlarm: 2 },
    'alarm-backup': { Threshold: 0, EvaluationPeriods: 1 },
    'alarm-uploads-dead': { Threshold: 0, EvaluationPeriods: 1, Statistic: 'Maximum' },
    'alarm-uploads-refused': { Threshold: 0, EvaluationPeriods: 1, Period: 300 },
  });
});

test('the sweep, the push, the anchors or the reports that stop are an alarm, though they then count nothing', () => {
  const breaching = alarms().filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
  expect(breaching).toEqual(
    expect.arrayContaining(
      ['sweep', 'anchors', 'untold', 'reports'].map((name) => alarm(`alarm-${name}`)),
    ),
  );
  expect(breaching).toHaveLength(4);
  const [sweep] = Object.keys(template.findResources('AWS::Lambda::Function')).filter((id) =>
    id.startsWith('SweepFunction'),
  );
  expect(alarm('alarm-sweep').Dimensions).toEqual([
    { Name: 'FunctionName', Value: { Ref: sweep } },
  ]);
});

test('what the webhook is refused to run is an alarm, and not what waits in the queue', () => {
  const [webhook] = Object.entries(
    template.findResources('AWS::Lambda::Function') as Record<string, Resource>,
  ).filter(
    ([, { Properties }]) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === 'webhook',
  );
  expect(alarm('alarm-throttled').Dimensions).toEqual([
    { Name: 'FunctionName', Value: { Ref: webhook?.[0] } },
  ]);
});

test('both queues ring again four days before they delete what nobody read', () => {
  const every = template.findResources('AWS::SQS::Queue') as Record<string, Resource>;
  const queues = Object.fromEntries(
    Object.entries(every).filter(([id]) => id.startsWith('Reconciliation')),
  );
  for (const { Properties } of Object.values(queues)) {
    const days = (Properties.MessageRetentionPeriod - alarm('alarm-expiring').Threshold) / 86_400;
    expect(days).toBe(4);
  }
  const { Metrics = [] } = alarm('alarm-expiring');
  expect(Metrics.flatMap(({ Expression }) => Expression ?? [])).toEqual([
    'MAX([FILL(waiting, 0), FILL(dead, 0)])',
  ]);
  const names = watched(alarm('alarm-expiring')).map(({ Dimensions }) => Dimensions?.[0]?.Value);
  expect(names).toEqual(
    expect.arrayContaining(Object.keys(queues).map((id) => ({ 'Fn::GetAtt': [id, 'QueueName'] }))),
  );
});

test('refused signatures are an alarm only while none is accepted, and what is of the wrong age is not', () => {
  const expressions = alarm('alarm-refused-signatures').Metrics?.flatMap(
    ({ Expression }) => Expression ?? [],
  );
  expect(expressions).toEqual([
    'IF(FILL(refused, 0) > 0 AND FILL(sent, 0) - FILL(stale, 0) - FILL(early, 0) <= 0, 1, 0)',
  ]);
});

test('what is turned away is an alarm only while none is accepted', () => {
  const { Metrics = [] } = alarm('alarm-turned-away');
  expect(Metrics.flatMap(({ Expression }) => Expression ?? [])).toEqual([
    'IF(FILL(away, 0) > 0 AND FILL(sent, 0) <= 0, 1, 0)',
  ]);
  expect(watched(alarm('alarm-turned-away')).map(({ MetricName }) => MetricName)).toEqual([
    'WebhookTurnedAway',
    'NumberOfMessagesSent',
  ]);
});

test('a topic that the stage names is told of the beginning and the end of each alarm', () => {
  for (const { AlarmActions, OKActions } of alarms()) {
    expect({ AlarmActions, OKActions }).toEqual({ AlarmActions: [TOPIC], OKActions: [TOPIC] });
  }
  const [deadLetters] = Object.values(
    templateOf().findResources('AWS::CloudWatch::Alarm') as Record<string, Resource>,
  );
  expect(deadLetters?.Properties.AlarmActions).toBeUndefined();
}, 60_000);

const WRITERS: Readonly<Record<string, (metrics: InvocationMetrics) => Promise<void>>> = {
  webhook: deliver,
  anchor: writeAnchor,
  report: writeReport,
  import: writeUpload,
};

/** An anchor of a ledger without obligations. */
async function writeAnchor(metrics: InvocationMetrics): Promise<void> {
  const world = { clock: new TestClock(), logger: SILENT, metrics };
  const heads = new MemoryLedgerHeads(new MemoryTable());
  const deps = { ...world, heads, anchors: new MemoryAnchors() };
  await createAnchorHandler(deps)({}, lambdaContext(900_000));
}

/** What is owed on a ledger without obligations. */
async function writeReport(metrics: InvocationMetrics): Promise<void> {
  const world = createReportWorld();
  await createReportHandler({ ...world, metrics })({}, lambdaContext(900_000));
}

/** A file that lies where none is looked for. */
async function writeUpload(metrics: InvocationMetrics): Promise<void> {
  await createUploadWorld().put('elsewhere.csv', '', { metrics });
}

function identity(namespace: string, name: string, dimensions: Record<string, string>): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}

function identityOf({ Namespace, MetricName, Dimensions = [] }: WatchedMetric): string {
  const dimensions = Dimensions.map(({ Name, Value }) => [Name, String(Value)] as const);
  return identity(Namespace, MetricName, Object.fromEntries(dimensions));
}

/** The metrics that a line of a log group is counted for. */
function countedOf(logGroup: string, line: Record<string, unknown>): string[] {
  return all('AWS::Logs::MetricFilter')
    .filter(({ Properties }) => Properties.LogGroupName.Ref === logGroup)
    .filter(({ Properties }) => counts(Properties.FilterPattern, line))
    .flatMap(({ Properties }) => Properties.MetricTransformations as MetricTransformation[])
    .map(({ MetricNamespace, MetricName, Dimensions = [] }) =>
      identity(
        MetricNamespace,
        MetricName,
        Object.fromEntries(
          Dimensions.map(({ Key, Value }) => [Key, String(line[Value.replace('$.', '')])]),
        ),
      ),
    );
}

/** The metrics that a function writes, with its environment, when it does what an alarm is for. */
async function writtenBy(service: string): Promise<string[]> {
  const variables = all('AWS::Lambda::Function')
    .map(({ Properties }) => Properties.Environment.Variables as Record<string, string>)
    .find(({ POWERTOOLS_SERVICE_NAME }) => POWERTOOLS_SERVICE_NAME === service);
  for (const [name, value] of Object.entries(variables ?? {})) {
    if (name.startsWith('POWERTOOLS_')) vi.stubEnv(name, value);
  }
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  const written: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => {
    written.push(...identitiesOf(JSON.parse(line)));
  });
  const metrics = new InvocationMetrics();
  await (WRITERS[service] ?? settle)(metrics);
  metrics.publish();
  log.mockRestore();
  return written;
}

type Emf = Record<string, unknown> & {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
};

function identitiesOf(line: Emf): string[] {
  return line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) =>
        identity(
          Namespace,
          Name,
          Object.fromEntries(names.map((name) => [name, String(line[name])])),
        ),
      ),
    ),
  );
}

/** A delivery that is accepted, one with a wrong signature, two of the wrong age, and a malformed signing key. */
async function deliver(metrics: InvocationMetrics, logger: Logger = SILENT): Promise<void> {
  const world = { clock: new TestClock(), logger, metrics };
  const secret = await startSecret();
  secret.value = JSON.stringify({ good: SECRET, bad: `v1,${SECRET}` });
  const keys = new SecretsManagerSigningKeys(
    secret.provider,
    SECRET_ID,
    'active',
    world.clock,
    world,
  );
  const handle = createWebhookHandler({
    ...world,
    keys,
    queue: { put: async () => {} },
    toleranceSeconds: 180,
  });
  const body = JSON.stringify(amountApplied());
  for (const [signer, at] of [
    [SECRET, NOON],
    [OTHER_SECRET, NOON],
    [SECRET, NOON - 3_600_000],
    [SECRET, NOON + 3_600_000],
  ] as const) {
    const signature = new Webhook(signer).sign('msg_1', new Date(at), body);
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(at / 1000),
      'webhook-signature': signature,
    };
    await call(handle, httpEvent({ path: '/webhooks/moment', headers, body }), logger);
  }
  await secret.close();
}

/** An event that is quarantined, and a sweep. */
async function settle(metrics: InvocationMetrics): Promise<void> {
  const world = { clock: new TestClock(), logger: SILENT, metrics };
  const outcome = { kind: 'quarantined', reason: 'malformed', detail: 'data: missing' } as const;
  reportSettlements([{ incoming: incoming(amountApplied()), outcome }], world);
  const deps = { ...createMemoryDeps(), ...world };
  await createSweepHandler(deps)({}, lambdaContext(300_000));
  await createPushHandler({ ...deps, momentLowers: 'unknown' })({}, lambdaContext(120_000));
  const forged = toQueueMessage(delivery(amountApplied(), { signature: 'AAAA' }));
  const messages = [forged, 'not ours'].map((body, index) => ({ id: `${index}`, body }));
  await createReconcileHandler(deps)(toSqsEvent(messages), lambdaContext(60_000));
}

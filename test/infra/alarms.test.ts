import { readdirSync, readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createHandler as createAnchorHandler } from '#functions/anchor/handler.ts';
import { createHandler as createSweepHandler } from '#functions/sweep/handler.ts';
import { createHandler as createWebhookHandler } from '#functions/webhook/handler.ts';
import { SecretsManagerSigningKeys } from '#shared/aws/secrets-manager-signing-keys.ts';
import { InvocationMetrics } from '#shared/lambda/invocation-metrics.ts';
import { reportSettlements } from '#shared/use-cases/payments/report-settlements.ts';
import { amountApplied, incoming } from '#test/support/factories.ts';
import { httpEvent, lambdaContext } from '#test/support/http-event.ts';
import { MemoryAnchors, MemoryLedgerHeads } from '#test/support/memory-anchors.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { SECRET_ID, startSecret } from '#test/support/secret.ts';
import { templateOf } from '#test/support/template.ts';
import { NOON, SILENT, TestClock } from '#test/support/world.ts';

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
// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Resource = { readonly Properties: any };

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER_SECRET = 'whsec_MDUyYmQ2NThjZDY3NDU5NzkyYTViNjViOTlhYzI2MzE=';
const TOPIC = 'arn:aws:sns:af-south-1:111122223333:alarms';
const SERVICES = readdirSync('functions');
const WATCHED_SERVICES = ['anchor', 'webhook', 'reconcile', 'sweep', 'create-customer'];

let template: Template;
beforeAll(() => {
  template = templateOf({ alarmTopicArn: TOPIC });
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
        .map(({ Namespace, MetricName, Dimensions = [] }) =>
          identity(
            Namespace,
            MetricName,
            Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, String(Value)])),
          ),
        );
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
      readFileSync(`functions/${name}/handler.ts`, 'utf8').includes('reportSettlements('),
    );
    const services = watched(alarm('alarm-quarantined')).map(
      ({ Dimensions = [] }) => Dimensions.find(({ Name }) => Name === 'service')?.Value,
    );
    expect(services.toSorted()).toEqual(settling.toSorted());
  });

  test('of refused deliveries are lines of the access log, by members that are in it', () => {
    const [filter] = all('AWS::Logs::MetricFilter');
    const [stage] = all('AWS::ApiGatewayV2::Stage');
    const { DestinationArn, Format } = stage?.Properties.AccessLogSettings ?? {};
    expect(filter?.Properties).toMatchObject({
      LogGroupName: { Ref: DestinationArn['Fn::GetAtt'][0] },
      FilterPattern: '{ ($.route = "POST /webhooks/moment") && ($.status = "5*") }',
      MetricTransformations: [{ MetricName: 'WebhookErrors', MetricValue: '1' }],
    });
    expect(JSON.parse(Format)).toMatchObject({
      route: '$context.routeKey',
      status: '$context.status',
    });
    expect(alarm('alarm-webhook-errors')).toMatchObject({
      MetricName: 'WebhookErrors',
      Namespace: filter?.Properties.MetricTransformations[0].MetricNamespace,
    });
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
    'alarm-anchors': {
      MetricName: 'AnchorAge',
      Threshold: 108_000_000,
      Statistic: 'Maximum',
      Period: 3600,
      DatapointsToAlarm: 3,
      EvaluationPeriods: 3,
    },
    'alarm-quarantined': { Threshold: 0, EvaluationPeriods: 1 },
    'alarm-unmatched': { Threshold: 3_600_000, Statistic: 'Maximum', Period: 600 },
    'alarm-sweep': {
      MetricName: 'Errors',
      Period: 300,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
    },
    'alarm-webhook-errors': { Threshold: 0, EvaluationPeriods: 12, DatapointsToAlarm: 2 },
    'alarm-refused-signatures': { Threshold: 0, EvaluationPeriods: 1 },
    'alarm-stale-deliveries': { Threshold: 0, EvaluationPeriods: 1 },
    'alarm-signing-keys': { Threshold: 0, EvaluationPeriods: 12, DatapointsToAlarm: 1 },
  });
});

test('the sweep or the anchors that stop are an alarm, though they then count nothing', () => {
  const breaching = alarms().filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
  expect(breaching).toEqual(expect.arrayContaining([alarm('alarm-sweep'), alarm('alarm-anchors')]));
  expect(breaching).toHaveLength(2);
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
  const queues = template.findResources('AWS::SQS::Queue') as Record<string, Resource>;
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
};

/** An anchor of a ledger without obligations. */
async function writeAnchor(metrics: InvocationMetrics): Promise<void> {
  const world = { clock: new TestClock(), logger: SILENT, metrics };
  const heads = new MemoryLedgerHeads(new MemoryTable());
  const deps = { ...world, heads, anchors: new MemoryAnchors() };
  await createAnchorHandler(deps)({}, lambdaContext(900_000));
}

function identity(namespace: string, name: string, dimensions: Record<string, string>): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
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
async function deliver(metrics: InvocationMetrics): Promise<void> {
  const world = { clock: new TestClock(), logger: SILENT, metrics };
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
    await handle(httpEvent({ path: '/webhooks/moment', headers, body })).catch(() => undefined);
  }
  await secret.close();
}

/** An event that is quarantined, and a sweep. */
async function settle(metrics: InvocationMetrics): Promise<void> {
  const world = { clock: new TestClock(), logger: SILENT, metrics };
  const outcome = { kind: 'quarantined', reason: 'malformed', detail: 'data: missing' } as const;
  reportSettlements([{ incoming: incoming(amountApplied()), outcome }], world);
  await createSweepHandler({ ...createMemoryDeps(), ...world })({}, lambdaContext(300_000));
}

import { expect, test, vi } from 'vitest';
import { lambdaFunction } from '#shared/lambda/functions.ts';
import { createTracing as createNoTracing } from '#shared/lambda/no-tracing.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { createTracing } from '#shared/lambda/tracing.ts';
import { invisibleIn } from '#shared/models/visible-text.ts';
import { lambdaContext } from '#test/support/http-event.ts';

type Line = Record<string, unknown> & { readonly _aws?: { CloudWatchMetrics: unknown[] } };

type Work = (telemetry: ReturnType<typeof createTelemetry>) => void;

/** Runs a function and gives back what it wrote, line by line. */
async function run(work: Work, traces?: typeof createTracing): Promise<Line[]> {
  return (await write(work, traces)).map((line) => JSON.parse(line) as Line);
}

/** The same as it was written. */
async function write(work: Work, traces: typeof createTracing = createNoTracing) {
  const lines: string[] = [];
  vi.stubEnv('AWS_LAMBDA_INITIALIZATION_TYPE', 'on-demand');
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_TRACE_ENABLED', 'false');
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-abc;Sampled=1');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'MomentBalances');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'reconcile');
  const keep = (line: string) => void lines.push(line);
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(keep),
    vi.spyOn(console, 'info').mockImplementation(keep),
    vi.spyOn(console, 'error').mockImplementation(keep),
  ];
  const telemetry = createTelemetry(traces());
  const handler = lambdaFunction(async () => work(telemetry), telemetry);
  await handler({}, lambdaContext()).catch(() => undefined);
  for (const spy of spies) spy.mockRestore();
  vi.unstubAllEnvs();
  return lines;
}

test('metrics with the same dimensions are one record, written once', async () => {
  const lines = await run(({ metrics }) => {
    metrics.count('Events', 2, { outcome: 'applied' });
    metrics.milliseconds('ReconcileAge', 40, { outcome: 'applied' });
    metrics.milliseconds('ReconcileAge', 60, { outcome: 'applied' });
    metrics.count('AmountApplied', 15000, { currency: 'ZAR' });
  });
  expect(lines).toHaveLength(2);
  expect(lines).toMatchObject([
    { outcome: 'applied', service: 'reconcile', Events: 2, ReconcileAge: [40, 60] },
    { currency: 'ZAR', AmountApplied: 15000 },
  ]);
  expect(lines[0]?._aws?.CloudWatchMetrics).toEqual([
    {
      Namespace: 'MomentBalances',
      Dimensions: [['service', 'outcome']],
      Metrics: [
        { Name: 'Events', Unit: 'Count' },
        { Name: 'ReconcileAge', Unit: 'Milliseconds' },
      ],
    },
  ]);
});

test('a batch of any length keeps its dimensions in every record', async () => {
  const lines = await run(({ metrics }) => {
    for (let age = 0; age < 250; age += 1) {
      metrics.milliseconds('ReconcileAge', age, { outcome: 'applied' });
    }
  });
  expect(lines.flatMap((line) => line['ReconcileAge'])).toEqual([...Array(250).keys()]);
  expect(lines.every((line) => line['outcome'] === 'applied')).toBe(true);
});

test('what was counted before a failure is written all the same', async () => {
  const lines = await run(({ metrics }) => {
    metrics.count('Events', 1, { outcome: 'quarantined' });
    throw new Error('failed');
  });
  expect(lines).toMatchObject([{ Events: 1, outcome: 'quarantined' }]);
});

test('a log line has our members, and nothing that its log group says already', async () => {
  const [line] = await run(({ logger }) => logger.info('event.settled', { event_id: 'evt_1' }));
  expect(line).toEqual({
    level: 'INFO',
    message: 'event.settled',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    cold_start: true,
    event_id: 'evt_1',
  });
});

test('of what went wrong the line names the invocation too, as Lambda does of one that failed', async () => {
  const [line] = await run(({ logger }) => logger.error('event.failed', { event_id: 'evt_1' }));
  expect(line).toMatchObject({ level: 'ERROR', request_id: 'request-1', event_id: 'evt_1' });
});

test('nothing hides in a line, also where it is read raw, and its values are what was logged', async () => {
  const text = 'evt_\u202e\u009b2J\u2028\u001b[2J\u007f';
  const error = Object.assign(new Error(text), { members: { deep: [text] } });
  const [line = ''] = await write(({ logger }) =>
    logger.error('event.failed', { event_id: text, list: [text, 1], error, payment_id: 'pay_ü' }),
  );
  // POWERTOOLS_DEV indents.
  expect(invisibleIn(line.replaceAll('\n', ''))).toEqual([]);
  expect(line).toContain('pay_ü');
  expect(JSON.parse(line)).toMatchObject({
    event_id: text,
    list: [text, 1],
    payment_id: 'pay_ü',
    error: { message: text },
  });
});

test('where there are traces, a line names its own', async () => {
  const [line] = await run(({ logger }) => logger.info('event.settled'), createTracing);
  expect(line).toMatchObject({ message: 'event.settled', xray_trace_id: '1-abc' });
});

test('where there are none, an AWS client stays as it is', () => {
  const client = {};
  expect(createNoTracing().capture(client)).toBe(client);
});

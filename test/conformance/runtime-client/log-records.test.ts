import { describe, expect, test } from 'vitest';
import { probeOf } from '#test/support/runner/probe.ts';
import { runBeside } from './beside.ts';
import { faultsIn } from './log-records.ts';

const RECORD = {
  _aws: {
    Timestamp: Date.now(),
    CloudWatchMetrics: [
      {
        Namespace: 'moment-balances-dev',
        Dimensions: [['service']],
        Metrics: [{ Name: 'Events', Unit: 'Count' }],
      },
    ],
  },
  service: 'reconcile',
  Events: 1,
};
const { _aws: META } = RECORD;
const [DIRECTIVE] = META.CloudWatchMetrics;
const HOUR_MS = 60 * 60 * 1000;

const meta = (change: object) => ({ ...RECORD, _aws: { ...META, ...change } });
const directive = (change: object) => meta({ CloudWatchMetrics: [{ ...DIRECTIVE, ...change }] });
const metric = (change: object) => directive({ Metrics: [{ Name: 'Events', ...change }] });

/** What CloudWatch takes, each at its edge. */
const TAKEN: Readonly<Record<string, object>> = {
  'a record as ours': RECORD,
  'a hundred values of a metric': { ...RECORD, Events: Array(100).fill(1) },
  'no dimension': directive({ Dimensions: [[]] }),
  'a metric without a unit': metric({}),
  'a metric that is kept by the second': metric({ StorageResolution: 1 }),
  'a time that is thirteen days old': meta({ Timestamp: Date.now() - 13 * 24 * HOUR_MS }),
  'members that are no metrics': { ...RECORD, payment_id: 'pay_1', nested: { a: [1] } },
};

const REFUSED: Readonly<Record<string, object>> = {
  'a dimension without its value': { ...RECORD, service: undefined },
  'a dimension that is a number': { ...RECORD, service: 1 },
  'a dimension that is blank': { ...RECORD, service: ' ' },
  'a metric without its value': { ...RECORD, Events: undefined },
  'a metric that is text': { ...RECORD, Events: '1' },
  'a metric that is nested': { ...RECORD, Events: { value: 1 } },
  'a metric that is not a number': { ...RECORD, Events: Number.NaN },
  'a hundred and one values': { ...RECORD, Events: Array(101).fill(1) },
  'a metric of no values': { ...RECORD, Events: [] },
  'a unit that CloudWatch has not': metric({ Unit: 'Cents' }),
  'a unit in other letters': metric({ Unit: 'count' }),
  'a resolution of ten seconds': metric({ StorageResolution: 10 }),
  'a member that the format has not': metric({ Dimension: 'service' }),
  'no namespace': directive({ Namespace: undefined }),
  'an empty namespace': directive({ Namespace: '' }),
  'dimensions that are not a list of lists': directive({ Dimensions: ['service'] }),
  'thirty-one dimensions': directive({ Dimensions: [Array(31).fill('service')] }),
  'a hundred and one metrics': directive({ Metrics: Array(101).fill({ Name: 'Events' }) }),
  'no metrics': directive({ Metrics: [] }),
  'no directive': meta({ CloudWatchMetrics: [] }),
  'a time in seconds': meta({ Timestamp: Math.floor(Date.now() / 1000) }),
  'a time as text': meta({ Timestamp: new Date().toISOString() }),
  'no time': meta({ Timestamp: undefined }),
  'a time that is three hours ahead': meta({ Timestamp: Date.now() + 3 * HOUR_MS }),
  'more than a megabyte': { ...RECORD, text: 'x'.repeat(1 << 20) },
};

describe('metrics in a log line', () => {
  test.each(Object.entries(TAKEN))('are well-formed with %s', (_what, record) => {
    expect(faultsIn([JSON.stringify(record)])).toEqual([]);
  });

  test.each(Object.entries(REFUSED))('are not with %s', (_what, record) => {
    expect(faultsIn([JSON.stringify(record)])).toHaveLength(1);
  });
});

const LINE = { level: 'INFO', message: 'event.settled', timestamp: '2026-11-28T08:00:00.000Z' };

test.each([
  ['two records', JSON.stringify(LINE) + JSON.stringify(LINE)],
  ['half a record', JSON.stringify(LINE).slice(0, 40)],
  ['text', 'event.settled'],
  ['a list', JSON.stringify([LINE])],
  ['nothing', ''],
  ['no level', JSON.stringify({ ...LINE, level: undefined })],
  ['no message', JSON.stringify({ ...LINE, message: '' })],
  ['a time that is none', JSON.stringify({ ...LINE, timestamp: 'today' })],
])('a line with %s is no record', (_what, line) => {
  expect(faultsIn([JSON.stringify(LINE), line])).toHaveLength(1);
});

/** Functions that write what CloudWatch would make nothing of. */
const PLANTED: Readonly<Record<string, string>> = {
  'a record of two lines': `process.stdout.write(${JSON.stringify(`${JSON.stringify(LINE, undefined, 1)}\n`)})`,
  'text to standard error': 'process.stderr.write("text\\n")',
  'metrics by the console, which AWS’s client puts into a message': `console.log(${JSON.stringify(JSON.stringify(RECORD))})`,
  'metrics whose value is missing': `process.stdout.write(${JSON.stringify(`${JSON.stringify({ ...RECORD, Events: undefined })}\n`)})`,
};

test.each(Object.entries(PLANTED))('a function that writes %s is seen', async (_what, writes) => {
  const source = `exports.handler = async () => { ${writes}; };`;
  const { aws } = await runBeside(probeOf({ source }));
  expect(aws.told).toEqual([{ answer: null }]);
  expect(faultsIn(aws.lines).length).toBeGreaterThan(0);
});

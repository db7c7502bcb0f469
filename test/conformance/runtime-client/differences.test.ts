import { expect, test } from 'vitest';
import { probeOf, type Told } from '#test/support/runner/probe.ts';
import { runBeside } from './beside.ts';

type Difference = {
  readonly why: string;
  readonly source: string;
  readonly aws: Told;
  readonly ours: Told;
};

/** Where our runner is not as AWS's client is, and why that is left. */
const TOLD: Readonly<Record<string, Difference>> = {
  'a function that streams its answer': {
    why: 'no function of a template that is run here streams, and HTTP APIs cannot',
    source: 'exports.handler = awslambda.streamifyResponse(async (_, out) => out.end("1"));',
    aws: { answer: 1 },
    ours: expect.objectContaining({ errorType: 'ReferenceError' }),
  },
  'the id of a trace': {
    why: 'nothing is traced on one machine',
    source: 'exports.handler = async (_, { xRayTraceId }) => typeof xRayTraceId;',
    aws: { answer: 'string' },
    ours: { answer: 'undefined' },
  },
};

test.each(Object.entries(TOLD))('%s differs, as is said', async (_what, difference) => {
  const { aws, ours } = await runBeside(probeOf({ source: difference.source }));
  expect(aws.told).toEqual([difference.aws]);
  expect(ours.told).toEqual([difference.ours]);
});

test('what a console prints is a record by AWS’s client alone: our functions write their own', async () => {
  const source = 'exports.handler = async () => console.log("text");';
  const { aws, ours } = await runBeside(probeOf({ source }));
  expect(aws.lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'INFO', message: 'text', requestId: expect.any(String) },
  ]);
  expect(ours.lines).toEqual(['text']);
});

test('a failure is a record by AWS’s client, and by our runner lines that a person reads', async () => {
  const source = 'exports.handler = async () => { throw new Error("no"); };';
  const { aws, ours } = await runBeside(probeOf({ source }));
  expect(aws.lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'ERROR', message: { errorType: 'Error', errorMessage: 'no' } },
  ]);
  expect(ours.lines).toEqual([expect.stringMatching(/^ERROR \S+ Error: no\n {4}at /)]);
});

import { describe, expect, test } from 'vitest';
import { ANSWERS } from '#test/support/runner/answers.ts';
import { ERRORS } from '#test/support/runner/errors.ts';
import { LOADING } from '#test/support/runner/loading.ts';
import { probeOf } from '#test/support/runner/probe.ts';
import { runBeside } from './beside.ts';

const TABLES = { answer: ANSWERS, report: ERRORS, 'find, or miss,': LOADING };

describe.each(Object.entries(TABLES))('AWS’s client and our runner both %s', (_does, rows) => {
  test.each(Object.entries(rows))('%s', async (_what, { told, ...row }) => {
    const { aws, ours } = await runBeside(probeOf(row));
    expect(aws.told.at(-1), aws.lines.join('\n')).toMatchObject(told);
    expect(ours.told).toEqual(aws.told);
  });
});

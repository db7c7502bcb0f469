import { describe, expect, onTestFinished, test } from 'vitest';
import { ANSWERS } from '#test/support/runner/answers.ts';
import { ERRORS } from '#test/support/runner/errors.ts';
import { LOADING } from '#test/support/runner/loading.ts';
import { probeOf, runByOurs } from '#test/support/runner/probe.ts';
import { taskRootWith } from '#test/support/runner/task-root.ts';

// `test/conformance/runtime-client` asks AWS's own runtime client the same.
const TABLES = { answers: ANSWERS, reports: ERRORS, 'finds, or misses,': LOADING };

describe.each(Object.entries(TABLES))('our runner %s', (_does, rows) => {
  test.each(Object.entries(rows))('%s', async (_what, { told, ...row }) => {
    const probe = probeOf(row);
    const { path, remove } = taskRootWith(probe.files);
    onTestFinished(remove);
    const ours = await runByOurs(path, probe);
    expect(ours.told.at(-1)).toMatchObject(told);
  });
});

test('a function that does not load is loaded anew for the next invocation', async () => {
  const source = 'throw new Error(String(process.pid));';
  const probe = probeOf({ source, events: [{}, {}] });
  const { path, remove } = taskRootWith(probe.files);
  onTestFinished(remove);
  const { told } = await runByOurs(path, probe);
  const processes = told.map((each) => 'errorMessage' in each && each.errorMessage);
  expect(new Set(processes).size).toBe(2);
});

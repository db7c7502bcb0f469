import { readLambdaDefinition } from '#emulator/aws/lambda-definition.ts';
import {
  deploy,
  type Probe,
  runByOurs,
  type Side,
  type Told,
  withoutRuntime,
} from '#test/support/runner/probe.ts';
import { taskRootWith } from '#test/support/runner/task-root.ts';
import { type Exit, startClient } from './client-environment.ts';
import type { Outcome } from './runtime-api.ts';

/** The same function and the same events, by AWS's client and by our runner. */
export async function runBeside(
  probe: Probe,
): Promise<{ readonly aws: Side; readonly ours: Side }> {
  const { path, remove } = taskRootWith(probe.files);
  try {
    return { aws: await runByClient(path, probe), ours: await runByOurs(path, probe) };
  } finally {
    remove();
  }
}

async function runByClient(taskRoot: string, { handler, events }: Probe): Promise<Side> {
  const { resources, surroundings } = deploy(taskRoot, handler);
  const environment = await startClient(readLambdaDefinition('Probe', resources, surroundings));
  const told: Told[] = [];
  try {
    for (const event of events) told.push(ofClient(await environment.invoke(event), taskRoot));
  } finally {
    await environment.close();
  }
  return { told, lines: environment.lines };
}

function ofClient(outcome: Outcome | Exit, taskRoot: string): Told {
  if (outcome.kind === 'answer') return { answer: JSON.parse(outcome.json) };
  if (outcome.kind === 'exit')
    return { exit: `exited with ${outcome.signal ?? `code ${outcome.code}`}` };
  return withoutRuntime(outcome.document, taskRoot);
}

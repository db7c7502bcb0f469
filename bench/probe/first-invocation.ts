import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { LambdaDefinition } from '#emulator/aws/lambda-definition.ts';
import { findModule } from '#emulator/aws/load-handler.ts';

const PROBE = join(import.meta.dirname, 'first-invocation.cjs');

const Measured = z.object({ load: z.number(), firstInvocation: z.number(), answer: z.unknown() });
/** Milliseconds, in a process of its own. */
export type FirstInvocation = z.infer<typeof Measured>;

const run = promisify(execFile);

/**
 * Starts a process with the function's variables alone, loads its bundle and invokes it once.
 *
 * @param isRefused whether the event can only be refused; whatever is answered otherwise is a mistake of the set-up
 */
export async function measureFirstInvocation(
  { taskRoot, handler, environment, name }: LambdaDefinition,
  event: unknown,
  isRefused = false,
): Promise<FirstInvocation> {
  const path = findModule({ taskRoot, handler }) ?? '';
  const args = [PROBE, path, JSON.stringify(event)];
  const { stdout } = await run(process.execPath, args, { env: { ...environment } });
  const measured = Measured.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  if (hasFailed(measured.answer) !== isRefused) {
    throw new Error(`${name} answered ${JSON.stringify(measured.answer)}`);
  }
  return measured;
}

function hasFailed(answer: unknown): boolean {
  const { statusCode = 200, batchItemFailures = [] } = (answer ?? {}) as {
    statusCode?: number;
    batchItemFailures?: readonly unknown[];
  };
  return statusCode >= 300 || batchItemFailures.length > 0;
}

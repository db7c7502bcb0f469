import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { startFunctionWorld } from '#bench/world/function-world.ts';
import { measureReconcile } from './reconcile-function.ts';
import { measureWebhook } from './webhook-function.ts';

/** Whole functions, from the event that Lambda hands over to the answer. */
export async function run({ environment, quick, progress }: BenchOptions): Promise<readonly Row[]> {
  const world = await startFunctionWorld(environment);
  try {
    const half = (from: number) => (done: number, total: number) =>
      progress(from * total + done, 2 * total);
    const webhook = await measureWebhook(world, { quick, progress: half(0) });
    return [...webhook, ...(await measureReconcile(world, { quick, progress: half(1) }))];
  } finally {
    await world.close();
  }
}

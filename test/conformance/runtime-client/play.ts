import { taskRootOf } from '#test/support/runner/task-root.ts';
import { type Exit, startClient } from './client-environment.ts';
import type { DeployedFunction } from './deployed.ts';
import type { Outcome } from './runtime-api.ts';

export type Played = { readonly outcome: Outcome | Exit; readonly lines: readonly string[] };

/** One invocation of a deployed function by AWS's client, in a folder of its own. */
export async function play(
  { asset, fixture, ...deployed }: DeployedFunction,
  event: unknown = fixture,
  prepare: (taskRoot: string) => void = () => {},
): Promise<Played> {
  const { path, remove } = taskRootOf(asset);
  prepare(path);
  const environment = await startClient({ ...deployed, taskRoot: path });
  try {
    const outcome = await environment.invoke(event);
    return { outcome, lines: environment.lines };
  } finally {
    // Whatever it wrote has been read when this is done.
    await environment.close();
    remove();
  }
}

import { basename, dirname, join } from 'node:path';
import { openFile, stateOf } from '#commands/kit/open-file.ts';
import type { StackApi } from '#commands/kit/stack-api.ts';
import { type BulkFile, openBulk } from '#shared/files/bulk/open-bulk.ts';
import type { Clock, Randomness } from '#shared/ports/world.ts';
import { Pace } from '#shared/use-cases/importing/pace.ts';
import { createHttpStack } from './http-stack.ts';
import { batchOf, type ImportOptions } from './options.ts';
import { createRefusedFile } from './refused-file.ts';
import { type RunDeps, runImport } from './run-import.ts';
import { openWorkFolder, workName } from './work-folder.ts';

export type IntoDeps = Pick<RunDeps, 'print' | 'view' | 'ask' | 'stop'> & {
  readonly api: Pick<StackApi, 'call'>;
  readonly clock: Clock;
  readonly randomness: Randomness;
};

/** A file that is none is told before any stack is asked. @throws FileRefused */
export async function openImport({ path, bulk }: ImportOptions): Promise<BulkFile> {
  return openBulk(await openFile(path), bulk);
}

/** Imports the file into a stack. Answers the exit status. @throws FileRefused */
export async function importInto(
  file: BulkFile,
  options: ImportOptions,
  { api, clock, randomness, ...deps }: IntoDeps,
): Promise<number> {
  const { path, bulk, perSecond, deployment } = options;
  const batch = options.batch ?? batchOf(basename(path));
  const folder = options.work ?? join(dirname(path), '.moment-import');
  const stack = deployment.kind === 'stage' ? deployment.stage : 'local';
  const work = await openWorkFolder(folder, workName(bulk.kind, batch, stack));
  const refused = createRefusedFile(path, file.columns);
  try {
    return await runImport(options, {
      ...deps,
      ...{ kind: bulk.kind, batch, file, work, refused },
      stack: createHttpStack(api, `Imported: ${batch}`),
      pace: new Pace({ clock, randomness, perSecond, stop: deps.stop }),
      fileState: () => stateOf(path),
    });
  } finally {
    await refused.close();
    await work.close();
  }
}

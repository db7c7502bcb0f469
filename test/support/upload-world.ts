import type { UploadSlice } from '#shared/models/upload-slice.ts';
import type { SliceLimits } from '#shared/use-cases/uploads/import-rows.ts';
import {
  beginUpload,
  type ImportUploadDeps,
  importSlice,
  type UploadStep,
} from '#shared/use-cases/uploads/import-upload.ts';
import { createMemoryDeps } from './memory-deps.ts';
import { MemoryUploadQueue, MemoryUploads } from './memory-uploads.ts';

const AS_IT_IS = { metadata: [], leaveOut: [] };
const NEVER = new AbortController().signal;
const SLICES_MAX = 20;

/** Everything that imports a file, in memory. */
export function createUploadWorld() {
  const memory = createMemoryDeps();
  const files = new MemoryUploads();
  const queue = new MemoryUploadQueue();
  const layouts = { customer: AS_IT_IS, account: AS_IT_IS, bill: AS_IT_IS };
  const deps: ImportUploadDeps & typeof memory = { ...memory, files, queue, layouts };
  const put = (name: string, content: string, more: Partial<ImportUploadDeps> = {}) => {
    deps.clock.advance(60_000);
    const putAt = new Date(deps.clock.now()).toISOString();
    deps.clock.advance(1_000);
    return beginUpload(files.put(`incoming/${name}`, content, putAt), { ...deps, ...more });
  };
  const slice = (of: UploadSlice, limits: Partial<SliceLimits> = {}): Promise<UploadStep> =>
    importSlice(of, { stop: NEVER, rowsMax: 1000, ...limits }, deps);
  /** As the queue would, until nothing is left. */
  const drain = async () => {
    for (let slices = 0; queue.slices.length > 0; slices += 1) {
      if (slices === SLICES_MAX) throw new Error('It goes on for ever');
      const [next] = queue.slices.splice(0, 1);
      if (next) await slice(next);
    }
  };
  /** Puts a file and imports it to its end. */
  const imported = async (name: string, content: string) => {
    await put(name, content);
    await drain();
    return files.outcomes.at(-1);
  };
  return { ...deps, files, queue, put, slice, drain, imported };
}

export type UploadWorld = ReturnType<typeof createUploadWorld>;

/** Rows of customers, each a reference and what is owed. */
export function customersCsv(...rows: readonly string[]): string {
  return ['external_reference,amount_due', ...rows, ''].join('\n');
}

import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { UploadOutcome } from '#shared/models/upload-outcome.ts';

const LOOKS_MAX = 600;

/** A folder that plays the bucket of the uploads. */
export function createUploadFolder() {
  const directory = mkdtempSync(join(tmpdir(), 'moment-balances-'));
  const found = (name: string, what: string) =>
    globSync(`outcome/${name}/*/${what}`, { cwd: directory }).toSorted();
  const read = (path: string) => readFileSync(join(directory, path), 'utf8');
  return {
    directory,
    remove: () => rmSync(directory, { recursive: true, force: true }),
    put(name: string, content: string): void {
      const path = join(directory, 'incoming', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    },
    /** What came of the file, the first time that it was put, the second ... */
    async outcomeOf(name: string, nth = 1): Promise<UploadOutcome> {
      for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
        const path = found(name, 'outcome.json')[nth - 1];
        if (path !== undefined) return JSON.parse(read(path));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`${name} has no outcome`);
    },
    /** Of all times. */
    refusedOf: (name: string) => found(name, 'refused*.csv').map(read).join(''),
  };
}

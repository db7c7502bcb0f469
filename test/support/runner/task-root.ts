import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder that is as bare as Lambda's /var/task: a `package.json` in it or above would change how Node reads files. */
export type TaskRoot = { readonly path: string; remove(): void };

/** With a copy of what is in `asset`. */
export function taskRootOf(asset: string): TaskRoot {
  const root = bareFolder();
  cpSync(asset, root.path, { recursive: true });
  return root;
}

/** With files of these names and texts. */
export function taskRootWith(files: Readonly<Record<string, string>>): TaskRoot {
  const root = bareFolder();
  for (const [name, text] of Object.entries(files)) {
    const path = join(root.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return root;
}

function bareFolder(): TaskRoot {
  const path = mkdtempSync(join(tmpdir(), 'task-'));
  for (let above = path; above !== dirname(above); above = dirname(above)) {
    const found = join(above, 'package.json');
    if (existsSync(found)) throw new Error(`Lambda has no ${found}: set TMPDIR to another folder`);
  }
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

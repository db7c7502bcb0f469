import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '#commands/kit/explain.ts';
import { stderr, stdout } from '#commands/kit/print.ts';
import { billsOf } from './bills.ts';
import { readOptions, USAGE } from './options.ts';

const COULD_NOT_TELL = 2;
const ROOT = join(import.meta.dirname, '../..');

try {
  const { assembly, help } = readOptions(process.argv.slice(2));
  if (help) stdout.lines(USAGE);
  else write(join(assembly, 'sbom'), billsOf(assembly, ROOT));
} catch (error) {
  stderr.lines(explain(error, { usage: USAGE, needs: 'no rights on AWS' }));
  process.exitCode = COULD_NOT_TELL;
}

function write(folder: string, bills: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bill] of bills) {
    const path = join(folder, `${name}.cdx.json`);
    writeFileSync(path, bill);
    stdout.line(path);
  }
}

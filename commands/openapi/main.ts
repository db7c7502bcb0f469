import { readFileSync, writeFileSync } from 'node:fs';
import { explain } from '#commands/kit/explain.ts';
import { stderr, stdout } from '#commands/kit/print.ts';
import { writeTypes } from './client-types/write-types.ts';
import { type OpenApiOptions, readOptions, USAGE } from './options.ts';
import { DOCUMENT, makeOwnDocument } from './sources.ts';

const TYPES = 'commands/kit/api-client/api-types.d.ts';
const STALE = 1;
const COULD_NOT_BEGIN = 2;

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) stdout.lines(USAGE);
  else await write(options);
} catch (error) {
  stderr.lines(explain(error, { usage: USAGE, needs: 'nothing on AWS' }));
  process.exitCode = COULD_NOT_BEGIN;
}

async function write({ check }: OpenApiOptions): Promise<void> {
  const document = makeOwnDocument();
  const files = [
    [DOCUMENT, `${JSON.stringify(document, null, 2)}\n`],
    [TYPES, await writeTypes(document)],
  ] as const;
  for (const [path, text] of files) {
    const isAsItShouldBe = readIfThere(path) === text;
    if (isAsItShouldBe) {
      stdout.line(`as it should be  ${path}`);
    } else if (check) {
      stdout.line(`to be written    ${path}: npm run openapi`);
      process.exitCode = STALE;
    } else {
      writeFileSync(path, text);
      stdout.line(`written          ${path}`);
    }
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

import { constants, createWriteStream } from 'node:fs';
import { access, link, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '#commands/kit/usage.ts';

const MARK = '\uFEFF';
/** Of people: whoever may run the command may read it. */
const MODE = 0o600;

/**
 * Writes the pieces as they come; a file is there whole or not at all.
 *
 * @param out undefined: standard output
 * @throws UsageError where there is such a file
 */
export async function writeOut(
  pieces: AsyncIterable<string>,
  { out, bom }: { readonly out: string | undefined; readonly bom: boolean },
): Promise<void> {
  const source = Readable.from(bom ? marked(pieces) : pieces);
  if (out === undefined) return pipeline(source, process.stdout, { end: false });
  await refuseExisting(out);
  const part = `${out}.${process.pid}.part`;
  try {
    await pipeline(source, createWriteStream(part, { flags: 'wx', mode: MODE }));
    // Unlike a rename, it replaces nothing that came meanwhile.
    await link(part, out);
  } finally {
    await rm(part, { force: true });
  }
}

async function refuseExisting(out: string): Promise<void> {
  const isThere = await access(out, constants.F_OK).then(
    () => true,
    () => false,
  );
  if (isThere) throw new UsageError(`${out} is there already: name another --out, or remove it`);
}

async function* marked(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  yield MARK;
  yield* pieces;
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Printer } from '#commands/kit/print.ts';
import { dailyFileName } from '#shared/files/daily-file/daily-file.ts';
import { dayOf } from '#shared/models/zone.ts';
import { inOrder } from '#shared/use-cases/in-order.ts';
import { writeEntries } from './entries.ts';
import type { Listed } from './listed.ts';
import { writeMomentFile } from './moment-file.ts';
import type { ExportOptions, MomentFileOptions, StatementsOptions } from './options.ts';
import { writeOut } from './output.ts';
import { AT_ONCE, type ReadApi } from './read-api.ts';
import { Tally } from './tally.ts';

/** Whose days Moment's are. */
const MOMENTS_ZONE = 'Africa/Johannesburg';

export type ExportDeps = {
  readonly api: ReadApi;
  readonly print: Printer;
  /** ISO 8601 */
  readonly now: string;
};

/** Writes what was asked for, and says how much it is. @returns whether nobody is missing */
export async function exportFiles(options: ExportOptions, deps: ExportDeps): Promise<boolean> {
  const { api, print, now } = deps;
  const tally = new Tally();
  switch (options.what) {
    case 'moment-file':
      return exportMomentFile(options, deps);
    case 'entries':
      await writeOut(writeEntries(api, pinned(options, now), tally), options);
      print.line(`${tally.rows} entries of ${tally.obligations} with a balance`);
      if (tally.rows > 0) print.line(`They add up to ${tally.sums}`);
      return true;
    case 'statements':
      await writeStatements(pinned(options, now), deps, tally);
      print.line(`${tally.obligations} statements in ${options.out}`);
      return true;
    case 'ageing':
      await writeOut(api.csv('/ageing', { as_of: options.asOf }), options);
      return true;
  }
}

/** One end for all of them: what comes while they are read is in none. */
function pinned<O extends { readonly period: StatementsOptions['period'] }>(
  options: O,
  now: string,
) {
  return { ...options, period: { to: now, ...options.period } };
}

async function writeStatements(
  { kinds, period, out, bom }: StatementsOptions,
  { api }: ExportDeps,
  tally: Tally,
): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const kind of kinds) {
    const write = ({ id, external_reference }: Listed) => {
      const file = join(out, `${kind.slice(0, -1)}_${external_reference}.csv`);
      return writeOut(api.csv(`/${kind}/${id}/statement`, period), { out: file, bom });
    };
    for await (const _ of inOrder(api.listTracked(kind), AT_ONCE, write)) tally.obligations += 1;
  }
}

async function exportMomentFile(options: MomentFileOptions, { api, print, now }: ExportDeps) {
  const { kind, currency, day = dayOf(now, MOMENTS_ZONE) } = options;
  const out = options.out ?? dailyFileName({ ...options, day });
  const tally = new Tally();
  let others = 0;
  let incomplete = 0;
  const pieces = writeMomentFile(api, options, tally, {
    otherCurrency: () => {
      others += 1;
    },
    incomplete: (reference, missing) => {
      incomplete += 1;
      print.line(`  left out  ${reference}  has no ${missing.join(', no ')}`);
    },
  });
  await writeOut(pieces, { out, bom: false });
  print.line(`${tally.rows} of ${tally.obligations} ${kind} with a balance in ${out}`);
  if (tally.rows > 0) print.line(`They owe ${tally.sums}`);
  if (others > 0)
    print.line(`${others} owe in another currency than ${currency}, and are not in it`);
  if (incomplete > 0) {
    print.line(
      `${incomplete} are not in it for what Moment requires of them: add it to their metadata, and write it anew`,
    );
  }
  return incomplete === 0;
}

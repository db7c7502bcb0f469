import {
  readSourceOptions,
  SOURCE_OPTIONS,
  SOURCE_USAGE,
  type SourceOptions,
} from '#commands/kit/source-options.ts';
import { parseOptions, UsageError, wholeNumber } from '#commands/kit/usage.ts';

export type VerifyOptions = {
  readonly source: SourceOptions;
  /** Where a run that stops keeps how far it came. @default a file named after the table */
  readonly checkpoint: string | undefined;
  /** Whether to go on from there. */
  readonly resume: boolean;
  /** File of the signing keys; `-` is standard input. */
  readonly keys: string | undefined;
  /** Where anchors are that the ledger is compared with. */
  readonly anchors: AnchorOptions | undefined;
  readonly unitsPerSecond: number | undefined;
  /** How many breaches are shown in full. */
  readonly show: number;
  readonly json: boolean;
  readonly help: boolean;
};

export type AnchorOptions = {
  readonly where:
    | { readonly kind: 'bucket'; readonly bucket: string }
    | { readonly kind: 'directory'; readonly directory: string };
  /** @default all that are finished */
  readonly name: string | undefined;
};

export const USAGE = `npm run verify -- [options]

Verifies a ledger: every balance is the sum of its entries, in sequence without gap or repeat, and every
entry is what its raw event says. It only reads, and payments may go on meanwhile. It says how many
deliveries wait in the queue or are dead, where it knows the queue, and what it did not look at.

Which ledger:
${SOURCE_USAGE}

  --keys FILE           check too that Moment signed each raw event, with the signing keys as the secret holds
                        them, retired ones too; - reads them from standard input
  --anchors WHERE       compare with what was anchored: s3://BUCKET, the output AnchorsBucketName, or a DIRECTORY that is a
                        copy of it; an entry that is not there any more is told, with all else rolled back to fit
  --anchor DAY          with that one alone, 2026-11-28; what was forged before a day is in its anchor, so with all unless told
  --units-per-second N  consume no more read units than that; a scan takes one for each 4 kB of the table
  --checkpoint FILE     where a run that stops keeps how far it came; verify-TABLE.checkpoint.json unless told
  --resume              go on from there
  --show N              breaches to show in full, 20 unless told
  --json                print the verdict as JSON
  --help

Exit status: 0 if every promise holds, 1 if one is broken, 2 if that could not be found out.`;

/** @throws UsageError that says what is wrong */
export function readOptions(args: readonly string[]): VerifyOptions {
  const values = parseOptions(args, {
    ...SOURCE_OPTIONS,
    keys: { type: 'string' },
    anchors: { type: 'string' },
    anchor: { type: 'string' },
    'units-per-second': { type: 'string' },
    checkpoint: { type: 'string' },
    resume: { type: 'boolean', default: false },
    show: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  return {
    source: readSourceOptions(values),
    keys: values.keys,
    checkpoint: values.checkpoint,
    resume: values.resume,
    anchors: readAnchorOptions(values.anchors, values.anchor),
    unitsPerSecond: wholeNumber('--units-per-second', values['units-per-second'], 1),
    show: wholeNumber('--show', values.show) ?? 20,
    json: values.json,
    help: values.help,
  };
}

function readAnchorOptions(
  where: string | undefined,
  name: string | undefined,
): AnchorOptions | undefined {
  if (where === undefined) {
    if (name === undefined) return undefined;
    throw new UsageError('--anchor is one of those that --anchors WHERE has');
  }
  const [, bucket] = /^s3:\/\/([\w.-]+)\/?$/.exec(where) ?? [];
  if (bucket !== undefined) return { where: { kind: 'bucket', bucket }, name };
  if (!where.startsWith('s3://')) return { where: { kind: 'directory', directory: where }, name };
  throw new UsageError(
    `--anchors must be s3://BUCKET or a directory, not ${JSON.stringify(where)}`,
  );
}

import { rmSync } from 'node:fs';
import { findActor } from '#commands/kit/actor.ts';
import { explain } from '#commands/kit/explain.ts';
import { type LedgerSource, openLedgerSource } from '#commands/kit/ledger-source.ts';
import { stderr, stdout } from '#commands/kit/print.ts';
import { createProgressView } from '#commands/kit/progress.ts';
import { stopOnSignal } from '#commands/kit/stop-on-signal.ts';
import { DynamoDbLedgerReader } from '#shared/aws/dynamodb-ledger-reader.ts';
import { openAnchors } from '#shared/aws/s3-first-anchors.ts';
import { createQueueDepth } from '#shared/aws/sqs-queue-depth.ts';
import { systemClock } from '#shared/lambda/system.ts';
import type { SignatureCheck } from '#shared/ledger/audit/audit-evidence.ts';
import { type CheckedAnchors, readAnchors } from '#shared/use-cases/anchors/read-anchors.ts';
import { AnchorDirectory } from './anchor-directory.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { type AnchorOptions, readOptions, USAGE, type VerifyOptions } from './options.ts';
import { checkWithKeys } from './read-keys.ts';
import { reportJson, reportLines } from './report.ts';
import { type Progress, type Verdict, verifyLedger } from './verify-ledger.ts';

const COULD_NOT_TELL = 2;
const NEEDED_RIGHTS =
  'dynamodb:Scan, DescribeTable, GetItem and, on its indexes, Query; with --queue sqs:GetQueueUrl and GetQueueAttributes; with --anchors s3:ListBucketVersions and GetObjectVersion';
const CHECKPOINT_EVERY_MS = 60_000;

const args = process.argv.slice(2);
try {
  const options = readOptions(args);
  if (options.help) stdout.lines(USAGE);
  else process.exitCode = await verify(options);
} catch (error) {
  stderr.lines(explain(error, { usage: USAGE, needs: NEEDED_RIGHTS }));
  process.exitCode = COULD_NOT_TELL;
}

async function verify(options: VerifyOptions): Promise<number> {
  const isSigned = options.keys === undefined ? undefined : checkWithKeys(options.keys);
  const source = await openLedgerSource(options.source);
  const queue = source.queue && createQueueDepth(source.queue.connection, source.queue);
  try {
    const actor = await findActor(options.source);
    // A queue that cannot be read is told before the scan, which may take hours.
    await queue?.depth.readDepth();
    stderr.line(`Verifying ${source.name}, as ${actor}`);
    const checked = options.anchors && (await checkAnchor(options.anchors, source));
    const startedAt = Date.now();
    const reader = new DynamoDbLedgerReader(source.client, source.table);
    const verdict = await scan(options, source, { reader, isSigned, checked });
    if (!verdict) return COULD_NOT_TELL;
    const run = {
      source: source.name,
      actor,
      seconds: (Date.now() - startedAt) / 1000,
      queue: await queue?.depth.readDepth(),
      anchor: checked && { ...checked.manifest, anchors: checked.anchors },
    };
    if (options.json) stdout.json(reportJson(verdict, options.show, run));
    else for (const line of reportLines(verdict, options.show, run)) stdout.line(line);
    return verdict.breachCount === 0 ? 0 : 1;
  } finally {
    queue?.close();
    source.client.destroy();
    await source.close();
  }
}

type ScanDeps = {
  readonly reader: DynamoDbLedgerReader;
  readonly isSigned: SignatureCheck | undefined;
  readonly checked: CheckedAnchors | undefined;
};

/** What was tampered with ends it here: nothing can be compared with that. */
async function checkAnchor(
  { where, name }: AnchorOptions,
  { buckets }: LedgerSource,
): Promise<CheckedAnchors> {
  if (where.kind === 'directory') return readAnchors(new AnchorDirectory(where.directory), name);
  if (!buckets) {
    throw new Error('No bucket is served here: start it with `npm start`, or name a directory');
  }
  const { anchors, close } = openAnchors(buckets, where.bucket);
  try {
    return await readAnchors(anchors, name);
  } finally {
    close();
  }
}

/** A checkpoint of others is of no use. */
function anchorsInWords({ anchors, manifest: { name, root } }: CheckedAnchors): string {
  return `${anchors} anchors up to ${name}, root ${root}`;
}

/** Whatever ends the scan early, its last page is kept for the next run. */
async function scan(
  options: VerifyOptions,
  { name: ledger, table, indexLagMs }: LedgerSource,
  { reader, isSigned, checked }: ScanDeps,
): Promise<Verdict | undefined> {
  const name = [
    ledger,
    ...(isSigned ? ['its signatures'] : []),
    ...(checked ? [anchorsInWords(checked)] : []),
  ].join(' and ');
  const checkpoint = options.checkpoint ?? `verify-${table}.checkpoint.json`;
  const saved = options.resume ? readCheckpoint(checkpoint, name) : undefined;
  const view = createProgressView(process.stderr, await reader.estimateItems(), Date.now);
  let last: Progress | undefined;
  let keptAt = Date.now();
  let isKept = options.resume;
  const keep = () => {
    keptAt = Date.now();
    if (last) writeCheckpoint(checkpoint, name, last.save());
    isKept = true;
  };
  const deps = {
    reader,
    isSigned,
    clock: systemClock,
    indexLagMs,
    unitsPerSecond: options.unitsPerSecond,
    anchored: checked?.heads,
    onPage(progress: Progress) {
      last = progress;
      view.scanned(progress.items, progress.readUnits);
      if (Date.now() - keptAt > CHECKPOINT_EVERY_MS) keep();
    },
    onRecheck: view.rechecked,
  };
  const stop = stopOnSignal();
  let verdict: Verdict | undefined;
  try {
    verdict = await verifyLedger(deps, { saved, stop });
    return verdict;
  } finally {
    view.close();
    if (verdict && isKept) rmSync(checkpoint, { force: true });
    if (!verdict && (last ?? saved)) {
      keep();
      stderr.line('Stopped. To go on from here:');
      stderr.line(`  ${resumeCommand()}`);
    }
  }
}

function resumeCommand(): string {
  const words = args.includes('--resume') ? args : [...args, '--resume'];
  const quoted = words.map((word) => (/^[\w./:-]+$/.test(word) ? word : JSON.stringify(word)));
  return `npm run verify -- ${quoted.join(' ')}`;
}

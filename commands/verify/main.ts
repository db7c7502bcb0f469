import { rmSync } from 'node:fs';
import { localClientConfig } from '#local/aws/client-config.ts';
import { openKeptData } from '#local/kept-data.ts';
import { findRunning } from '#local/running.ts';
import { DynamoDbLedgerReader } from '#shared/aws/dynamodb-ledger-reader.ts';
import { createReaderClient } from '#shared/aws/reader-client.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { explain } from './explain.ts';
import { readOptions, type SourceOptions, USAGE, type VerifyOptions } from './options.ts';
import { createProgressView } from './progress.ts';
import { reportJson, reportLines } from './report.ts';
import { type Progress, type Verdict, verifyLedger } from './verify-ledger.ts';

type Source = {
  /** Which ledger it is, in words. */
  readonly name: string;
  readonly table: string;
  readonly client: ReturnType<typeof createReaderClient>;
  /** How long its indexes may lag. */
  readonly indexLagMs: number;
  close(): Promise<void>;
};

const COULD_NOT_TELL = 2;
const CHECKPOINT_EVERY_MS = 60_000;
const INDEX_LAG_MS = 10_000;

const args = process.argv.slice(2);
try {
  const options = readOptions(args);
  if (options.help) console.log(USAGE);
  else process.exitCode = await verify(options);
} catch (error) {
  console.error(explain(error));
  process.exitCode = COULD_NOT_TELL;
}

async function verify(options: VerifyOptions): Promise<number> {
  const source = await openSource(options.source);
  try {
    console.error(`Verifying ${source.name}`);
    const startedAt = Date.now();
    const verdict = await scan(
      options,
      source,
      new DynamoDbLedgerReader(source.client, source.table),
    );
    if (!verdict) return COULD_NOT_TELL;
    const spent = { source: source.name, seconds: (Date.now() - startedAt) / 1000 };
    if (options.json) console.log(reportJson(verdict, options.show, spent));
    else for (const line of reportLines(verdict, options.show, spent)) console.log(line);
    return verdict.breachCount === 0 ? 0 : 1;
  } finally {
    source.client.destroy();
    await source.close();
  }
}

/** Whatever ends the scan early, its last page is kept for the next run. */
async function scan(
  options: VerifyOptions,
  { name, table, indexLagMs }: Source,
  reader: DynamoDbLedgerReader,
): Promise<Verdict | undefined> {
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
    clock: systemClock,
    indexLagMs,
    unitsPerSecond: options.unitsPerSecond,
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
      console.error(`Stopped. To go on from here:\n  ${resumeCommand()}`);
    }
  }
}

async function openSource(options: SourceOptions): Promise<Source> {
  switch (options.kind) {
    case 'table': {
      const { table, region, profile } = options;
      const client = createReaderClient({
        ...(region !== undefined && { region }),
        ...(profile !== undefined && { profile }),
      });
      const name = `table ${table} in ${await client.config.region()}`;
      return { name, table, client, indexLagMs: INDEX_LAG_MS, close: async () => {} };
    }
    case 'kept': {
      const { endpoint, table, close } = await openKeptData(options.directory);
      const name = `the data in ${options.directory}`;
      return { name, table, client: localClient(endpoint), indexLagMs: 0, close };
    }
    case 'running': {
      const { port, table, dynamodb } = onlyRunning(options.port);
      return {
        name: `the npm start at http://127.0.0.1:${port}`,
        table,
        client: localClient(dynamodb),
        indexLagMs: 0,
        close: async () => {},
      };
    }
  }
}

function localClient(endpoint: string) {
  return createReaderClient(localClientConfig(endpoint));
}

function onlyRunning(port: number | undefined) {
  const all = findRunning();
  const running = all.filter((one) => port === undefined || one.port === port);
  const [only] = running;
  if (only && running.length === 1) return only;
  const others = 'verify what one kept with --data DIR, or a table on AWS with --table NAME';
  if (only) {
    const ports = running.map((one) => `--port ${one.port}`).join(', ');
    throw new Error(`More than one \`npm start\` runs here; choose one: ${ports}`);
  }
  const which =
    port === undefined ? 'No `npm start` runs here' : `No \`npm start\` runs at ${port}`;
  throw new Error(`${which}: start one, ${others}`);
}

function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  // A second one finds no listener, and ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => stop.abort());
  }
  return stop.signal;
}

function resumeCommand(): string {
  const words = args.includes('--resume') ? args : [...args, '--resume'];
  const quoted = words.map((word) => (/^[\w./:-]+$/.test(word) ? word : JSON.stringify(word)));
  return `npm run verify -- ${quoted.join(' ')}`;
}

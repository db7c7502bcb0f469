import { localClientConfig } from '#emulator/aws/client-config.ts';
import { openKeptData } from '#local/kept-data.ts';
import { findRunning } from '#local/running.ts';
import { createReaderClient, type ReaderConnection } from '#shared/aws/reader-client.ts';
import type { SourceOptions } from './source-options.ts';

export type LedgerSource = {
  /** Which ledger it is, in words. */
  readonly name: string;
  readonly table: string;
  readonly client: ReturnType<typeof createReaderClient>;
  /** The queue of its deliveries, where it is known. */
  readonly queue: QueueSource | undefined;
  /** Where the buckets beside it are; undefined where nothing serves them. */
  readonly buckets: ReaderConnection | undefined;
  /** How long its indexes may lag. */
  readonly indexLagMs: number;
  close(): Promise<void>;
};

export type QueueSource = {
  readonly connection: ReaderConnection;
  readonly queue: string;
  readonly deadLetters?: string | undefined;
};

const INDEX_LAG_MS = 10_000;

/** @throws Error that says what to do where there is no such ledger, or more than one */
export async function openLedgerSource(options: SourceOptions): Promise<LedgerSource> {
  switch (options.kind) {
    case 'table': {
      const { table, region, profile, queue, deadLetters } = options;
      const connection = {
        ...(region !== undefined && { region }),
        ...(profile !== undefined && { profile }),
      };
      const client = createReaderClient(connection);
      return {
        name: `table ${table} in ${await client.config.region()}`,
        table,
        client,
        queue: queue === undefined ? undefined : { connection, queue, deadLetters },
        buckets: connection,
        indexLagMs: INDEX_LAG_MS,
        close: async () => {},
      };
    }
    case 'kept': {
      const { endpoint, table, close } = await openKeptData(options.directory);
      const name = `the data in ${options.directory}`;
      const client = localClient(endpoint);
      return { name, table, client, queue: undefined, buckets: undefined, indexLagMs: 0, close };
    }
    case 'running': {
      const { port, table, dynamodb, queueUrl, s3 } = onlyRunning(
        options.port,
        'verify what one kept with --data DIR, or a table on AWS with --table NAME',
      );
      return {
        name: `the npm start at http://127.0.0.1:${port}`,
        table,
        client: localClient(dynamodb),
        queue: queueUrl === undefined ? undefined : localQueue(queueUrl),
        buckets: s3 === undefined ? undefined : localClientConfig(s3),
        indexLagMs: 0,
        close: async () => {},
      };
    }
  }
}

function localClient(endpoint: string) {
  return createReaderClient(localClientConfig(endpoint));
}

function localQueue(queueUrl: string): QueueSource {
  return { connection: localClientConfig(new URL(queueUrl).origin), queue: queueUrl };
}

/** @throws Error that says what to do, if it is not one; `others` is what a command can be about besides */
export function onlyRunning(port: number | undefined, others: string) {
  const all = findRunning();
  const running = all.filter((one) => port === undefined || one.port === port);
  const [only] = running;
  if (only && running.length === 1) return only;
  if (only) {
    const ports = running.map((one) => `--port ${one.port}`).join(', ');
    throw new Error(`More than one \`npm start\` runs here; choose one: ${ports}`);
  }
  const which =
    port === undefined ? 'No `npm start` runs here' : `No \`npm start\` runs at ${port}`;
  throw new Error(`${which}: start one, ${others}`);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { createHandler as createListEntries } from '#functions/list-entries/handler.ts';
import { createHandler as createReadStatement } from '#functions/read-statement/handler.ts';
import { createHandler as createReconcile } from '#functions/reconcile/handler.ts';
import { writeCursor } from '#shared/api/cursor.ts';
import { systemClock, systemRandomness } from '#shared/lambda/system.ts';
import { httpEvent, lambdaContext } from '#test/support/http-event.ts';
import { Meter } from '#test/support/meter.ts';
import { keysOf, MemoryDeadLetters } from '#test/support/signing.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';
import { connect, storesOver } from '#test/support/stores.ts';
import { ledgerTable } from '#test/support/template.ts';
import { Recorder } from '#test/support/world.ts';
import { Filler } from './filler.ts';
import { messageOf } from './payment.ts';
import { WireBytes } from './wire-bytes.ts';

const TABLE = 'ledger';
/** Of the smallest ledger, with ten entries, the newest page and the look at the next line leave out the opening. */
export const LINES_PER_PAGE = 8;

export type Sample = {
  readonly milliseconds: number;
  readonly calls: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly bytes: number;
};

/** The production handlers over a table on disk, which is filled by the way while it is closed. */
export class SizedLedger {
  readonly directory = mkdtempSync(join(tmpdir(), 'moment-balances-bench-'));
  #running: Running | undefined;
  #payments = 0;

  /** Makes the ledger larger by the way of its storage. */
  async fill(work: (filler: Filler) => Promise<void>): Promise<void> {
    await this.#stop();
    const filler = await Filler.open(this.directory, TABLE);
    await work(filler).finally(() => filler.close());
    this.#running = await start(this.directory);
  }

  async create(): Promise<void> {
    this.#running = await start(this.directory);
    await this.#running.documents.send(new CreateTableCommand(ledgerTable(TABLE)));
  }

  /** One payment of 1, one event in its batch. */
  async settle(obligationId: string): Promise<Sample> {
    this.#payments += 1;
    const batch = toSqsEvent([messageOf(this.#payments, obligationId)]);
    return this.#sample(async ({ stores }) => {
      const recorder = new Recorder();
      const { batchItemFailures } = await createReconcile({
        ...stores,
        keys: keysOf(),
        deadLetters: new MemoryDeadLetters(),
        tellings: 'both',
        clock: systemClock,
        randomness: systemRandomness,
        logger: recorder,
        metrics: recorder,
      })(batch, lambdaContext(60_000));
      if (batchItemFailures.length > 0) throw new Error(`${obligationId}: the event went back`);
    });
  }

  /** A page of the statement, by its HTTP handler. @param before a sequence @default the newest page */
  async page(obligationId: string, before?: number): Promise<Sample> {
    const query = {
      limit: String(LINES_PER_PAGE),
      ...(before !== undefined && { cursor: writeCursor(obligationId, before) }),
    };
    return this.#sample(async ({ stores }) => {
      const handler = createListEntries(stores);
      const { body } = await handler(httpEvent({ method: 'GET', id: obligationId, query }));
      const { data } = JSON.parse(body ?? '') as { data: readonly unknown[] };
      if (data.length !== LINES_PER_PAGE) throw new Error(`A page of ${data.length} lines`);
    });
  }

  /** A statement or a balance, by its HTTP handler. */
  async read(
    what: 'statement' | 'balance',
    id: string,
    query: Readonly<Record<string, string>>,
  ): Promise<Sample & { readonly cursor: string | undefined }> {
    let cursor: string | undefined;
    const sample = await this.#sample(async ({ stores }) => {
      const handler = createReadStatement({ ...stores, clock: systemClock, zone: 'UTC' });
      const asked = { method: 'GET', path: `/customers/{id}/${what}`, id, query };
      const { body } = await handler(httpEvent(asked));
      cursor = (JSON.parse(body ?? '') as { next_cursor?: string }).next_cursor;
    });
    return { ...sample, cursor };
  }

  async close(): Promise<void> {
    await this.#stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  async #sample(work: (running: Running) => Promise<void>): Promise<Sample> {
    const running = this.#ready();
    running.meter.take();
    running.bytes.take();
    const startedAt = performance.now();
    await work(running);
    const milliseconds = performance.now() - startedAt;
    return { milliseconds, ...running.meter.take(), bytes: running.bytes.take() };
  }

  #ready(): Running {
    if (!this.#running) throw new Error('The ledger is closed');
    return this.#running;
  }

  async #stop(): Promise<void> {
    await this.#running?.close();
    this.#running = undefined;
  }
}

type Running = Awaited<ReturnType<typeof start>>;

async function start(directory: string) {
  const dynamodb = await startEmbeddedDynamoDb({ directory });
  const meter = new Meter(localClientConfig(dynamodb.endpoint));
  const bytes = new WireBytes();
  const documents = connect(dynamodb.endpoint, (client: DynamoDBClient) => {
    meter.watch(client);
    bytes.watch(client);
  });
  return {
    meter,
    bytes,
    documents,
    stores: storesOver(documents, TABLE),
    close: async () => {
      documents.destroy();
      meter.close();
      await dynamodb.close();
    },
  };
}

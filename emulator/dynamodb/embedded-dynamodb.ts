import { create, type Store } from 'dynalite/db/index.js';
import type { Conflicts, Engine, OnWritten } from './engine.ts';
import { type Answer, type Authorise, startHttpServer } from './http-server.ts';
import { ItemLocks } from './item-locks.ts';
import { createOperations, unknownOperation } from './operations.ts';
import { RequestTokens } from './request-tokens.ts';
import { settleTables } from './tables.ts';

export type EmbeddedDynamoDbOptions = {
  /** Where to keep the data. @default in memory */
  readonly directory?: string | undefined;
  /** @default any that is free */
  readonly port?: number | undefined;
  /** @default 'wait' */
  readonly conflicts?: Conflicts | undefined;
  /** The clock by which request tokens expire. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** @default whoever signs may do everything */
  readonly authorise?: Authorise | undefined;
  /** Told of each item that is written, in order; what a stream is made of. */
  readonly onWritten?: OnWritten | undefined;
};

export type EmbeddedDynamoDb = {
  readonly endpoint: string;
  /** The same without HTTP, for who is in this process and in a hurry. */
  readonly answer: Answer;
  close(): Promise<void>;
};

/** Starts DynamoDB in this process: dynalite, with the transactions that it lacks. */
export async function startEmbeddedDynamoDb({
  directory,
  port = 0,
  conflicts = 'wait',
  now = Date.now,
  authorise,
  onWritten = () => {},
}: EmbeddedDynamoDbOptions = {}): Promise<EmbeddedDynamoDb> {
  const store = await openStore(directory);
  const tokens = await RequestTokens.open(store.db, now);
  const engine: Engine = { store, locks: new ItemLocks(), tokens, conflicts, onWritten };
  const operations = createOperations();
  try {
    const answer: Answer = async (name, input) => {
      const operation = operations.get(name);
      if (!operation) throw unknownOperation();
      return operation(engine, input);
    };
    const server = await startHttpServer(port, answer, authorise);
    return {
      endpoint: server.endpoint,
      answer,
      close: async () => {
        await server.close();
        await store.db.close();
      },
    };
  } catch (error) {
    await store.db.close();
    throw error;
  }
}

async function openStore(directory: string | undefined): Promise<Store> {
  const store = create({
    ...(directory !== undefined && { path: directory }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  try {
    await store.db.open();
  } catch (error) {
    const { code } = (error as { cause?: { code?: string } }).cause ?? {};
    const hint =
      code === 'LEVEL_LOCKED'
        ? 'another process is using it; stop that one, or choose another directory'
        : 'it is not a directory of an earlier run that this user may write to';
    throw new Error(`Cannot keep data in ${directory}: ${hint}`, { cause: error });
  }
  await settleTables(store);
  return store;
}

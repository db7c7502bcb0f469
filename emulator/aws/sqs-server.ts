import { mkdirSync } from 'node:fs';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { refuseStrangers } from '#emulator/http/refuse-strangers.ts';
import type { AccessControl } from './access-control.ts';
import { authoriseS3 } from './authorise-s3.ts';
import { authoriseSqs } from './authorise-sqs.ts';
import type { BucketStore } from './buckets.ts';
import { type CreatedObject, tellOfObjects } from './created-object.ts';
import { serveMoveTasks } from './message-move-tasks.ts';

export type Stores = NonNullable<BuildAppOptions['stores']>;
type Persistence = NonNullable<Stores['sqsStore']['persistence']>;

export type SqsServer = {
  readonly endpoint: string;
  /** S3 listens there too. */
  readonly buckets: BucketStore;
  close(): Promise<void>;
};
export type SqsServerOptions = {
  /** Keeps queues and messages there. @default in memory */
  readonly directory?: string | undefined;
  /** Keeps buckets and objects there. @default in memory */
  readonly bucketsDirectory?: string | undefined;
  /** @default any that is free */
  readonly port?: number | undefined;
  /** @default whoever signs may do everything */
  readonly authorise?: AccessControl['of'] | undefined;
  /** Told of each object that is put into a bucket. */
  onCreated?(object: CreatedObject): void;
};

/** Starts SQS in this process, and S3 with it. */
export async function startSqsServer({
  directory,
  bucketsDirectory,
  port = 0,
  authorise = () => {},
  onCreated = () => {},
}: SqsServerOptions = {}): Promise<SqsServer> {
  await takeAllText();
  const stores = await makeStores();
  const persistence = directory === undefined ? undefined : await keepIn(directory, stores);
  if (bucketsDirectory !== undefined) await keepBucketsIn(bucketsDirectory, stores.s3Store);
  const app = buildApp({ logger: false, stores });
  authoriseSqs(app, authorise);
  authoriseS3(app, authorise);
  tellOfObjects(app, stores.s3Store, onCreated);
  serveMoveTasks(app, stores.sqsStore);
  refuseStrangers(app.server);
  try {
    const endpoint = await app.listen({ host: '127.0.0.1', port });
    return {
      endpoint,
      buckets: stores.s3Store,
      close: async () => {
        await app.close();
        persistence?.close();
      },
    };
  } catch (error) {
    persistence?.close();
    throw error;
  }
}

/** What the package does not export: its own starter keeps data only while it listens to the whole network. */
const load = (path: string) => import(new URL(path, import.meta.resolve('fauxqs')).href);

async function makeStores(): Promise<Stores> {
  const { SqsStore } = await load('./sqs/sqsStore.js');
  const { SnsStore } = await load('./sns/snsStore.js');
  const { S3Store } = await load('./s3/s3Store.js');
  const sqsStore: Stores['sqsStore'] = new SqsStore();
  // The URLs of its queues are then where they were asked for, and not at a name that does not resolve here.
  sqsStore.host = '';
  return { sqsStore, snsStore: new SnsStore(), s3Store: new S3Store() };
}

async function keepIn(directory: string, { sqsStore, snsStore }: Stores): Promise<Persistence> {
  mkdirSync(directory, { recursive: true });
  const { PersistenceManager } = await load('./persistence.js');
  const persistence: Persistence = new PersistenceManager(directory);
  keepReceiveCount(persistence);
  persistence.loadSqsAndSns(sqsStore, snsStore);
  sqsStore.persistence = persistence;
  for (const queue of sqsStore.allQueues()) {
    queue.persistence = persistence;
    // Whoever was working on these died with the last run; nobody needs to wait for them.
    for (const handle of [...queue.inflightMessages.keys()]) queue.changeVisibility(handle, 0);
  }
  return persistence;
}

/** Each object is a file, and one beside it that says what it is. */
async function keepBucketsIn(directory: string, store: Stores['s3Store']): Promise<void> {
  const { FileS3Persistence } = await load('./s3/fileS3Persistence.js');
  const persistence: NonNullable<Stores['s3Store']['persistence']> = new FileS3Persistence(
    directory,
  );
  persistence.loadS3(store);
  store.persistence = persistence;
}

/** In 2.4.1 a message that becomes visible again has its receive count set to NULL, which the database refuses. */
function keepReceiveCount(persistence: Persistence): void {
  const makeReady = persistence['db'].prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => void makeReady.run(messageId);
}

// SQS API Reference, SendMessage: all that XML 1.0 allows. Half a surrogate pair is no character.
const NOT_TAKEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** 2.4.1 refuses every character beyond U+FFFF, which SQS takes (kibertoad/fauxqs#278). */
async function takeAllText(): Promise<void> {
  const { INVALID_MESSAGE_BODY_CHAR } = await load('./sqs/sqsTypes.js');
  INVALID_MESSAGE_BODY_CHAR.test = (text: string) => NOT_TAKEN.test(text);
}

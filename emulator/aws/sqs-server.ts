import { mkdirSync } from 'node:fs';
import { type BuildAppOptions, buildApp } from 'fauxqs';

type Stores = NonNullable<BuildAppOptions['stores']>;
type Persistence = NonNullable<Stores['sqsStore']['persistence']>;

export type SqsServer = { readonly endpoint: string; close(): Promise<void> };

/** Starts SQS in this process; keeps queues and messages in the directory, if there is one. */
export async function startSqsServer(directory: string | undefined): Promise<SqsServer> {
  const kept = directory === undefined ? undefined : await openStores(directory);
  const app = buildApp({ logger: false, ...(kept && { stores: kept.stores }) });
  try {
    const endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
    return {
      endpoint,
      close: async () => {
        await app.close();
        kept?.persistence.close();
      },
    };
  } catch (error) {
    kept?.persistence.close();
    throw error;
  }
}

/** Not exported by the package, whose own starter keeps data only while it listens to the whole network. */
async function openStores(
  directory: string,
): Promise<{ stores: Stores; persistence: Persistence }> {
  mkdirSync(directory, { recursive: true });
  const load = (path: string) => import(new URL(path, import.meta.resolve('fauxqs')).href);
  const { SqsStore } = await load('./sqs/sqsStore.js');
  const { SnsStore } = await load('./sns/snsStore.js');
  const { S3Store } = await load('./s3/s3Store.js');
  const { PersistenceManager } = await load('./persistence.js');
  const stores: Stores = {
    sqsStore: new SqsStore(),
    snsStore: new SnsStore(),
    s3Store: new S3Store(),
  };
  const persistence: Persistence = new PersistenceManager(directory);
  keepReceiveCount(persistence);
  persistence.loadSqsAndSns(stores.sqsStore, stores.snsStore);
  stores.sqsStore.persistence = persistence;
  for (const queue of stores.sqsStore.allQueues()) {
    queue.persistence = persistence;
    // Whoever was working on these died with the last run; nobody needs to wait for them.
    for (const handle of [...queue.inflightMessages.keys()]) queue.changeVisibility(handle, 0);
  }
  return { stores, persistence };
}

/** In 2.4.1 a message that becomes visible again has its receive count set to NULL, which the database refuses. */
function keepReceiveCount(persistence: Persistence): void {
  const makeReady = persistence['db'].prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => void makeReady.run(messageId);
}

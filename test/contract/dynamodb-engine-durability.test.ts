import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { connect, createTable, queryIndex, refusal, TableName } from './dynamodb-engine-table.ts';

const WRITERS = 16;
const ACKNOWLEDGED_BEFORE_THE_KILL = 300;

/** An entry and the balance that it changes. */
const post = (n: number, more = {}) =>
  new TransactWriteCommand({
    TransactItems: [
      { Put: { TableName, Item: { pk: `entry-${n}`, obligationId: 'bcus_1', sequence: n } } },
      {
        Update: {
          TableName,
          Key: { pk: 'bcus_1' },
          UpdateExpression: 'ADD entries :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
    ],
    ...more,
  });

const countEntries = async (documents: DynamoDBDocumentClient) =>
  (await documents.send(new GetCommand({ TableName, Key: { pk: 'bcus_1' } }))).Item?.['entries'];

describe('the embedded DynamoDB with a directory', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'dynamodb-'));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  /** Runs `work` on an engine that is started and closed for it. */
  async function using<T>(work: (documents: DynamoDBDocumentClient) => Promise<T>, now = Date.now) {
    const engine = await startEmbeddedDynamoDb({ directory, now });
    const documents = connect(engine.endpoint, 'durability');
    try {
      return await work(documents);
    } finally {
      documents.destroy();
      await engine.close();
    }
  }

  test('has its tables, items and index rows after a restart', async () => {
    await using(async (documents) => {
      await createTable(documents);
      await documents.send(post(1));
    });

    await using(async (documents) => {
      expect(await countEntries(documents)).toBe(1);
      expect(await queryIndex(documents, 'statement', 'bcus_1')).toMatchObject([{ sequence: 1 }]);
      await documents.send(post(2));
      expect(await countEntries(documents)).toBe(2);
    });
  });

  test('knows for ten minutes which transactions have happened, also after a restart', async () => {
    const request = { ClientRequestToken: randomUUID() };
    const started = Date.now();
    const minutesLater = (minutes: number) => () => started + minutes * 60_000;

    await using(async (documents) => {
      await createTable(documents);
      await documents.send(post(1, request));
    }, minutesLater(0));

    await using(async (documents) => {
      await documents.send(post(1, request));
      expect(await countEntries(documents)).toBe(1);
    }, minutesLater(10));

    await using(async (documents) => {
      await documents.send(post(1, request));
      expect(await countEntries(documents)).toBe(2);
    }, minutesLater(10.1));
  });

  test('counts 300 transactions at once on one balance exactly', async () => {
    await using(async (documents) => {
      await createTable(documents);

      await Promise.all(Array.from({ length: 300 }, (_, n) => documents.send(post(n))));

      expect(await countEntries(documents)).toBe(300);
    });
  });

  test('belongs to one engine at a time', async () => {
    await using(async () => {
      const error = await refusal(startEmbeddedDynamoDb({ directory }));
      expect(error).toMatchObject({
        message: expect.stringContaining('another process is using it'),
      });
    });
  });

  test('lets its process end when it is closed', async () => {
    const { server, endpoint } = await startInProcess(directory);
    const documents = connect(endpoint, 'durability');
    await createTable(documents);
    await documents.send(post(1));

    const exited = once(server, 'exit');
    server.stdin?.end();

    expect(await exited).toEqual([0, null]);
    documents.destroy();
  });

  test('keeps every acknowledged transaction whole, and no other by half, when it is killed', async () => {
    const { server, endpoint } = await startInProcess(directory);
    const documents = connect(endpoint, 'durability');
    await createTable(documents);

    const acknowledged = await postUntilKilled(documents, server);
    documents.destroy();

    await using(async (reopened) => {
      const rows = await queryIndex(reopened, 'statement', 'bcus_1');
      const kept = new Set(rows.map(({ sequence }) => sequence));
      expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
      expect(await countEntries(reopened)).toBe(kept.size);
      const last = Math.max(...acknowledged) + WRITERS;
      for (let n = 1; n <= last; n++) {
        const { Item } = await reopened.send(
          new GetCommand({ TableName, Key: { pk: `entry-${n}` } }),
        );
        expect(Item !== undefined).toBe(kept.has(n));
      }
    });
  }, 30_000);
});

async function startInProcess(directory: string) {
  const program = fileURLToPath(new URL('dynamodb-engine-process.ts', import.meta.url));
  const server = spawn(process.execPath, [program, directory], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [endpoint] = await once(server.stdout, 'data');
  return { server, endpoint: String(endpoint).trim() };
}

async function postUntilKilled(documents: DynamoDBDocumentClient, server: ChildProcess) {
  const acknowledged: number[] = [];
  let next = 1;
  const write = async () => {
    while (!server.killed) {
      const n = next++;
      try {
        await documents.send(post(n), { requestTimeout: 1_000 });
        acknowledged.push(n);
      } catch {
        return;
      }
      // The other writers are in the middle of something.
      if (acknowledged.length === ACKNOWLEDGED_BEFORE_THE_KILL) server.kill('SIGKILL');
    }
  };
  const exited = once(server, 'exit');
  await Promise.all(Array.from({ length: WRITERS }, write));
  await exited;
  return acknowledged;
}

import { createHash } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { type SqsServer, startSqsServer } from '#emulator/aws/sqs-server.ts';
import { S3Uploads } from '#shared/aws/s3-uploads.ts';
import { SqsUploadQueue } from '#shared/aws/sqs-upload-queue.ts';
import { type Upload, UploadGone } from '#shared/models/upload.ts';
import { readUploadMessage } from '#shared/models/upload-message.ts';
import { firstSlice } from '#shared/models/upload-slice.ts';
import type { UploadStore } from '#shared/ports/uploads.ts';
import { MemoryUploadQueue, MemoryUploads } from '#test/support/memory-uploads.ts';

const PUT_AT = '2026-11-30T08:00:00.000Z';
const Bucket = 'uploads';

let server: SqsServer;
let s3: S3Client;
let sqs: SQSClient;
beforeAll(async () => {
  server = await startSqsServer();
  s3 = new S3Client(localClientConfig(server.endpoint));
  sqs = new SQSClient(localClientConfig(server.endpoint));
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  s3.destroy();
  sqs.destroy();
  await server.close();
});

type World = {
  readonly files: UploadStore;
  readonly put: (key: string, content: string) => Promise<Upload>;
  /** What lies there now. */
  readonly text: (key: string) => Promise<string | undefined>;
};
const inMemory = (): World => {
  const files = new MemoryUploads();
  return {
    files,
    put: async (key, content) => files.put(key, content, PUT_AT),
    text: async (key) => files.refused.get(key),
  };
};
const overS3 = (): World => ({
  files: new S3Uploads(s3, Bucket),
  put: async (key, content) => {
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: content }));
    const eTag = createHash('md5').update(content).digest('hex');
    return { key, eTag, size: content.length, putAt: PUT_AT, putBy: 'AWS:SOMEBODY' };
  },
  text: async (key) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key: key }))).Body?.transformToString(),
});

describe.each([
  ['memory', inMemory],
  ['S3', overS3],
] as const)('UploadStore: %s', (_, create) => {
  const read = async ({ files }: World, upload: Upload, from: number) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of files.read(upload, from)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };

  test('a file is read from any of its bytes on, as often as it is asked for', async () => {
    const world = create();
    const upload = await world.put('incoming/a b+ü.csv', 'hello');
    expect(await read(world, upload, 0)).toBe('hello');
    expect(await read(world, upload, 2)).toBe('llo');
    expect(await read(world, upload, 0)).toBe('hello');
  });

  test('an empty file is read as nothing', async () => {
    const world = create();
    expect(await read(world, await world.put('incoming/empty', ''), 0)).toBe('');
  });

  test('one that ends where it is read from, as one that is only a header, is read as nothing', async () => {
    const world = create();
    const upload = await world.put('incoming/header.csv', 'hello');
    expect(await read(world, upload, 5)).toBe('');
  });

  test('one that is not there, or is another one by now, is gone', async () => {
    const world = create();
    const upload = await world.put('incoming/x', 'one');
    await world.put('incoming/x', 'two');
    await expect(read(world, upload, 0)).rejects.toThrow(UploadGone);
    await expect(read(world, { ...upload, key: 'incoming/none' }, 0)).rejects.toThrow(UploadGone);
  });

  test('what was refused lies beside its outcome, in parts', async () => {
    const world = create();
    const upload = await world.put('incoming/customers/ZAR/x.csv', 'one');
    const folder = 'outcome/customers/ZAR/x.csv/2026-11-30T08-00-00.000Z/';
    expect(await world.files.writeRefused(upload, 1, 'a\r\n')).toBe(`${folder}refused.csv`);
    expect(await world.files.writeRefused(upload, 2, 'b\r\n')).toBe(`${folder}refused-2.csv`);
    expect(await world.text(`${folder}refused.csv`)).toBe('a\r\n');
    expect(await world.text(`${folder}refused-2.csv`)).toBe('b\r\n');
  });
});

test('an outcome is JSON that a person reads too', async () => {
  const { files, put, text } = overS3();
  const upload = await put('incoming/customers/ZAR/y.csv', 'one');
  const outcome = {
    ...{ file: upload.key, put_at: upload.putAt, put_by: upload.putBy },
    ...{ status: 'refused' as const, detail: 'It is none', finished_at: PUT_AT },
  };
  await files.writeOutcome(upload, outcome);
  const written = await text('outcome/customers/ZAR/y.csv/2026-11-30T08-00-00.000Z/outcome.json');
  expect(written).toBe(`${JSON.stringify(outcome, undefined, 2)}\n`);
});

test('another failure of S3 is no file that is gone', async () => {
  const elsewhere = new S3Client(localClientConfig('http://127.0.0.1:1'));
  const files = new S3Uploads(elsewhere, Bucket);
  const upload = { key: 'x', eTag: 'x', size: 1, putAt: PUT_AT, putBy: 'x' };
  const read = files.read(upload, 0)[Symbol.asyncIterator]();
  await expect(read.next()).rejects.not.toThrow(UploadGone);
  elsewhere.destroy();
});

describe('UploadQueue', () => {
  const slice = {
    ...firstSlice({ key: 'incoming/x', eTag: 'x', size: 1, putAt: PUT_AT, putBy: 'x' }),
    after: 7,
    totals: { ZAR: { create: '9007199254740993', update: '0', unchanged: '-1', refused: '0' } },
  };

  test('memory: a slice comes as it was', async () => {
    const queue = new MemoryUploadQueue();
    await queue.goOn(slice);
    expect(queue.slices).toEqual([slice]);
  });

  test('SQS: a slice comes as it was', async () => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'uploads' }));
    await new SqsUploadQueue(sqs, QueueUrl).goOn(slice);
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(readUploadMessage(message?.Body ?? '')).toEqual({ kind: 'slice', slice });
  });
});

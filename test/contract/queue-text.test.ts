import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { type SqsServer, startSqsServer } from '#emulator/aws/sqs-server.ts';
import { SqsDeliveryQueue } from '#shared/aws/sqs-delivery-queue.ts';
import { fromQueueMessage } from '#shared/models/read-queue-message.ts';

// SQS API Reference, SendMessage: "#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF".
const TAKEN = [
  [0x9, 0xa],
  [0xd, 0xd],
  [0x20, 0xd7ff],
  [0xe000, 0xfffd],
  [0x10000, 0x10ffff],
] as const;
const REFUSED = [
  [0x0, 0x8],
  [0xb, 0xc],
  [0xe, 0x1f],
  [0xd800, 0xdfff],
  [0xfffe, 0xffff],
] as const;

const characterOf = (ranges: readonly (readonly [number, number])[]) =>
  fc
    .oneof(
      ...ranges.map(([min, max]) => fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max))),
    )
    .map((codePoint) => String.fromCodePoint(codePoint));
const text = fc.string({ unit: characterOf(TAKEN), minLength: 1, maxLength: 30 });

let server: SqsServer;
let client: SQSClient;
let queueUrl: string;
beforeAll(async () => {
  server = await startSqsServer();
  client = new SQSClient(localClientConfig(server.endpoint));
  await client.send(new CreateQueueCommand({ QueueName: 'events' }));
  queueUrl = `${server.endpoint}/000000000000/events`;
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

const send = (MessageBody: string) =>
  client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
const sendBatch = (bodies: readonly string[]) =>
  client.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
    }),
  );

async function takeAll(): Promise<string[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
  );
  if (Messages.length === 0) return [];
  const Entries = Messages.map(({ ReceiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle,
  }));
  await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  return Messages.map(({ Body = '' }) => Body);
}

test('every text that SQS takes comes out of the local queue as it went in', () =>
  fc.assert(
    fc.asyncProperty(text, fc.array(text, { minLength: 1, maxLength: 3 }), async (one, more) => {
      await send(one);
      await sendBatch(more);
      expect((await takeAll()).toSorted()).toEqual([one, ...more].toSorted());
    }),
  ));

test('a text with one character that SQS refuses is refused by the local queue', () =>
  fc.assert(
    fc.asyncProperty(text, characterOf(REFUSED), text, async (before, refused, after) => {
      const body = before + refused + after;
      await expect(send(body)).rejects.toMatchObject({
        name: expect.stringMatching(/InvalidMessageContents$/),
      });
      const { Failed = [] } = await sendBatch([body]);
      expect(Failed).toMatchObject([{ Code: 'InvalidMessageContents' }]);
      expect(await takeAll()).toEqual([]);
    }),
  ));

test('a delivery of any bytes and of any characters is queued, and read back byte for byte', () => {
  const queue = new SqsDeliveryQueue(client, queueUrl);
  const characters = fc.string({ unit: fc.oneof(characterOf(TAKEN), characterOf(REFUSED)) });
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    characters.map((some) => new TextEncoder().encode(some)),
  );
  return fc.assert(
    fc.asyncProperty(body, async (bytes) => {
      const delivery = {
        body: Buffer.from(bytes),
        webhookId: 'msg_1',
        webhookTimestamp: 1_700_000_000,
        receivedAt: '2026-11-25T09:00:00.000Z',
        keyId: 'local',
        signature: 'c2lnbmVk',
      };
      await queue.put(delivery, undefined);
      expect((await takeAll()).map(fromQueueMessage)).toEqual([delivery]);
    }),
  );
});

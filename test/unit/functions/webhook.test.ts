import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createHandler as createWebhookHandler,
  type WebhookDeps,
} from '#functions/webhook/handler.ts';
import { ServiceError } from '#shared/errors.ts';
import { type Delivery, toQueueMessage } from '#shared/models/delivery.ts';
import { fromQueueMessage } from '#shared/models/read-queue-message.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import type { SigningKey, SigningKeys } from '#shared/ports/moment.ts';
import type { DeliveryQueue } from '#shared/ports/queue.ts';
import { amountApplied, CUSTOMER } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { NOON, Recorder, TestClock } from '#test/support/world.ts';

const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEW = 'whsec_MDUyYmQ2NThjZDY3NDU5NzkyYTViNjViOTlhYzI2MzE=';

class MemoryQueue implements DeliveryQueue {
  readonly deliveries: { readonly delivery: Delivery; readonly groupId: string | undefined }[] = [];
  down = false;

  async put(delivery: Delivery, groupId: string | undefined): Promise<void> {
    if (this.down)
      throw new ServiceError(
        'queue.unavailable',
        'The delivery could not be stored; send it again',
      );
    this.deliveries.push({ delivery, groupId });
  }
}

class MemoryKeys implements SigningKeys {
  cached: readonly SigningKey[] = [parseSigningKey('old', OLD)];
  latest: readonly SigningKey[] | undefined;

  async read(): Promise<readonly SigningKey[]> {
    return this.cached;
  }

  async reread(): Promise<readonly SigningKey[] | undefined> {
    return this.latest;
  }
}

let queue: MemoryQueue;
let keys: MemoryKeys;
let recorder: Recorder;

beforeEach(() => {
  queue = new MemoryQueue();
  keys = new MemoryKeys();
  recorder = new Recorder();
});

const BODY = JSON.stringify(amountApplied());

function signedHeaders(body: string, secret = OLD, at = NOON) {
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at / 1000),
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at), body),
  };
}

function send(
  body: string | Uint8Array,
  headers: Record<string, string> = signedHeaders(String(body)),
  deps: Partial<WebhookDeps> = {},
) {
  const handler = createWebhookHandler({
    queue,
    keys,
    clock: new TestClock(),
    toleranceSeconds: 180,
    logger: recorder,
    ...deps,
  });
  return call(handler, httpEvent({ path: '/webhooks/moment', headers, body }), recorder);
}

test('a signed delivery is queued whole, in the group of its obligation, and answered 200', async () => {
  expect(await send(BODY)).toMatchObject({ status: 200, body: { received: true } });
  expect(queue.deliveries).toEqual([
    {
      groupId: CUSTOMER,
      delivery: {
        body: Buffer.from(BODY),
        webhookId: 'msg_1',
        webhookTimestamp: NOON / 1000,
        receivedAt: '2026-06-18T12:00:00.000Z',
        keyId: 'old',
        signature: signedHeaders(BODY)['webhook-signature'].slice('v1,'.length),
      },
    },
  ]);
  expect(recorder.lines).toMatchObject([{ message: 'delivery.accepted' }]);
});

test('a body that the HTTP API hands over as base64 is verified as the bytes that it is', async () => {
  expect((await send(Buffer.from(BODY))).status).toBe(200);
});

test.each(['not json', '{}', '', JSON.stringify(amountApplied({ data: { amount: '2000' } }))])(
  'a signed body that we do not understand is accepted all the same: %s',
  async (body) => {
    expect((await send(body)).status).toBe(200);
    expect(queue.deliveries).toHaveLength(1);
  },
);

describe('where only some addresses may deliver', () => {
  const only = (address: string) => ({ sources: { includes: (ip: string) => ip === address } });

  test('one of them is heard, and its delivery verified like any other', async () => {
    expect((await send(BODY, signedHeaders(BODY), only('127.0.0.1'))).status).toBe(200);
    const unsigned = await send(BODY, { 'webhook-id': 'msg_1' }, only('127.0.0.1'));
    expect(unsigned).toMatchObject({ status: 400, body: { code: 'delivery.header_missing' } });
  });

  test('any other is refused before a key is asked for, whatever it claims to come from', async () => {
    keys.read = async () => {
      throw new Error('asked for');
    };
    const headers = { ...signedHeaders(BODY), 'x-forwarded-for': '192.0.2.1' };
    expect(await send(BODY, headers, only('192.0.2.1'))).toMatchObject({
      status: 403,
      body: { code: 'delivery.source_refused', detail: '127.0.0.1 may not deliver' },
    });
    expect(queue.deliveries).toEqual([]);
  });
});

describe('keys rotate with no gap', () => {
  test('a key that is not cached yet is found by reading the secret again', async () => {
    keys.latest = [parseSigningKey('new', NEW), ...keys.cached];
    expect((await send(BODY, signedHeaders(BODY, NEW))).status).toBe(200);
    expect(queue.deliveries[0]?.delivery.keyId).toBe('new');
  });

  test('a key that is cached is not looked for in the secret, which costs time and money', async () => {
    keys.reread = async () => {
      throw new Error('read again');
    };
    expect((await send(BODY)).status).toBe(200);
  });

  test('while both are active, both are accepted', async () => {
    keys.cached = [parseSigningKey('new', NEW), parseSigningKey('old', OLD)];
    expect((await send(BODY, signedHeaders(BODY, NEW))).status).toBe(200);
    expect((await send(BODY, signedHeaders(BODY, OLD))).status).toBe(200);
  });

  test('a key that was taken away is refused', async () => {
    keys.cached = [parseSigningKey('new', NEW)];
    keys.latest = keys.cached;
    expect(await send(BODY)).toMatchObject({
      status: 401,
      body: {
        code: 'delivery.signature_mismatch',
        detail: expect.stringContaining('sign the body as it is sent'),
      },
    });
  });
});

describe('a refusal', () => {
  test('of what was signed with the text of the secret says so, to the sender and in the log', async () => {
    const asText = `whsec_${Buffer.from(OLD).toString('base64')}`;
    const reply = await send(BODY, signedHeaders(BODY, asText));
    const detail = expect.stringContaining('made with the text of signing key "old"');
    expect(reply).toMatchObject({
      status: 401,
      body: { code: 'delivery.signature_mismatch', detail },
    });
    expect(recorder.lines).toMatchObject([
      { message: 'request.refused', members: { code: 'delivery.signature_mismatch', detail } },
    ]);
    expect(queue.deliveries).toEqual([]);
  });

  test.each([
    ['a missing header', BODY, { 'webhook-id': 'msg_1' }, 400, 'delivery.header_missing'],
    [
      'a repeated header',
      BODY,
      { ...signedHeaders(BODY), 'webhook-id': 'msg_1,msg_1' },
      400,
      'delivery.header_malformed',
    ],
    [
      'junk behind the time',
      BODY,
      { ...signedHeaders(BODY), 'webhook-timestamp': `${NOON / 1000}abc` },
      400,
      'delivery.header_malformed',
    ],
    ['another body', `${BODY} `, signedHeaders(BODY), 401, 'delivery.signature_mismatch'],
    [
      'an old time that nobody signed',
      BODY,
      { ...signedHeaders(BODY), 'webhook-timestamp': `${NOON / 1000 - 181}` },
      401,
      'delivery.signature_mismatch',
    ],
    ['1 MiB', 'x'.repeat(1024 * 1024), signedHeaders(''), 413, 'delivery.too_large'],
  ])(
    'for %s has its own code, and nothing is queued',
    async (_what, body, headers, status, code) => {
      const reply = await send(body, headers);
      expect(reply).toMatchObject({
        status,
        body: { code, status },
        headers: { 'content-type': 'application/problem+json' },
      });
      expect(queue.deliveries).toEqual([]);
      expect(recorder.lines).toMatchObject([{ message: 'request.refused', members: { code } }]);
    },
  );

  test.each([
    ['too long ago', -181, 'stale'],
    ['ahead of now', 181, 'early'],
  ])(
    'of what Moment signed %s queues it for a person all the same',
    async (_what, seconds, verdict) => {
      const reply = await send(BODY, signedHeaders(BODY, OLD, NOON + seconds * 1000));
      expect(reply).toMatchObject({ status: 401, body: { code: `delivery.${verdict}` } });
      expect(queue.deliveries).toMatchObject([{ delivery: { verdict } }]);
      expect(recorder.lines).toMatchObject([{ members: { code: `delivery.${verdict}` } }]);
    },
  );

  test.each([-180, 180])('is none at %d seconds from now', async (seconds) => {
    const reply = await send(BODY, signedHeaders(BODY, OLD, NOON + seconds * 1000));
    expect(reply.status).toBe(200);
    expect(queue.deliveries[0]?.delivery.verdict).toBeUndefined();
  });

  test('for a queue that is down asks to come again', async () => {
    queue.down = true;
    expect(await send(BODY)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  });

  test('for a fault of ours says nothing of it', async () => {
    keys.read = async () => {
      throw new Error('secret detail');
    };
    const reply = await send(BODY);
    expect(reply).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('secret detail');
  });
});

describe('on the queue', () => {
  const carried = (bytes: Uint8Array) => {
    const message = toQueueMessage({
      body: bytes,
      webhookId: 'm',
      webhookTimestamp: 1,
      receivedAt: '2026-06-18T12:00:00.000Z',
      keyId: 'k',
      signature: 'c2lnbmVk',
    });
    return { message, body: Buffer.from(fromQueueMessage(message).body) };
  };

  test.each([
    ['text, which stays readable', Buffer.from(BODY), 'utf8'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'base64'],
    ['a byte order mark', Buffer.from('\uFEFF{}'), 'utf8'],
    ['characters that SQS refuses', Buffer.from('"\uFFFF"'), 'base64'],
    ['nothing', Buffer.alloc(0), 'utf8'],
  ])('%s comes out as it went in', (_what, bytes, encoding) => {
    const { message, body } = carried(bytes);
    expect(body).toEqual(Buffer.from(bytes));
    expect(JSON.parse(message)).toMatchObject({ encoding });
  });

  test('the largest body fits a message even if every byte must be escaped', () => {
    const { message } = carried(Buffer.alloc(256 * 1024, 0x01));
    expect(Buffer.byteLength(message)).toBeLessThan(1024 * 1024);
  });
});

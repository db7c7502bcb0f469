import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { type MomentCall, MomentTransport } from '#shared/moment/api/moment-transport.ts';
import { type MomentServer, startMomentServer } from '#test/support/moment-server.ts';
import { NOON, TestClock, TestRandomness } from '#test/support/world.ts';

const MINUTE = 60_000;
const CREATED = { status: 201, body: { id: 'bcus_1' } };
const REPLAYED = { 'idempotent-replayed': 'true' };

let server: MomentServer;
let clock: TestClock;
/** What the secret held each time it was read; the last one stays. */
let apiKeys: string[];
let reads: string[];
let transport: MomentTransport;

beforeEach(async () => {
  server = await startMomentServer();
  clock = new TestClock();
  apiKeys = ['sk_test_1'];
  reads = [];
  transport = new MomentTransport({
    baseUrl: server.url,
    clock,
    randomness: new TestRandomness(),
    apiKey: {
      read: async (how) => {
        reads.push(how);
        const [key = ''] = apiKeys.length > 1 ? apiKeys.splice(0, 1) : apiKeys;
        return key;
      },
    },
  });
});
afterEach(() => server.close());

const send = (more: Partial<MomentCall> = {}) =>
  transport.send({
    method: 'POST',
    path: '/billing/customers',
    momentKey: 'key-1',
    body: { name: 'Zoë' },
    deadline: NOON + MINUTE,
    ...more,
  });

async function refusal(sent: Promise<unknown>): Promise<ServiceError> {
  const error = await sent.catch((reason: unknown) => reason);
  if (error instanceof ServiceError) return error;
  throw new Error(`No refusal: ${JSON.stringify(error)}`);
}

const slept = () => clock.now() - NOON;

describe('an answer', () => {
  test.each([
    ['{"balance":1e3,"more":2000.0}', { balance: '1e3', more: '2000.0' }],
    ['{"balance":9007199254740991.4}', { balance: '9007199254740991.4' }],
  ])('of %s keeps its numbers as they are written', async (body, read) => {
    server.reply({ status: 200, body });
    expect((await send()).body).toEqual(read);
  });

  test('that tells a member twice is not what is documented', async () => {
    server.reply({ status: 201, body: '{"id":"bcus_1","metadata":{"a":"1","a":"2"}}' });
    expect(await send()).toMatchObject({ status: 201, body: undefined });
  });
});

describe('a call to Moment', () => {
  test('carries the API key, the idempotency key and the body', async () => {
    server.reply(CREATED);
    expect(await send()).toEqual({ ...CREATED, afterUnanswered: false });
    expect(server.calls).toHaveLength(1);
    expect(server.calls[0]).toMatchObject({
      method: 'POST',
      path: '/billing/customers',
      body: '{"name":"Zoë"}',
      headers: {
        authorization: 'Bearer sk_test_1',
        accept: 'application/json, application/problem+json',
        'idempotency-key': 'key-1',
        'content-type': 'application/json',
      },
    });
  });

  test('that only reads has neither key nor body', async () => {
    server.reply({ status: 200, body: {} });
    await transport.send({ method: 'GET', path: '/billing/customers/1', deadline: NOON + MINUTE });
    expect(server.calls[0]?.headers).not.toHaveProperty('idempotency-key');
    expect(server.calls[0]?.headers).not.toHaveProperty('content-type');
  });

  test.each([400, 404, 409, 422])('is not tried again after a %d', async (status) => {
    server.reply({ status, body: { title: 'No' } });
    expect(await send()).toEqual({ status, body: { title: 'No' }, afterUnanswered: false });
    expect(server.calls).toHaveLength(1);
  });

  test('that is not answered in JSON has no body', async () => {
    server.reply({ status: 201, body: '<html>', headers: { 'content-type': 'text/html' } });
    expect(await send()).toMatchObject({ status: 201, body: undefined });
  });

  test('does not follow a redirect, which could carry the API key elsewhere', async () => {
    const elsewhere = await startMomentServer();
    elsewhere.reply(CREATED);
    server.reply({ status: 307, headers: { location: `${elsewhere.url}/billing/customers` } });
    expect((await refusal(send())).code).toBe('moment.unavailable');
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.close();
  });
});

describe('a call that may pass the next time', () => {
  test.each([
    [{ status: 429, headers: { 'retry-after': '1' } }, false],
    [{ status: 500 }, true],
    [{ status: 503, body: '<html>' }, true],
    ['broken', true],
    ['cut', true],
  ] as const)(
    'after %j is sent again, the same; done already perhaps: %s',
    async (reply, perhaps) => {
      server.reply(reply, CREATED);
      expect(await send()).toEqual({ ...CREATED, afterUnanswered: perhaps });
      const [first, again] = server.calls;
      expect(again).toEqual(first);
      expect(slept()).toBeGreaterThan(0);
    },
  );

  test.each([
    ['2', 2_000],
    // Less than the pause that would be made anyway.
    ['0', 250],
    [new Date(NOON + 30_000).toUTCString(), 30_000],
    [new Date(NOON - 30_000).toUTCString(), 250],
    ['soon', 250],
    ['1.5', 250],
    ['x2', 250],
  ])('waits as long as Moment asks for: Retry-After %s is %d ms', async (asked, pauseMs) => {
    server.reply({ status: 429, headers: { 'retry-after': asked } }, CREATED);
    await send();
    expect(slept()).toBe(pauseMs);
  });

  test('is given up at once where Moment asks for more than is left, and says for how long', async () => {
    server.reply({ status: 429, headers: { 'retry-after': '60' } }, CREATED);
    const refused = await refusal(send());
    expect([refused.code, refused.retryAfterMs]).toEqual(['moment.unavailable', MINUTE]);
    expect(refused.with({}).retryAfterMs).toBe(MINUTE);
    expect(server.calls).toHaveLength(1);
  });

  test('may be done already if any of its tries may have done it', async () => {
    server.reply({ status: 502 }, { status: 429 }, { status: 409, body: {} });
    expect(await send()).toMatchObject({ status: 409, afterUnanswered: true });
  });

  test.each([
    [{ status: 429 }, 'moment.unavailable', 'Moment answered 429'],
    [{ status: 500 }, 'moment.failed', 'Moment answered 500'],
    ['broken', 'moment.unavailable', 'Moment did not answer'],
  ] as const)(
    'and always meets %j is given up after 6 tries, with longer pauses',
    async (reply, code, message) => {
      server.reply(reply);
      const refused = await refusal(send());
      expect([refused.code, refused.message, refused.retryable]).toEqual([code, message, true]);
      expect(server.calls).toHaveLength(6);
      expect(slept()).toBe(250 + 500 + 1000 + 2000 + 2000);
    },
  );

  test('is given up before a pause that would end after the deadline', async () => {
    server.reply({ status: 500 });
    await refusal(send({ deadline: NOON + 750 }));
    expect(server.calls).toHaveLength(2);
    expect(slept()).toBe(250);
  });

  test('is given up when Moment says nothing until the deadline', async () => {
    server.reply('silent');
    const refused = await refusal(send({ deadline: NOON + 200 }));
    expect(refused.code).toBe('moment.unavailable');
    expect(refused.cause).toMatchObject({ name: 'TimeoutError' });
    expect(server.calls).toHaveLength(1);
  });
});

test.each([
  [MINUTE, 8_000],
  [5_000, 5_000],
  [200, 1_000],
])('a try has %d ms left, and is waited for for %d ms', async (left, timeoutMs) => {
  const waited: number[] = [];
  const patient = new MomentTransport({
    baseUrl: server.url,
    clock,
    randomness: new TestRandomness(),
    apiKey: { read: async () => 'sk_test_1' },
    fetchWithin: async (_url, _request, ms) => {
      waited.push(ms);
      return new Response('{}');
    },
  });
  await patient.send({ method: 'GET', path: '/', deadline: NOON + left });
  expect(waited).toEqual([timeoutMs]);
});

describe('a failure that Moment replays', () => {
  test.each([
    // The API key is read anew first.
    [401, 2],
    [403, 1],
    [429, 1],
    [500, 1],
    [503, 1],
  ])('with %d spends the idempotency key, after %d calls', async (status, calls) => {
    server.reply({ status, headers: REPLAYED });
    expect(await refusal(send())).toMatchObject({
      code: 'moment.key_spent',
      message: `Moment replays a stored ${status} for this key`,
    });
    expect(server.calls).toHaveLength(calls);
  });

  test('spends the key also when it is met at a later try', async () => {
    server.reply({ status: 500 }, { status: 500, headers: REPLAYED });
    expect((await refusal(send())).code).toBe('moment.key_spent');
  });

  test('is none if what it replays is a success or a refusal', async () => {
    server.reply({ ...CREATED, headers: REPLAYED });
    expect(await send()).toMatchObject({ status: 201 });
    server.reply({ status: 409, headers: REPLAYED });
    expect(await send()).toMatchObject({ status: 409 });
  });
});

describe('an API key that Moment refuses', () => {
  test('and that cannot be read anew is told as what it is', async () => {
    const unreadable = new ServiceError(
      'moment.unavailable',
      "Moment's API key cannot be read now",
    );
    const keyless = new MomentTransport({
      baseUrl: server.url,
      clock,
      randomness: new TestRandomness(),
      apiKey: {
        read: async (how) => {
          if (how === 'anew') throw unreadable;
          return 'sk_test_old';
        },
      },
    });
    server.reply({ status: 401 });
    const sent = keyless.send({ method: 'GET', path: '/', deadline: NOON + MINUTE });
    expect(await refusal(sent)).toBe(unreadable);
    expect(server.calls).toHaveLength(1);
  });

  test('is read anew, once, as it may have been rotated', async () => {
    apiKeys = ['sk_test_old', 'sk_test_new'];
    server.reply({ status: 401 }, CREATED);
    expect(await send()).toMatchObject({ status: 201 });
    expect(reads).toEqual(['cached', 'anew']);
    expect(server.calls.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer sk_test_old',
      'Bearer sk_test_new',
    ]);
  });

  test.each([
    [401, 2],
    [403, 1],
  ])('with %d for good is told as such, after %d calls', async (status, calls) => {
    server.reply({ status });
    const refused = await refusal(send());
    expect(refused.code).toBe('moment.unauthorised');
    expect(refused.message).toBe(
      `Moment answered ${status} to our API key; check the key in its secret`,
    );
    expect(server.calls).toHaveLength(calls);
  });
});

import { createHmac } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHandler } from '#functions/webhook/handler.ts';
import type { Delivery } from '#shared/models/delivery.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { NOON, Recorder, TestClock } from '#test/support/world.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const TOLERANCE_SECONDS = 180;
const NOW = NOON / 1000;
const BODY = '{"id":"evt_1","amount":2000}';

type Headers = Record<string, string>;
type Sent = { readonly body: string | Buffer; readonly headers: Headers };
/** What the reference libraries say: the same, or the opposite for the reason that stands beside it. */
type Oracle = 'as we do' | { readonly otherwise: string };
type Row = readonly [
  what: string,
  sent: Sent,
  status: number,
  code: string | undefined,
  oracle: Oracle,
];

function sign(body: string | Buffer, id = 'msg_1', at: number | string = NOW): string {
  const key = parseSigningKey('key', SECRET).bytes;
  return createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest('base64');
}

function signed(body: string | Buffer = BODY, at = NOW, more: Headers = {}): Sent {
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${sign(body, 'msg_1', at)}`,
  };
  return { body, headers: { ...headers, ...more } };
}

const without = (name: string): Sent => {
  const { body, headers } = signed();
  return {
    body,
    headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
  };
};
const upperCase = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
const signature = (list: string) => signed(BODY, NOW, { 'webhook-signature': list });
const timestamp = (written: string) => signed(BODY, NOW, { 'webhook-timestamp': written });
const id = (written: string) =>
  signed(BODY, NOW, { 'webhook-id': written, 'webhook-signature': `v1,${sign(BODY, written)}` });
const GOOD = `v1,${sign(BODY)}`;

const MISSING = 'delivery.header_missing';
const MALFORMED = 'delivery.header_malformed';
const MISMATCH = 'delivery.signature_mismatch';
const UNSUPPORTED = 'delivery.signature_unsupported';
const NARROWER = { otherwise: 'they allow 300 s, and our setting is 180 s' };
const PARSES_LOOSELY = {
  otherwise: 'they read a time by parseInt, which overlooks what stands behind it',
};
const FIRST_OF_TWO = { otherwise: 'they overlook what stands behind a second comma' };
const LOWER_CASE = {
  otherwise: 'they lower the names themselves; the HTTP API has done so before us',
};
const ANY_ID = { otherwise: 'they take any text for an id' };
const AS_TEXT = { otherwise: 'they sign text, and bytes that are not UTF-8 do not survive that' };

const ROWS: readonly Row[] = [
  ['a good one', signed(), 200, undefined, 'as we do'],
  [
    'another content type',
    signed(BODY, NOW, { 'content-type': 'text/plain' }),
    200,
    undefined,
    'as we do',
  ],
  ['no webhook-id', without('webhook-id'), 400, MISSING, 'as we do'],
  ['no webhook-timestamp', without('webhook-timestamp'), 400, MISSING, 'as we do'],
  ['no webhook-signature', without('webhook-signature'), 400, MISSING, 'as we do'],
  [
    'names in upper case, which the HTTP API never hands over',
    { body: BODY, headers: upperCase(signed().headers) },
    400,
    MISSING,
    LOWER_CASE,
  ],
  ['an empty id', id(''), 400, MALFORMED, 'as we do'],
  ['an id with a blank', id('msg 1'), 400, MALFORMED, ANY_ID],
  ['an id twice, as the HTTP API joins it', id('msg_1,msg_1'), 400, MALFORMED, ANY_ID],
  ['an id of 256 characters', id('m'.repeat(256)), 400, MALFORMED, ANY_ID],
  ['no signature', signature(''), 400, MALFORMED, 'as we do'],
  ['a version alone', signature('v1,'), 400, MALFORMED, 'as we do'],
  [
    '50 signatures, the last one good',
    signature(`${'v1,AAAA '.repeat(49)}${GOOD}`),
    200,
    undefined,
    'as we do',
  ],
  [
    'unknown versions beside a good one',
    signature(`v9,zzzz junk ${GOOD}`),
    200,
    undefined,
    'as we do',
  ],
  ['v1a alone', signature(GOOD.replace('v1,', 'v1a,')), 401, UNSUPPORTED, 'as we do'],
  ['a header of signatures twice', signature(`${GOOD},${GOOD}`), 400, MALFORMED, FIRST_OF_TWO],
  ['a signature cut short', signature(GOOD.slice(0, -1)), 401, MISMATCH, 'as we do'],
  [
    'a signature in url-safe base64',
    signature(`v1,${'-_'.repeat(21)}-=`),
    401,
    MISMATCH,
    'as we do',
  ],
  ['a signature that is not base64', signature('v1,!!!!'), 401, MISMATCH, 'as we do'],
  ['a blank behind the time', timestamp(`${NOW} `), 400, MALFORMED, PARSES_LOOSELY],
  ['letters behind the time', timestamp(`${NOW}abc`), 400, MALFORMED, PARSES_LOOSELY],
  ['a time with decimals', timestamp(`${NOW}.0`), 400, MALFORMED, PARSES_LOOSELY],
  ['a time in milliseconds', timestamp(String(NOON)), 400, MALFORMED, 'as we do'],
  ['a time that is none', timestamp('noon'), 400, MALFORMED, 'as we do'],
  ['the oldest time', signed(BODY, NOW - TOLERANCE_SECONDS), 200, undefined, 'as we do'],
  ['a second older', signed(BODY, NOW - TOLERANCE_SECONDS - 1), 401, 'delivery.stale', NARROWER],
  ['the most future time', signed(BODY, NOW + TOLERANCE_SECONDS), 200, undefined, 'as we do'],
  ['a second more', signed(BODY, NOW + TOLERANCE_SECONDS + 1), 401, 'delivery.early', NARROWER],
  ['base64 of API Gateway', signed(Buffer.from(BODY)), 200, undefined, 'as we do'],
  ['bytes that are not UTF-8', signed(Buffer.from([0x7b, 0xff, 0x7d])), 200, undefined, AS_TEXT],
  ['a byte order mark', signed(`\uFEFF${BODY}`), 200, undefined, 'as we do'],
  [
    'a byte order mark that was not signed',
    { ...signed(), body: `\uFEFF${BODY}` },
    401,
    MISMATCH,
    'as we do',
  ],
  ['an empty body', signed(''), 200, undefined, 'as we do'],
  [
    '1 MiB',
    signed('x'.repeat(1024 * 1024)),
    413,
    'delivery.too_large',
    { otherwise: 'they have no limit' },
  ],
];

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function send({ body, headers }: Sent) {
  const queued: Delivery[] = [];
  const recorder = new Recorder();
  const handler = createHandler({
    queue: { put: async (delivery) => void queued.push(delivery) },
    keys: {
      read: async () => [parseSigningKey('key', SECRET)],
      reread: async () => undefined,
    },
    clock: new TestClock(),
    toleranceSeconds: TOLERANCE_SECONDS,
    logger: recorder,
  });
  const event = httpEvent({ path: '/webhooks/moment', headers, body });
  const { status, body: answer } = await call(handler, event, recorder);
  return {
    status,
    code: answer['code'],
    queued: queued.map((delivery) => Buffer.from(delivery.body)),
  };
}

describe.each(ROWS)('%s', (_what, sent, status, code, oracle) => {
  test(`is answered ${status} ${code ?? ''}, and queued only if Moment signed it`, async () => {
    // What Moment did sign is kept for a person, whatever its age.
    const isSigned = status === 200 || code === 'delivery.stale' || code === 'delivery.early';
    const queued = isSigned ? [Buffer.from(sent.body)] : [];
    expect(await send(sent)).toEqual({ status, code, queued });
  });

  test.each([
    ['standardwebhooks', StandardWebhook],
    ['svix', SvixWebhook],
  ])('%s decides as the table says', (_library, Webhook) => {
    const ours = status === 200;
    expect(accepts(new Webhook(SECRET), sent)).toBe(oracle === 'as we do' ? ours : !ours);
  });
});

/** Their verdict on the signature; what they make of the JSON afterwards is another matter. */
function accepts(webhook: StandardWebhook | SvixWebhook, { body, headers }: Sent): boolean {
  try {
    webhook.verify(body, headers);
    return true;
  } catch (error) {
    return error instanceof SyntaxError;
  }
}

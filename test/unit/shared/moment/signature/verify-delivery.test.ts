import { createHmac } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import {
  BODY_BYTES_MAX,
  findSigner,
  readSignedHeaders,
  refuseByAge,
} from '#shared/moment/signature/verify-delivery.ts';
import { NOON } from '#test/support/world.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER_SECRET = 'whsec_MDUyYmQ2NThjZDY3NDU5NzkyYTViNjViOTlhYzI2MzE=';
const TOLERANCE_SECONDS = 180;

const keys = () => [parseSigningKey('new', SECRET), parseSigningKey('old', OTHER_SECRET)];

/** Signs as Moment does, by the reference library. */
function signed(body: string | Buffer, { secret = SECRET, at = NOON, id = 'msg_1' } = {}) {
  const signature = new StandardWebhook(secret).sign(id, new Date(at), String(body));
  return {
    body: Buffer.from(body),
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': signature,
    } as Record<string, string | undefined>,
  };
}

function verify(request: ReturnType<typeof signed>, now = NOON): string {
  try {
    const headers = readSignedHeaders(request);
    const signer = findSigner(request.body, headers, keys());
    if (signer === undefined) return 'nobody';
    return refuseByAge(headers, now, TOLERANCE_SECONDS)?.error.code ?? signer.keyId;
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
}

function failure(act: () => unknown): ServiceError {
  try {
    act();
  } catch (error) {
    if (error instanceof ServiceError) return error;
  }
  throw new Error('It was not refused');
}

const withHeader = (name: string, value: string | undefined) => {
  const request = signed('{}');
  return { ...request, headers: { ...request.headers, [name]: value } };
};

test("Moment's published sample verifies", () => {
  const request = {
    body: Buffer.from('{"test": 2432232314}'),
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature':
        'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,bm9ldHUjKzFob2VudXRob2VodWUzMjRvdWVvdW9ldQo=',
    },
  };
  expect(verify(request, 1614265330_000)).toBe('new');
});

test.each([
  [
    'standardwebhooks',
    (id: string, at: Date, body: string) => new StandardWebhook(SECRET).sign(id, at, body),
  ],
  ['svix', (id: string, at: Date, body: string) => new SvixWebhook(SECRET).sign(id, at, body)],
])('what %s signs verifies', (_library, sign) => {
  const request = signed('{"amount":2000,"name":"Zoë"}');
  request.headers['webhook-signature'] = sign(
    'msg_1',
    new Date(NOON),
    '{"amount":2000,"name":"Zoë"}',
  );
  expect(verify(request)).toBe('new');
});

test('the key that matched is named, so that an old one can be seen to be out of use', () => {
  expect(verify(signed('{}', { secret: OTHER_SECRET }))).toBe('old');
});

describe('the body counts byte for byte', () => {
  test.each([
    ['a blank more', Buffer.from('{} ')],
    ['a byte order mark', Buffer.from('\uFEFF{}')],
    ['no body', Buffer.alloc(0)],
  ])('%s than was signed', (_what, body) => {
    expect(verify({ ...signed('{}'), body })).toBe('nobody');
  });

  test('even where it is not UTF-8', () => {
    const text = signed('{"name":"\uFFFD"}');
    const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(verify(text)).toBe('new');
    expect(verify({ ...text, body: bytes })).toBe('nobody');
  });
});

describe('headers', () => {
  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('%s is needed', (name) => {
    expect(verify(withHeader(name, undefined))).toBe('delivery.header_missing');
  });

  test.each([
    ['webhook-id', ''],
    ['webhook-id', 'msg_1,msg_1'],
    ['webhook-id', 'msg 1'],
    ['webhook-id', 'm'.repeat(256)],
    ['webhook-timestamp', ''],
    ['webhook-timestamp', `${NOON / 1000} `],
    ['webhook-timestamp', `${NOON / 1000}x`],
    ['webhook-timestamp', `0${NOON / 1000}`],
    ['webhook-timestamp', `${NOON / 1000}.0`],
    ['webhook-timestamp', `${NOON / 1000},${NOON / 1000}`],
    ['webhook-timestamp', '-1'],
    ['webhook-timestamp', '1e9'],
    ['webhook-signature', ''],
    ['webhook-signature', 'v1'],
    ['webhook-signature', 'v1,'],
    ['webhook-signature', 'v1,AAAA,v1,BBBB'],
  ])('%s cannot be %j', (name, value) => {
    expect(verify(withHeader(name, value))).toBe('delivery.header_malformed');
  });

  test('a list of signatures is fine if any is right', () => {
    const good = signed('{}').headers['webhook-signature'];
    expect(verify(withHeader('webhook-signature', `v1,AAAA v9,zzzz junk ${good}`))).toBe('new');
    expect(
      verify(withHeader('webhook-signature', `${Array(49).fill('v1,AAAA').join(' ')} ${good}`)),
    ).toBe('new');
  });

  test('only version v1 is supported', () => {
    const good = signed('{}').headers['webhook-signature'] ?? '';
    expect(verify(withHeader('webhook-signature', good.replace('v1,', 'v1a,')))).toBe(
      'delivery.signature_unsupported',
    );
  });

  test.each([
    ['cut short', (signature: string) => signature.slice(0, -1)],
    [
      'in url-safe base64',
      (signature: string) => signature.replaceAll('+', '-').replaceAll('/', '_'),
    ],
    ['with its case changed', (signature: string) => signature.toLowerCase()],
    ['doubled', (signature: string) => signature + signature.slice(3)],
  ])('a signature %s does not match', (_what, change) => {
    const request = signed('{"n":11}', { id: 'msg_3' });
    const good = request.headers['webhook-signature'] ?? '';
    expect(
      verify({ ...request, headers: { ...request.headers, 'webhook-signature': change(good) } }),
    ).toBe(change(good) === good ? 'new' : 'nobody');
  });
});

describe('freshness', () => {
  test.each([
    [-TOLERANCE_SECONDS, 'new'],
    [TOLERANCE_SECONDS, 'new'],
    [-TOLERANCE_SECONDS - 1, 'delivery.stale'],
    [TOLERANCE_SECONDS + 1, 'delivery.early'],
  ])('signed %d s from now: %s', (seconds, verdict) => {
    expect(verify(signed('{}', { at: NOON + seconds * 1000 }))).toBe(verdict);
  });
});

test('a body of 256 KiB is taken, and one byte more is not', () => {
  expect(verify(signed('x'.repeat(BODY_BYTES_MAX)))).toBe('new');
  expect(verify(signed('x'.repeat(BODY_BYTES_MAX + 1)))).toBe('delivery.too_large');
});

describe('a refusal says what is wrong, and what to do', () => {
  test.each([
    ['a missing header', withHeader('webhook-id', undefined), 'webhook-id is missing'],
    ['an odd id', withHeader('webhook-id', 'a b'), 'webhook-id must be one visible id, sent once'],
    ['an odd time', withHeader('webhook-timestamp', 'x'), 'webhook-timestamp must be Unix seconds'],
    [
      'no signature',
      withHeader('webhook-signature', ' '),
      'webhook-signature must be a list of "<version>,<base64>"',
    ],
    [
      'an odd signature',
      withHeader('webhook-signature', 'abc'),
      'webhook-signature must be a list of "<version>,<base64>"',
    ],
    ['another version', withHeader('webhook-signature', 'v2,AAAA'), 'version v1'],
    ['a large body', signed('x'.repeat(BODY_BYTES_MAX + 1)), 'larger than 262144 bytes'],
  ])('of %s', (_what, request, words) => {
    const { message } = failure(() => readSignedHeaders(request));
    expect(message).toContain(words);
  });

  test.each([
    [-TOLERANCE_SECONDS - 1, 'stale', 'more than 180 s ago; sign each attempt anew'],
    [TOLERANCE_SECONDS + 1, 'early', 'more than 180 s ahead; check the clock'],
  ])('of a time %d s from now', (seconds, verdict, words) => {
    const headers = readSignedHeaders(signed('{}', { at: NOON + seconds * 1000 }));
    const refusal = refuseByAge(headers, NOON, TOLERANCE_SECONDS);
    expect(refusal).toMatchObject({ verdict, error: { code: `delivery.${verdict}` } });
    expect(refusal?.error.message).toContain(words);
  });
});

describe('a signing key', () => {
  test('works with and without whsec_', () => {
    expect(parseSigningKey('a', SECRET.slice('whsec_'.length)).bytes).toEqual(
      parseSigningKey('b', SECRET).bytes,
    );
  });

  test.each([24, 32, 64])('of %i bytes signs as HMAC-SHA256 of the standard library', (length) => {
    const bytes = Buffer.alloc(length, 7);
    const key = parseSigningKey('a', bytes.toString('base64'));
    const request = signed('{}');
    const headers = readSignedHeaders(request);
    const signature = createHmac('sha256', bytes)
      .update(`msg_1.${NOON / 1000}.{}`)
      .digest('base64');
    expect(
      findSigner(request.body, { ...headers, signatures: ['AAAA', signature] }, [key]),
    ).toEqual({
      keyId: 'a',
      signature,
    });
  });

  test.each([
    ['with a blank', ` ${SECRET}`, 'has blanks around it: cut them off'],
    ['with a line feed', `${SECRET}\n`, 'has a line break around it: cut it off'],
    ['with carriage return and line feed', `${SECRET}\r\n`, 'has a line break around it'],
    ['in quotes', `"${SECRET}"`, 'is in quotes: cut them off'],
    ['in single quotes', `'${SECRET}'`, 'is in quotes'],
    ['in quotes of a word processor', `“${SECRET}”`, 'is in quotes'],
    ['with the version of a signature', `v1,${SECRET}`, '(v1,): cut it off'],
    ['with the version of another signature', `v1a,${SECRET}`, '(v1,): cut it off'],
    ['with its prefix twice', `whsec_${SECRET}`, 'begins with whsec_ twice'],
    [
      'with all of it',
      ` "v1,${SECRET}"\n`,
      'has a line break around it: cut it off; has blanks around it: cut them off; is in quotes: cut them off; begins with the version',
    ],
    [
      'broken by a line feed',
      `${SECRET.slice(0, 20)}\n${SECRET.slice(20)}`,
      'was broken in copying',
    ],
    ['with a blank inside', `${SECRET.slice(0, 20)} ${SECRET.slice(20)}`, 'was broken in copying'],
    ['that is not base64', 'whsec_not-base64!', 'not base64'],
    ['in url-safe base64', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_', 'not base64'],
    ['that is too short', `whsec_${Buffer.alloc(23).toString('base64')}`, '23 bytes'],
    ['that is too long', `whsec_${Buffer.alloc(65).toString('base64')}`, '65 bytes'],
    ['that is empty', 'whsec_', 'is empty'],
    ['that is nothing', '', 'is empty'],
    ['whose base64 is cut short', `whsec_${'A'.repeat(33)}`, 'not base64'],
    ['whose base64 is cut short before its end', `whsec_${'A'.repeat(33)}==`, 'not base64'],
  ])('%s is refused in words that do not quote it', (_what, secret, words) => {
    const error = failure(() => parseSigningKey('2026-11', secret));
    expect(error.code).toBe('config.invalid');
    expect(error.message).toContain('Signing key "2026-11"');
    expect(error.message).toContain(words);
    const key = /[A-Za-z0-9+/!_-]{8,}/.exec(secret.replaceAll('whsec_', ''))?.[0];
    expect(error.message).not.toContain(key ?? 'whsec_x');
  });

  test.each([24, 25, 26, 63, 64])('of %d bytes is taken', (length) => {
    const bytes = Buffer.alloc(length, 0xa5);
    expect(parseSigningKey('a', `whsec_${bytes.toString('base64')}`)).toEqual({ id: 'a', bytes });
  });
});

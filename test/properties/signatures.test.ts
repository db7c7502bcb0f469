import * as fc from 'fast-check';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { expect, test, vi } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import {
  findSigner,
  readSignedHeaders,
  refuseByAge,
} from '#shared/moment/signature/verify-delivery.ts';

const RUNS = 150;
// Thousands of runs on a machine that does other work too.
vi.setConfig({ testTimeout: 60_000 });
const TOLERANCE_SECONDS = 180;
const ANY_TIME = { min: 0, max: 99_999_999_999 };

const secret = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);
const library = fc.constantFrom(StandardWebhook, SvixWebhook);
const delivery = fc.record({
  library,
  secret,
  id: fc.stringMatching(/^[\x21-\x2B\x2D-\x7E]{1,255}$/),
  seconds: fc.integer(ANY_TIME),
  text: fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constant('\uFEFF{}')),
});

type Signed = {
  readonly body: Buffer;
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly secret: string;
  /** What our clock says, in Unix seconds. */
  readonly now: number;
};

const signed = delivery.map(
  ({ library: Webhook, secret: key, id, seconds, text }): Signed => ({
    body: Buffer.from(text),
    id,
    timestamp: String(seconds),
    signature: new Webhook(key).sign(id, new Date(seconds * 1000), text),
    secret: key,
    now: seconds,
  }),
);

/** The id of the key, or why there is none. */
function verify({ body, id, timestamp, signature, secret: key, now }: Signed): string {
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  };
  try {
    const read = readSignedHeaders({ body, headers });
    const signer = findSigner(body, read, [parseSigningKey('key', key)]);
    if (signer === undefined) return 'nobody';
    return refuseByAge(read, now * 1000, TOLERANCE_SECONDS)?.error.code ?? signer.keyId;
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
}

test('what standardwebhooks and svix sign verifies: any text, any id, any time', async () => {
  const early = fc.integer({ min: -TOLERANCE_SECONDS, max: TOLERANCE_SECONDS });
  await fc.assert(
    fc.property(signed, early, (delivered, off) => {
      expect(verify({ ...delivered, now: delivered.now + off })).toBe('key');
    }),
    { numRuns: RUNS },
  );
});

type Change = (delivered: Signed, at: number, by: number) => Signed;

/** Another character in one place. */
function altered(text: string, at: number, by: number): string {
  const place = at % text.length;
  const code = text.charCodeAt(place);
  const other = 0x21 + ((code - 0x21 + 1 + (by % 93)) % 94);
  return text.slice(0, place) + String.fromCharCode(other) + text.slice(place + 1);
}

const VERSION = 'v1,'.length;
const CHANGES: readonly (readonly [string, Change])[] = [
  [
    'another bit in the body',
    (delivered, at, by) => {
      const body = Buffer.from(delivered.body.length > 0 ? delivered.body : ' ');
      const place = at % body.length;
      body[place] = (body[place] ?? 0) ^ (1 << (by % 8));
      return { ...delivered, body };
    },
  ],
  [
    'a byte more',
    (delivered, at, by) => {
      const place = at % (delivered.body.length + 1);
      const { body } = delivered;
      const parts = [body.subarray(0, place), Buffer.from([by % 256]), body.subarray(place)];
      return { ...delivered, body: Buffer.concat(parts) };
    },
  ],
  [
    'a byte less',
    (delivered, at) => {
      const body = delivered.body.length > 0 ? delivered.body : Buffer.from('x');
      const place = at % body.length;
      const rest = Buffer.concat([body.subarray(0, place), body.subarray(place + 1)]);
      return { ...delivered, body: delivered.body.length > 0 ? rest : body };
    },
  ],
  [
    'another character in the id',
    (delivered, at, by) => ({ ...delivered, id: altered(delivered.id, at, by) }),
  ],
  [
    'another time, though a fresh one',
    (delivered, at, by) => {
      const off = (1 + (by % TOLERANCE_SECONDS)) * (at % 2 === 0 ? 1 : -1);
      const moved = delivered.now + off;
      // Not before 1970: there the other side of now is as far away.
      return { ...delivered, timestamp: String(moved < 0 ? delivered.now - off : moved) };
    },
  ],
  [
    'the id and the time in each other\u2019s place',
    ({ id, timestamp, ...delivered }) => ({ ...delivered, id: timestamp, timestamp: id }),
  ],
  [
    'another character in the signature',
    (delivered, at, by) => {
      const text = delivered.signature.slice(VERSION);
      return { ...delivered, signature: `v1,${altered(text, at, by)}` };
    },
  ],
  [
    'a signature cut short',
    (delivered, at) => {
      const { signature } = delivered;
      return { ...delivered, signature: signature.slice(0, at % signature.length) };
    },
  ],
  [
    'a signature with something behind it',
    (delivered, at, by) => ({
      ...delivered,
      signature: delivered.signature + String.fromCharCode(0x21 + (by % 94)).repeat(1 + (at % 3)),
    }),
  ],
  [
    'two characters of the signature in each other\u2019s place',
    (delivered, at, by) => {
      const characters = [...delivered.signature.slice(VERSION)];
      const [left, right] = [at % characters.length, by % characters.length];
      const [one = '', other = ''] = [characters[left], characters[right]];
      // Where they are the same there is nothing to see; then take one away.
      characters[left] = one === other ? '' : other;
      characters[right] = one === other ? '' : one;
      return { ...delivered, signature: `v1,${characters.join('')}` };
    },
  ],
  [
    'the signature of another key',
    (delivered, at) => {
      const other = `whsec_${Buffer.alloc(32, 1 + (at % 200)).toString('base64')}`;
      return { ...delivered, secret: other };
    },
  ],
];

test.each(CHANGES)('%s is refused', async (_what, change) => {
  await fc.assert(
    fc.property(signed, fc.nat(), fc.nat(), (delivered, at, by) => {
      const changed = change(delivered, at, by);
      expect(changed).not.toEqual(delivered);
      expect(verify(changed)).not.toBe('key');
    }),
    { numRuns: RUNS },
  );
});

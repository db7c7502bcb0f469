import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '#shared/errors.ts';
import type { Verdict } from '#shared/models/delivery.ts';
import type { Evidence } from '#shared/models/evidence.ts';
import type { SigningKey } from '#shared/ports/moment.ts';

/** What came over HTTP: bytes as received, header names in lower case, repeated headers joined by a comma. */
export type SignedRequest = {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string | undefined>>;
};

export type Signer = Pick<Evidence, 'keyId' | 'signature'>;

export type SignedHeaders = {
  readonly webhookId: string;
  /** Unix seconds. */
  readonly webhookTimestamp: number;
  /** Base64 signatures of version v1, without their prefix. */
  readonly signatures: readonly string[];
};

/** An event must fit a queue message and a table item. */
export const BODY_BYTES_MAX = 256 * 1024;

// A comma would be a header sent twice.
const WEBHOOK_ID = /^[\x21-\x2B\x2D-\x7E]{1,255}$/;
const UNIX_SECONDS = /^(0|[1-9]\d{0,10})$/;
const SIGNATURE = /^[a-z0-9]+,[^\s,]+$/;
const VERSION = 'v1,';

/**
 * Reads and checks everything about a delivery that needs no key.
 * Source: docs.momentco.io /api-reference/webhooks/setup.md and /verification.md
 *
 * @throws ServiceError `delivery.*`, each code for one reason.
 */
export function readSignedHeaders(request: SignedRequest): SignedHeaders {
  if (request.body.length > BODY_BYTES_MAX) {
    throw new ServiceError('delivery.too_large', `The body is larger than ${BODY_BYTES_MAX} bytes`);
  }
  const webhookId = header(request, 'webhook-id', WEBHOOK_ID, 'one visible id');
  const timestamp = header(request, 'webhook-timestamp', UNIX_SECONDS, 'Unix seconds');
  const form = 'a list of "<version>,<base64>" parted by spaces';
  const list = header(request, 'webhook-signature', /\S/, form)
    .split(' ')
    .filter((element) => SIGNATURE.test(element));
  if (list.length === 0) throw malformed('webhook-signature', form);
  const signatures = list
    .filter((element) => element.startsWith(VERSION))
    .map((element) => element.slice(VERSION.length));
  if (signatures.length === 0) {
    throw new ServiceError(
      'delivery.signature_unsupported',
      'No signature is of version v1, the one that is supported',
    );
  }
  return { webhookId, webhookTimestamp: Number(timestamp), signatures };
}

/**
 * The key that signed these bytes and the signature that it made, or undefined if none did. Every key is compared
 * with every signature in constant time; how long it takes tells nothing of which one matched.
 */
export function findSigner(
  body: Uint8Array,
  { webhookId, webhookTimestamp, signatures }: SignedHeaders,
  keys: readonly SigningKey[],
): Signer | undefined {
  const presented = signatures.map((signature) => Buffer.from(signature));
  let signer: Signer | undefined;
  for (const key of keys) {
    const hmac = createHmac('sha256', readyToSign(key))
      .update(`${webhookId}.${webhookTimestamp}.`)
      .update(body);
    // As text: decoding would let several spellings of one signature pass.
    const expected = Buffer.from(hmac.digest('base64'));
    for (const signature of presented) {
      if (signature.length === expected.length && timingSafeEqual(signature, expected))
        signer ??= { keyId: key.id, signature: signature.toString() };
    }
  }
  return signer;
}

// Making a key object of bytes takes several times as long as signing a small body with it.
const madeReady = new WeakMap<SigningKey, KeyObject>();

function readyToSign(key: SigningKey): KeyObject {
  return madeReady.get(key) ?? makeReady(key);
}

function makeReady(key: SigningKey): KeyObject {
  const made = createSecretKey(key.bytes);
  // Stryker disable next-line CallExpression: a key that is made ready again signs the same
  madeReady.set(key, made);
  return made;
}

function header({ headers }: SignedRequest, name: string, pattern: RegExp, form: string): string {
  const value = headers[name];
  if (value === undefined)
    throw new ServiceError('delivery.header_missing', `The header ${name} is missing`);
  if (!pattern.test(value)) throw malformed(name, form);
  return value;
}

function malformed(name: string, form: string): ServiceError {
  return new ServiceError(
    'delivery.header_malformed',
    `The header ${name} must be ${form}, sent once`,
  );
}

/**
 * The refusal of a delivery whose age is not right, if it is not. Judged once the signature was: then it is known
 * to be Moment's, and no stranger's junk.
 */
export function refuseByAge(
  { webhookTimestamp }: SignedHeaders,
  now: number,
  toleranceSeconds: number,
): { readonly verdict: Verdict; readonly error: ServiceError } | undefined {
  const ageSeconds = Math.floor(now / 1000) - webhookTimestamp;
  if (ageSeconds > toleranceSeconds) {
    const message = `webhook-timestamp is more than ${toleranceSeconds} s ago; sign each attempt anew`;
    return { verdict: 'stale', error: new ServiceError('delivery.stale', message) };
  }
  if (ageSeconds < -toleranceSeconds) {
    const message = `webhook-timestamp is more than ${toleranceSeconds} s ahead; check the clock`;
    return { verdict: 'early', error: new ServiceError('delivery.early', message) };
  }
  return undefined;
}

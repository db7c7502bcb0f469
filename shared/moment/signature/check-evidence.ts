import type { Evidence } from '#shared/models/evidence.ts';
import type { SigningKey } from '#shared/ports/moment.ts';
import { findSigner } from './verify-delivery.ts';

/**
 * Until the webhook has read that a key is retired it may accept what was signed with it: for as long as it
 * remembers a secret, and a delivery may be old.
 */
const RETIRED_KEY_SIGNS_FOR_MS = 15 * 60_000;

/**
 * The id of the key that made this signature over these bytes, or undefined: then nothing shows that Moment did.
 * How old it is does not matter, as long as the key was not retired by then.
 */
export function findEvidenceSigner(
  body: Uint8Array,
  { signature, ...signed }: Evidence,
  keys: readonly SigningKey[],
): string | undefined {
  const signedAt = signed.webhookTimestamp * 1000;
  const eligible = keys.filter(
    ({ retiredAt }) =>
      retiredAt === undefined || signedAt <= Date.parse(retiredAt) + RETIRED_KEY_SIGNS_FOR_MS,
  );
  return findSigner(body, { ...signed, signatures: [signature] }, eligible)?.keyId;
}

import { ServiceError } from '#shared/errors.ts';
import type { SigningKey } from '#shared/ports/moment.ts';
import { textsOf } from './signing-key.ts';
import { findSigner, type SignedHeaders } from './verify-delivery.ts';

/** The refusal of a delivery that no key signed. It names the commonest mistake if that is what was made. */
export function signatureMismatch(
  body: Uint8Array,
  headers: SignedHeaders,
  keys: readonly SigningKey[],
): ServiceError {
  const asText = keys.flatMap((key) =>
    textsOf(key).map((text) => ({ id: key.id, bytes: Buffer.from(text) })),
  );
  const signer = findSigner(body, headers, asText);
  return new ServiceError(
    'delivery.signature_mismatch',
    signer === undefined
      ? 'No active signing key made this signature; sign the body as it is sent, byte for byte'
      : `The signature was made with the text of signing key "${signer.keyId}"; sign with the bytes that the base64 behind whsec_ stands for`,
  );
}

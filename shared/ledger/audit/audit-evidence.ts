import type { Evidence } from '#shared/models/evidence.ts';

/** Whether a key that Moment ever signed with made this signature over these bytes. */
export type SignatureCheck = (raw: Uint8Array, evidence: Evidence) => boolean;

/**
 * That nothing shows that Moment signed a raw event, in words. The signature is symmetric: who holds the key could
 * have made it too.
 *
 * @param isSigned without it no signature is looked at
 */
export function auditEvidence(
  raw: Uint8Array,
  evidence: Evidence,
  isSigned: SignatureCheck | undefined,
): readonly string[] {
  if (!isSigned || isSigned(raw, evidence)) return [];
  const { webhookId, keyId } = evidence;
  return [
    `no key made the signature of its raw event, delivered as ${webhookId} and said to be signed with ${keyId}`,
  ];
}

import { createHash } from 'node:crypto';

/** SHA-256, base64url. */
export function hashBytes(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

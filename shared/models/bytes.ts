import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/** An event's body, byte for byte as it was signed. */
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes');

/** SHA-256, base64url. */
export function hashBytes(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

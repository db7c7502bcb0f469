import * as z from 'zod/mini';

/** An event's body, byte for byte as it was signed. */
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes');

import * as z from 'zod/mini';
import { COMMAND } from '#shared/models/entry.ts';
import { OPAQUE_ID } from './event-forms.ts';

export const OpaqueId = z
  .string()
  .check(z.regex(OPAQUE_ID, 'must be 1 to 200 visible characters without @'));

/** Not one that begins as the key of an adjustment does, or of what a command made. */
export const PaymentId = OpaqueId.check(
  z.refine((id) => !id.startsWith('applied:'), 'must not start with applied:'),
  z.refine((id) => !id.startsWith(COMMAND), `must not start with ${COMMAND}`),
);

/** Worth having, not worth refusing a payment for. */
export const Time = z.catch(z.nullish(z.iso.datetime({ offset: true })), undefined);
export const Description = z.catch(z.nullish(z.string().check(z.maxLength(500))), undefined);

/** A moment that UTC moves out of the years 0000 to 9999 has no form that could be read again. */
export function toUtc(timestamp: string | null | undefined): string | undefined {
  if (timestamp == null) return undefined;
  const utc = new Date(timestamp).toISOString();
  return /^\d{4}-/.test(utc) ? utc : undefined;
}

import * as z from 'zod/mini';
import { ObligationId } from './obligation-id.ts';

const SAID_MAX = 500;

/** That somebody had a person erased. It names the person by Moment's id alone. */
export const Erasure = z.object({
  obligationId: ObligationId,
  at: z.iso.datetime(),
  /** Who had it done, and why. */
  actor: z.string().check(z.minLength(1), z.maxLength(SAID_MAX)),
  reason: z.string().check(z.minLength(1), z.maxLength(SAID_MAX)),
});
export type Erasure = z.infer<typeof Erasure>;

/** Stands in place of the bytes of a raw event, whose hash stays: with which erasure they went. */
export const Redaction = z.object({ of: ObligationId, at: z.iso.datetime() });
export type Redaction = z.infer<typeof Redaction>;

/** What keeps a raw event keeps its bytes, or says why they are gone. */
export const rawOrRedacted = z.refine<{ raw?: unknown; redacted?: unknown }>(
  ({ raw, redacted }) => raw !== undefined || redacted !== undefined,
  { path: ['raw'], message: 'must be bytes, or be redacted' },
);

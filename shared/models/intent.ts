import * as z from 'zod/mini';

/** What we answered, kept to answer a replay the same. */
export const StoredAnswer = z.object({ status: z.int(), body: z.record(z.string(), z.unknown()) });
export type StoredAnswer = z.infer<typeof StoredAnswer>;

export const IntentOperation = z.enum(['create_customer', 'present_balance']);
export type IntentOperation = z.infer<typeof IntentOperation>;

/** A command that calls Moment, stored before the call so that a crash in between can be resumed. */
export const Intent = z.object({
  key: z.string().check(z.minLength(1)),
  operation: IntentOperation,
  /** SHA-256 of operation, target and body: the same key must mean the same request. */
  requestHash: z.string(),
  /** The request itself, for whoever resumes. */
  request: z.unknown(),
  /** The `Idempotency-Key` that Moment gets. */
  momentKey: z.string(),
  startedAt: z.iso.datetime(),
  /** How many runs began to carry it out, perhaps side by side. */
  tries: z.int().check(z.positive()),
  answer: z.optional(StoredAnswer),
});
export type Intent = z.infer<typeof Intent>;

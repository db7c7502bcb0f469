import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { KEY_REUSED_STATUS } from './assumptions.ts';
import { type Answer, conflict, invalid, Problem, sendAnswer, toAnswer } from './problem.ts';

const Key = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[a-zA-Z0-9-]+$/);
const KEPT_MS = 24 * 60 * 60 * 1000;
const Stored = z.object({ fingerprint: z.string(), status: z.number(), body: z.string() });

/**
 * docs.momentco.io /api-reference/getting-started/idempotency: the key is required, the first answer is stored for
 * 24 hours, success or failure, and comes back with `Idempotent-Replayed: true`.
 */
export class Idempotency {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(
      'CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, fingerprint TEXT, status INTEGER, body TEXT, stored_at INTEGER)',
    );
  }

  /** `work` is synchronous, so no second request can come in between. */
  once(request: FastifyRequest, reply: FastifyReply, work: () => Answer): FastifyReply {
    const key = Key.safeParse(request.headers['idempotency-key']);
    if (!key.success) {
      throw invalid('The Idempotency-Key header is required: a UUID, or letters, digits and -');
    }
    const fingerprint = fingerprintOf(request);
    const stored = this.#find(key.data);
    if (stored && stored.fingerprint !== fingerprint) {
      throw conflict(KEY_REUSED_STATUS, 'This Idempotency-Key was used for another request');
    }
    if (stored) {
      reply.header('idempotent-replayed', 'true');
      return sendAnswer(reply, { status: stored.status, body: JSON.parse(stored.body) });
    }
    const answer = answerOf(work, request.url);
    this.#database
      .prepare('INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)')
      .run(key.data, fingerprint, answer.status, JSON.stringify(answer.body), Date.now());
    return sendAnswer(reply, answer);
  }

  #find(key: string): z.infer<typeof Stored> | undefined {
    const row = this.#database
      .prepare('SELECT fingerprint, status, body FROM answers WHERE key = ? AND stored_at > ?')
      .get(key, Date.now() - KEPT_MS);
    return row && Stored.parse(row);
  }
}

function answerOf(work: () => Answer, instance: string): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) return toAnswer(error, instance);
    throw error;
  }
}

function fingerprintOf({ method, url, body }: FastifyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest('base64url');
}

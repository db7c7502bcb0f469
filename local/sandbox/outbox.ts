import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { RETRY_FIRST_MS, RETRY_FOR_MS_MAX, RETRY_PAUSE_MS_MAX } from './assumptions.ts';
import { newId } from './ids.ts';

const Row = z.object({
  sequence: z.number(),
  webhook_id: z.string(),
  event_id: z.string().nullable(),
  type: z.string().nullable(),
  body: z.string(),
  state: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.number(),
  created_at: z.number(),
  next_at: z.number().nullable(),
  last_status: z.number().nullable(),
  last_error: z.string().nullable(),
});
export type OutboxRow = z.infer<typeof Row>;

/** How one attempt ended: a status, or why there was none. */
export type Attempt =
  | { readonly status: number; readonly error?: undefined }
  | { readonly status?: undefined; readonly error: string };

/** The events that are to be delivered, and what became of each. */
export class Outbox {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS outbox (
        sequence INTEGER PRIMARY KEY, webhook_id TEXT, event_id TEXT, type TEXT, body TEXT, state TEXT,
        attempts INTEGER, created_at INTEGER, next_at INTEGER, last_status INTEGER, last_error TEXT);
      CREATE INDEX IF NOT EXISTS due ON outbox (state, next_at);`);
  }

  /** The same message `times` times: one webhook-id, so that it is one event however often it arrives. */
  add(
    body: string,
    { id, type }: { readonly id?: unknown; readonly type?: unknown },
    times: number,
  ): string {
    const webhookId = newId('msg');
    const now = Date.now();
    const insert = this.#database.prepare(
      "INSERT INTO outbox VALUES (NULL, ?, ?, ?, ?, 'pending', 0, ?, ?, NULL, NULL)",
    );
    for (let copy = 0; copy < times; copy += 1) {
      insert.run(webhookId, textOrNull(id), textOrNull(type), body, now, now);
    }
    return webhookId;
  }

  due(now: number, limit: number): OutboxRow[] {
    return this.#select(
      "WHERE state = 'pending' AND next_at <= ? ORDER BY next_at LIMIT ?",
      now,
      limit,
    );
  }

  /** When the next pending delivery is due. */
  nextAt(): number | undefined {
    const [row] = this.#select("WHERE state = 'pending' ORDER BY next_at LIMIT 1");
    return row?.next_at ?? undefined;
  }

  newest(limit: number): OutboxRow[] {
    return this.#select('ORDER BY sequence DESC LIMIT ?', limit);
  }

  record(row: OutboxRow, { status, error }: Attempt, now: number): OutboxRow {
    const attempts = row.attempts + 1;
    const delivered = status !== undefined && status >= 200 && status < 300;
    const pause = Math.min(RETRY_PAUSE_MS_MAX, RETRY_FIRST_MS * 2 ** row.attempts);
    const isGivenUp = now + pause > row.created_at + RETRY_FOR_MS_MAX;
    const state = delivered ? 'delivered' : isGivenUp ? 'failed' : 'pending';
    const recorded: OutboxRow = {
      ...row,
      attempts,
      state,
      next_at: state === 'pending' ? now + pause : null,
      last_status: status ?? null,
      last_error: error ?? null,
    };
    const { next_at, last_status, last_error, sequence } = recorded;
    this.#database
      .prepare(
        'UPDATE outbox SET attempts = ?, state = ?, next_at = ?, last_status = ?, last_error = ? WHERE sequence = ?',
      )
      .run(attempts, state, next_at, last_status, last_error, sequence);
    return recorded;
  }

  #select(rest: string, ...values: number[]): OutboxRow[] {
    return z
      .array(Row)
      .parse(this.#database.prepare(`SELECT * FROM outbox ${rest}`).all(...values));
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

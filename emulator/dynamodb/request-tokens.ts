import type { Operation, RootDb } from 'dynalite/db/index.js';
import { DynamoDbError } from './dynamodb-error.ts';
import type { Units } from './write-capacity.ts';

const VALID_MS = 10 * 60 * 1000;
/** Beyond this many the oldest are forgotten early, lest a load test fills the memory. */
const TOKENS_MAX = 100_000;
const PREFIX = 'token~';

export type FinishedTransaction = {
  readonly fingerprint: string;
  readonly finishedAt: number;
  /** What a repetition costs: AWS reads the items again. */
  readonly replayUnits: readonly Units[];
};

/**
 * Remembers for ten minutes which transactions have happened, so that one sent twice happens once. The
 * SDK sends a token with every transaction.
 */
export class RequestTokens {
  readonly #db: RootDb;
  readonly #now: () => number;
  /** Oldest first. */
  readonly #finished: Map<string, FinishedTransaction>;
  readonly #inProgress = new Set<string>();

  private constructor(db: RootDb, now: () => number, finished: [string, FinishedTransaction][]) {
    this.#db = db;
    this.#now = now;
    this.#finished = new Map(finished);
  }

  static async open(db: RootDb, now: () => number): Promise<RequestTokens> {
    const found: [string, FinishedTransaction][] = [];
    for await (const [key, value] of db.iterator({ gte: PREFIX, lt: `${PREFIX}\uffff` })) {
      found.push([key.slice(PREFIX.length), value as FinishedTransaction]);
    }
    found.sort(([, a], [, b]) => a.finishedAt - b.finishedAt);
    return new RequestTokens(db, now, found);
  }

  /** The same request, if it has happened; throws if another one has, or if it is happening now. */
  find(token: string, fingerprint: string): FinishedTransaction | undefined {
    if (this.#inProgress.has(token)) {
      throw new DynamoDbError(
        'TransactionInProgressException',
        'The transaction with the given request token is already in progress',
      );
    }
    const finished = this.#finished.get(token);
    if (!finished || this.#isExpired(finished)) return undefined;
    if (finished.fingerprint === fingerprint) return finished;
    throw new DynamoDbError(
      'IdempotentParameterMismatchException',
      'An earlier request had the same client token and other parameters',
    );
  }

  async during<T>(token: string, work: () => Promise<T>): Promise<T> {
    this.#inProgress.add(token);
    try {
      return await work();
    } finally {
      this.#inProgress.delete(token);
    }
  }

  /** Writes what the transaction does, and that it has happened: both or neither. */
  async commit(
    token: string,
    transaction: Omit<FinishedTransaction, 'finishedAt'>,
    operations: readonly Operation[],
  ): Promise<void> {
    const finished = { ...transaction, finishedAt: this.#now() };
    const forgotten = this.#forgetOldest();
    await this.#db.batch([
      ...operations,
      ...forgotten.map((old) => ({ type: 'del', key: PREFIX + old }) as const),
      { type: 'put', key: PREFIX + token, value: finished },
    ]);
    this.#finished.delete(token);
    this.#finished.set(token, finished);
  }

  #forgetOldest(): readonly string[] {
    const forgotten: string[] = [];
    for (const [token, finished] of this.#finished) {
      if (!this.#isExpired(finished) && this.#finished.size < TOKENS_MAX) break;
      forgotten.push(token);
      this.#finished.delete(token);
    }
    return forgotten;
  }

  #isExpired({ finishedAt }: FinishedTransaction): boolean {
    return this.#now() - finishedAt > VALID_MS;
  }
}

import { hash, randomBytes } from 'node:crypto';
import { paidOn } from '#shared/ledger/paid.ts';
import { type ChainedEntry, chainStart, hashEntry } from '#shared/models/chain.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';

export type SavedSums = {
  /** Base64. */
  readonly secret: string;
  readonly sums: readonly (readonly [string, string])[];
};

const SECRET_BYTES = 16;

/**
 * Finds the obligations whose ledgers do not add up or whose chains are broken, from items in any order, and keeps
 * nothing of an entry.
 *
 * Think of a ledger as a walk over points (sequence, balance, currency, hash): each entry is a step from
 * (n - 1, endingBalance - amount, previous) to (n, endingBalance, its own hash), and an obligation says where the
 * walk ends, having begun at (0, 0). Kept is, per obligation, the sum over its steps of `hash(to) - hash(from)`, less
 * that of the whole walk. In a sound ledger all points cancel out and the sum is 0. Where it is 0, but for a chance of
 * 2^-64, the points do cancel out; then, as each step adds one to the sequence, the steps form exactly one walk from
 * start to end: no gap, no repeat, each ending balance the sum so far, the balance the sum of all, and each entry the
 * one that the next was written after.
 *
 * What was paid on a bill is in its sum too, with a weight: what its head says was paid here, less what its entries say.
 *
 * A secret of this one audit is in every point: who could write to the ledger before could not choose theirs by it.
 */
export class LedgerSums {
  readonly #secret: Buffer;
  readonly #sums: Map<string, bigint>;
  readonly #paidWeight: bigint;

  constructor(saved?: SavedSums) {
    this.#secret = saved ? Buffer.from(saved.secret, 'base64') : randomBytes(SECRET_BYTES);
    this.#sums = new Map(saved?.sums.map(([id, sum]) => [id, BigInt(sum)]));
    // Odd, so that no amount but 0 becomes 0.
    this.#paidWeight = hash('sha256', this.#secret, 'buffer').readBigUInt64BE() | 1n;
  }

  addObligation(obligation: Obligation): void {
    const { id, sequence, currency, paid = 0, paidBefore = 0 } = obligation;
    const balance = isTracked(obligation) ? obligation.balance : 0;
    const start = chainStart(obligation);
    const newest = obligation.newestHash ?? start;
    const walk =
      this.#point(0, 0n, currency, start) -
      this.#point(sequence, BigInt(balance), currency, newest);
    this.#add(id, walk - this.#paidWeight * BigInt(paid - paidBefore));
  }

  addEntry(entry: ChainedEntry): void {
    const { obligationId, sequence, amount, endingBalance, currency, previous } = entry;
    const end = BigInt(endingBalance);
    const start = this.#point(sequence - 1, end - BigInt(amount), currency, previous);
    const step = this.#point(sequence, end, currency, hashEntry(entry)) - start;
    this.#add(obligationId, step + this.#paidWeight * BigInt(paidOn(entry)));
  }

  unsound(): readonly string[] {
    return [...this.#sums].filter(([, sum]) => sum !== 0n).map(([obligationId]) => obligationId);
  }

  save(): SavedSums {
    return {
      secret: this.#secret.toString('base64'),
      sums: [...this.#sums].map(([id, sum]) => [id, String(sum)]),
    };
  }

  #add(obligationId: string, difference: bigint): void {
    const sum = difference + (this.#sums.get(obligationId) ?? 0n);
    this.#sums.set(obligationId, BigInt.asIntN(64, sum));
  }

  #point(
    sequence: number,
    balance: bigint,
    currency: string | undefined,
    entryHash: string | undefined,
  ): bigint {
    const text = `${sequence} ${balance} ${currency} ${entryHash}`;
    const bytes = Buffer.concat([this.#secret, Buffer.from(text)]);
    return hash('sha256', bytes, 'buffer').readBigUInt64BE();
  }
}

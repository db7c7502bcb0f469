import { hash } from 'node:crypto';
import type { StatementLine } from '#shared/models/entry.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';

/**
 * Finds the obligations whose ledgers do not add up, from items in any order, and keeps nothing of an entry.
 *
 * Think of a ledger as a walk over points (sequence, balance, currency): each entry is a step from
 * (n - 1, endingBalance - amount) to (n, endingBalance), and an obligation says where the walk ends, having
 * begun at (0, 0). Kept is, per obligation, the sum over its steps of `hash(to) - hash(from)`, less that of
 * the whole walk. In a sound ledger all points cancel out and the sum is 0. Where it is 0, but for a chance of
 * 2^-64, the points do cancel out; then, as each step adds one to the sequence, the steps form exactly one
 * walk from start to end: no gap, no repeat, each ending balance the sum so far, the balance the sum of all.
 *
 * It finds mistakes. A forger who can write to the ledger can make it add up.
 */
export class LedgerSums {
  readonly #sums: Map<string, bigint>;

  constructor(saved: Iterable<readonly [string, string]> = []) {
    this.#sums = new Map([...saved].map(([id, sum]) => [id, BigInt(sum)]));
  }

  addObligation(obligation: Obligation): void {
    const { id, sequence, currency } = obligation;
    const balance = isTracked(obligation) ? obligation.balance : 0;
    this.#add(id, point(0, 0n, currency) - point(sequence, BigInt(balance), currency));
  }

  addEntry({ obligationId, sequence, amount, endingBalance, currency }: StatementLine): void {
    const end = BigInt(endingBalance);
    const start = point(sequence - 1, end - BigInt(amount), currency);
    this.#add(obligationId, point(sequence, end, currency) - start);
  }

  unsound(): readonly string[] {
    return [...this.#sums].filter(([, sum]) => sum !== 0n).map(([obligationId]) => obligationId);
  }

  save(): readonly (readonly [string, string])[] {
    return [...this.#sums].map(([id, sum]) => [id, String(sum)]);
  }

  #add(obligationId: string, difference: bigint): void {
    const sum = difference + (this.#sums.get(obligationId) ?? 0n);
    this.#sums.set(obligationId, BigInt.asIntN(64, sum));
  }
}

function point(sequence: number, balance: bigint, currency: string | undefined): bigint {
  return hash('sha256', `${sequence} ${balance} ${currency}`, 'buffer').readBigUInt64BE();
}

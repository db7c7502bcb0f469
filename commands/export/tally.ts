import { formatAmount } from '#shared/models/format-amount.ts';

/** What was written, for whoever compares it with a total of their own. */
export class Tally {
  obligations = 0;
  rows = 0;
  readonly #sums = new Map<string, bigint>();

  add(currency: string, amount: number): void {
    this.rows += 1;
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + BigInt(amount));
  }

  /** By currency, in the order of the alphabet; empty where nothing is. */
  get sums(): string {
    const sums = [...this.#sums].toSorted(([one], [other]) => one.localeCompare(other));
    return sums.map(([currency, sum]) => formatAmount(sum, currency)).join(', ');
  }
}

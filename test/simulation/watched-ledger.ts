import { adjustsPayment, type Entry, type PaymentEntry, paymentKey } from '#shared/models/entry.ts';

type Moved = { readonly balance: number; readonly at: number };

const DAY_MS = 24 * 60 * 60_000;
/** As far as an obligation remembers: a telling under another id is known by that. */
const NEWEST_PAYMENTS = 8;

/** One obligation's ledger as its entries tell it, each looked at as it is written. */
export class WatchedLedger {
  sequence = 0;
  balance: number | undefined;
  #recordedAt = '';
  readonly #moves: Moved[] = [];
  readonly #paid = new Set<string>();
  #newest: readonly PaymentEntry[] = [];

  /**
   * @param isToldByBoth whether both types of event tell of a payment, by its key
   * @returns what is wrong with it
   */
  enter(entry: Entry, at: number, isToldByBoth: (key: string) => boolean): string | undefined {
    const wrong =
      this.#checkLine(entry) ?? this.#checkTimes(entry) ?? this.#checkPayment(entry, isToldByBoth);
    this.sequence = entry.sequence;
    this.balance = entry.endingBalance;
    this.#recordedAt = entry.recordedAt;
    this.#moves.push({ balance: entry.endingBalance, at });
    if (entry.type === 'payment') this.#newest = [entry, ...this.#newest].slice(0, NEWEST_PAYMENTS);
    return wrong;
  }

  /** Every balance that it had at some time since, the one at that time included. */
  balancesSince(since: number): readonly number[] {
    const later = this.#moves.findIndex(({ at }) => at >= since);
    const first = later < 0 ? this.#moves.length - 1 : Math.max(0, later - 1);
    return this.#moves.slice(first).map(({ balance }) => balance);
  }

  #checkLine({ key, sequence, amount, endingBalance }: Entry): string | undefined {
    if (sequence !== this.sequence + 1) {
      return `${key} has sequence ${sequence} after ${this.sequence}`;
    }
    return endingBalance === (this.balance ?? 0) + amount ? undefined : `${key} does not add up`;
  }

  #checkTimes({ key, recordedAt, effectiveAt }: Entry): string | undefined {
    if (recordedAt < this.#recordedAt) return `${key} is recorded before the entry before it`;
    const isAhead = Date.parse(effectiveAt) > Date.parse(recordedAt) + DAY_MS;
    return isAhead ? `${key} takes effect at ${effectiveAt}` : undefined;
  }

  #checkPayment(entry: Entry, isToldByBoth: (key: string) => boolean): string | undefined {
    if (entry.type !== 'payment' && !adjustsPayment(entry)) return undefined;
    const cause = `${entry.type} ${paymentKey(entry)}`;
    if (this.#paid.has(cause)) return `${cause} counts twice`;
    this.#paid.add(cause);
    // What both events tell of under one id is a payment of its own.
    if (entry.type !== 'payment' || isToldByBoth(paymentKey(entry))) return undefined;
    const same = this.#newest.find(
      (newest) =>
        newest.amount === entry.amount &&
        newest.cause.type !== entry.cause.type &&
        !isToldByBoth(paymentKey(newest)),
    );
    return (
      same && `${paymentKey(same)} and ${paymentKey(entry)} may be one payment, and both count`
    );
  }
}

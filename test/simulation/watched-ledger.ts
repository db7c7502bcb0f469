import { adjustsPayment, type Entry, type PaymentEntry, paymentKey } from '#shared/models/entry.ts';

export type Moved = { readonly balance: number; readonly sequence: number; readonly at: number };
/** What an entry and what put it right come to, and how much of that is undone. */
type Undoing = { readonly amount: number; readonly undone: number; readonly at: number };

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
  /** By the key of the entry, the newest last. */
  readonly #undoing = new Map<string, Undoing[]>();

  /**
   * @param isToldByBoth whether both types of event tell of a payment, by its key
   * @returns what is wrong with it
   */
  enter(entry: Entry, at: number, isToldByBoth: (key: string) => boolean): string | undefined {
    const wrong =
      this.#checkLine(entry) ??
      this.#checkTimes(entry) ??
      this.#checkPayment(entry, isToldByBoth) ??
      this.#undo(entry, at);
    this.sequence = entry.sequence;
    this.balance = entry.endingBalance;
    this.#recordedAt = entry.recordedAt;
    this.#moves.push({ balance: entry.endingBalance, sequence: entry.sequence, at });
    if (entry.type === 'payment') this.#newest = [entry, ...this.#newest].slice(0, NEWEST_PAYMENTS);
    return wrong;
  }

  /** Where it stood at any time since, at that time included. */
  movesSince(since: number): readonly Moved[] {
    return valuesSince(this.#moves, since);
  }

  /** How much of an entry was left to undo at any time since. */
  leftsSince(key: string, since: number): readonly number[] {
    return valuesSince(this.#undoing.get(key) ?? [], since).map(({ amount, undone }) =>
      Math.max(0, Math.abs(amount) - undone),
    );
  }

  /** Promise 7, by the entries alone. */
  #undo(entry: Entry, at: number): string | undefined {
    const { key, amount } = entry;
    const of = adjustsPayment(entry) ? entry.adjusts : 'reverses' in entry ? entry.reverses : key;
    const history = this.#undoing.get(of) ?? [];
    const before = history.at(-1) ?? { amount: 0, undone: 0 };
    this.#undoing.set(of, history);
    if (!('reverses' in entry)) {
      history.push({ amount: before.amount + amount, undone: before.undone, at });
      return undefined;
    }
    const undone = before.undone + Math.abs(amount);
    history.push({ amount: before.amount, undone, at });
    const isBack = Math.sign(amount) === -Math.sign(before.amount);
    if (isBack && undone <= Math.abs(before.amount)) return undefined;
    return `${key} undoes ${of}, which is ${before.amount}, and of which ${undone} is undone now`;
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
    // A person said that it is another.
    if (entry.cause.decided) return undefined;
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

function valuesSince<T extends { readonly at: number }>(
  history: readonly T[],
  since: number,
): readonly T[] {
  const later = history.findIndex(({ at }) => at >= since);
  const first = later < 0 ? history.length - 1 : Math.max(0, later - 1);
  return history.slice(Math.max(0, first));
}

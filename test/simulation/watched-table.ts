import { type Entry, paymentKey } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import { MemoryTable } from '#test/support/memory-ledger-store.ts';
import { Breach } from './breach.ts';

/** What the merchant asked for, by reference; no balance where none is tracked. */
export type Asked = ReadonlyMap<string, number | undefined>;
type Last = { readonly sequence: number; readonly endingBalance: number | undefined };

const MAY_MOVE: ReadonlySet<string> = new Set(['balance', 'sequence']);
const NOTHING_ENTERED: Last = { sequence: 0, endingBalance: undefined };

/** The table, with every write looked at as it happens. */
export class WatchedTable extends MemoryTable {
  readonly #asked: Asked;
  /** Thrown at the next step: code under test may catch what is thrown at it. */
  #breach: Breach | undefined;
  readonly #touched = new Set<string>();
  readonly #last = new Map<string, Last>();
  readonly #paid = new Set<string>();
  override readonly obligations: Map<string, Obligation> = this.#watch<Obligation>((...write) =>
    this.#checkObligation(...write),
  );
  override readonly references: Map<string, string> = this.#watch<string>((reference) =>
    this.references.has(reference) ? broken(`${reference} became another customer`) : undefined,
  );
  override readonly entries: Map<string, Entry> = this.#watch<Entry>((...write) =>
    this.#checkEntry(...write),
  );
  override readonly held: Map<string, HeldEvent> = this.#watch<HeldEvent>((...write) =>
    this.#checkHeld(...write),
  );

  constructor(asked: Asked) {
    super();
    this.#asked = asked;
  }

  /** For what was written since: every balance is that of its newest entry, whose sum was checked when it was written. */
  checkTouched(): void {
    if (this.#breach) throw this.#breach;
    for (const id of this.#touched) {
      const { balance, sequence } = this.obligations.get(id) ?? {};
      const last = this.#last.get(id) ?? NOTHING_ENTERED;
      if (balance !== last.endingBalance || sequence !== last.sequence) {
        throw new Breach(
          `the balance is ${balance} at ${sequence}, its entries say ${last.endingBalance} at ${last.sequence}`,
          id,
        );
      }
    }
    this.#touched.clear();
  }

  break(message: string, obligationId?: string): void {
    this.#breach ??= new Breach(message, obligationId);
  }

  #watch<V>(check: (key: string, next: V | undefined) => Breach | undefined): Map<string, V> {
    return new WatchedMap<V>((key, next) => {
      this.#breach ??= check(key, next);
    });
  }

  #checkObligation(id: string, next: Obligation | undefined): Breach | undefined {
    if (!next) return broken(`${id} was deleted`, id);
    this.#touched.add(id);
    const before = this.obligations.get(id);
    if (!before) {
      const reference = next.externalReference;
      const isTaken = this.references.has(reference);
      return isTaken ? broken(`${reference} has a second customer`, id) : undefined;
    }
    const lost = Object.entries(before).find(
      ([member, value]) => !MAY_MOVE.has(member) && Reflect.get(next, member) !== value,
    );
    return lost && broken(`${lost[0]} of ${id} was lost or changed`, id);
  }

  #checkEntry(key: string, entry: Entry | undefined): Breach | undefined {
    const before = this.entries.get(key);
    if (!entry || before) return broken(`${key} was edited or deleted`, before?.obligationId);
    const { obligationId: id, sequence, amount, endingBalance, type } = entry;
    const last = this.#last.get(id) ?? NOTHING_ENTERED;
    if (sequence !== last.sequence + 1) {
      return broken(`${key} has sequence ${sequence} after ${last.sequence}`, id);
    }
    if (endingBalance !== (last.endingBalance ?? 0) + amount) {
      return broken(`${key} does not add up`, id);
    }
    const reference = this.obligations.get(id)?.externalReference ?? '';
    if (type === 'opening' && amount !== this.#asked.get(reference)) {
      const asked = this.#asked.get(reference);
      return broken(`${id} was opened with ${amount}, and ${asked} was asked for`, id);
    }
    const cause = paymentKey({ ...entry, eventId: entry.event?.id ?? key });
    if (type === 'payment' && this.#paid.has(cause)) return broken(`${cause} counts twice`, id);
    this.#paid.add(cause);
    this.#last.set(id, entry);
    this.#touched.add(id);
    return undefined;
  }

  /** An unmatched event may be judged, or leave once its payment is entered; a judgement stays. */
  #checkHeld(hash: string, next: HeldEvent | undefined): Breach | undefined {
    const before = this.held.get(hash);
    const id = (next ?? before)?.obligationId;
    if (before && before.state !== 'unmatched') {
      return broken(`the judgement of ${hash} was replaced or deleted`, id);
    }
    if (next?.state === 'unmatched' && this.obligations.has(id ?? '')) {
      return broken(`${hash} is held as unmatched though ${id} exists`, id);
    }
    if (next || !before) return undefined;
    const event = readMomentEvent(before.raw);
    const isEntered = event.kind === 'payment' && this.entries.has(paymentKey(event.payment));
    return isEntered ? undefined : broken(`${hash} waited and was forgotten without an entry`, id);
  }
}

const broken = (message: string, obligationId?: string) => new Breach(message, obligationId);

class WatchedMap<V> extends Map<string, V> {
  readonly #onWrite: (key: string, value: V | undefined) => void;

  constructor(onWrite: (key: string, value: V | undefined) => void) {
    super();
    this.#onWrite = onWrite;
  }

  override set(key: string, value: V): this {
    this.#onWrite(key, value);
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    if (this.has(key)) this.#onWrite(key, undefined);
    return super.delete(key);
  }
}

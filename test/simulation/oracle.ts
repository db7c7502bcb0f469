import { type Entry, paymentKey } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import { readMomentEvent } from '#shared/models/moment-event.ts';
import { MemoryTable } from '#test/support/memory-ledger-store.ts';
import type { Facts, Telling } from './tellings.ts';

/** A promise that was broken, and the obligation it concerns. */
export class Breach extends Error {
  override readonly name = 'Breach';
  readonly obligationId: string | undefined;

  constructor(message: string, obligationId?: string) {
    super(message);
    this.obligationId = obligationId;
  }
}

/** The table, with every write looked at as it happens. */
export class WatchedTable extends MemoryTable {
  /** Thrown at the next step: code under test may catch what is thrown at it. */
  #breach: Breach | undefined;
  readonly #touched = new Set<string>();
  readonly #last = new Map<string, { sequence: number; endingBalance: number }>();
  override readonly entries: Map<string, Entry> = new WatchedMap<Entry>((key, entry) => {
    if (!entry || this.entries.has(key)) return this.break(`${key} was edited or deleted`);
    const last = this.#last.get(entry.obligationId) ?? { sequence: 0, endingBalance: 0 };
    if (entry.sequence !== last.sequence + 1) {
      return this.break(
        `${key} has sequence ${entry.sequence} after ${last.sequence}`,
        entry.obligationId,
      );
    }
    if (entry.endingBalance !== last.endingBalance + entry.amount) {
      return this.break(`${key} does not add up`, entry.obligationId);
    }
    this.#last.set(entry.obligationId, entry);
    this.#touched.add(entry.obligationId);
  });
  override readonly held: Map<string, HeldEvent> = new WatchedMap<HeldEvent>((hash, event) => {
    const id = event?.obligationId;
    if (event?.state === 'unmatched' && id !== undefined && this.obligations.has(id)) {
      return this.break(`${hash} is held as unmatched though ${id} exists`, id);
    }
  });

  /** Promise 1, for what was written since: every balance is the sum of its entries. */
  checkTouched(): void {
    if (this.#breach) throw this.#breach;
    for (const id of this.#touched) {
      const { balance, sequence } = this.obligations.get(id) ?? {};
      const last = this.#last.get(id);
      if (balance !== last?.endingBalance || sequence !== last?.sequence) {
        throw new Breach(
          `the balance is ${balance} at ${sequence}, its entries say ${last?.endingBalance} at ${last?.sequence}`,
          id,
        );
      }
    }
    this.#touched.clear();
  }

  break(message: string, obligationId?: string): void {
    this.#breach ??= new Breach(message, obligationId);
  }
}

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

/** Promises 2 to 4, once everything has drained: what was acknowledged is accounted for, and counts once. */
export function checkAll(table: MemoryTable, acknowledged: readonly Telling[]): void {
  const byHash = new Map(acknowledged.map((telling) => [telling.hash, telling]));
  for (const telling of acknowledged) checkTelling(table, telling, byHash);
  const sums = new Map<string, number>();
  for (const { obligationId, amount } of table.entries.values()) {
    sums.set(obligationId, (sums.get(obligationId) ?? 0) + amount);
  }
  for (const { id, balance } of table.obligations.values()) {
    const sum = sums.get(id);
    if (sum !== balance)
      throw new Breach(`the balance is ${balance}, its entries add up to ${sum}`, id);
  }
  checkRebuilt(table);
}

function checkTelling(
  table: MemoryTable,
  { hash, means }: Telling,
  byHash: ReadonlyMap<string, Telling>,
): void {
  const held = table.held.get(hash);
  if (means.kind !== 'payment') {
    if (held?.state !== means.kind)
      throw new Breach(`${hash} is ${held?.state}, not ${means.kind}`);
    return;
  }
  const { obligationId, facts } = means;
  const entry = table.entries.get(facts.paymentKey);
  if (!entry)
    throw new Breach(`${facts.paymentKey} was acknowledged and has no entry`, obligationId);
  const first = byHash.get(entry.event?.hash ?? '');
  if (first?.means.kind !== 'payment') {
    throw new Breach(`${entry.key} comes from nothing that was told`, obligationId);
  }
  if (entry.amount !== -first.means.facts.amount) {
    throw new Breach(
      `${entry.key} is ${entry.amount}, told was ${first.means.facts.amount}`,
      obligationId,
    );
  }
  const expected = agrees(facts, first.means.facts) ? undefined : 'quarantined';
  if (held?.state !== expected) {
    throw new Breach(`${hash} is ${held?.state}, expected ${expected ?? 'entered'}`, obligationId);
  }
}

function agrees(facts: Facts, first: Facts): boolean {
  return (
    facts.amount === first.amount && (facts.type !== first.type || facts.dataId === first.dataId)
  );
}

/** A ledger rebuilt from the raw events that it kept equals the live one. */
function checkRebuilt(table: MemoryTable): void {
  for (const entry of table.entries.values()) {
    if (!entry.event) continue;
    const event = readMomentEvent(entry.event.raw);
    if (event.kind !== 'payment') throw new Breach(`${entry.key} keeps no payment`);
    const { payment } = event;
    if (paymentKey(payment) !== entry.key || payment.amount !== -entry.amount) {
      throw new Breach(`${entry.key} is not what its raw event says`, entry.obligationId);
    }
  }
}

import {
  type HeldEvent,
  type HeldKey,
  isResolved,
  isWhole,
  type WholeEvent,
} from '#shared/models/held-event.ts';
import type {
  DueEvents,
  DuePage,
  Found,
  WaitingEvents,
  WaitingState,
} from '#shared/ports/ledger.ts';
import type { MemoryTable } from './memory-table.ts';

export class MemoryWaitingEvents implements WaitingEvents {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async listWaiting(obligationId: string, limit: number): Promise<Found<WholeEvent>> {
    const items = this.#held('unmatched')
      .filter((event) => event.obligationId === obligationId)
      .sort((left, right) => left.receivedAt.localeCompare(right.receivedAt));
    return { items: items.slice(0, limit), unreadable: [] };
  }

  async listDue({ state, now, limit, cursor }: DuePage): Promise<DueEvents> {
    const due = this.#held(state).filter((event) => this.#dueAt(event) <= now);
    // The last event of a page is where the next one starts, whatever is settled in between.
    const rest = cursor === undefined ? due : due.filter((event) => this.#indexKey(event) > cursor);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    const found = { items, unreadable: [] };
    return last && rest.length > limit ? { ...found, cursor: this.#indexKey(last) } : found;
  }

  async postpone({ hash }: HeldKey, until: string): Promise<void> {
    const held = this.#table.held.get(hash);
    if (!held || isResolved(held)) return;
    const { state } = held;
    if (state === 'unmatched' || state === 'stale') this.#table.dueAt.set(hash, until);
  }

  async summariseWaiting() {
    const waiting = this.#held('unmatched');
    const [oldestReceivedAt] = waiting.map(({ receivedAt }) => receivedAt).toSorted();
    return { count: waiting.length, oldestReceivedAt };
  }

  #held(state: WaitingState): WholeEvent[] {
    return [...this.#table.held.values()]
      .filter(isWhole)
      .filter((event) => event.state === state && !isResolved(event))
      .sort((left, right) => (this.#indexKey(left) < this.#indexKey(right) ? -1 : 1));
  }

  #dueAt({ hash, receivedAt }: HeldEvent): string {
    return this.#table.dueAt.get(hash) ?? receivedAt;
  }

  #indexKey(event: HeldEvent): string {
    return `${this.#dueAt(event)} ${event.hash}`;
  }
}

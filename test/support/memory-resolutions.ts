import { paymentKey } from '#shared/models/entry.ts';
import { type HeldEvent, type HeldKey, heldWith } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Resolutions, ResolvedEvent, Resolving, SetAside } from '#shared/ports/resolutions.ts';
import { MemoryLedgerStore } from './memory-ledger-store.ts';
import type { MemoryTable } from './memory-table.ts';

function setAside(owed: Obligation, { amount, at }: SetAside): Obligation {
  return {
    ...owed,
    setAside: [...(owed.setAside ?? []), amount],
    untold: { dueAt: at, since: at, refusals: 0, ...owed.untold, state: 'push' },
  };
}

export class MemoryResolutions implements Resolutions {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async findHeld(key: HeldKey): Promise<HeldEvent | undefined> {
    const held = this.#table.held.get(key.hash);
    return held && heldWith(held) === heldWith(key) ? held : undefined;
  }

  async listBeside(key: HeldKey, limit: number): Promise<readonly HeldEvent[]> {
    return [...this.#table.held.values()]
      .filter((held) => heldWith(held) === heldWith(key))
      .slice(0, limit)
      .filter(({ hash }) => hash !== key.hash);
  }

  async resolve({
    events,
    posting,
    settles,
    setsAside,
  }: Resolving): Promise<'resolved' | 'conflict'> {
    const { held, entries, doubts, decided, obligations } = this.#table;
    if (!events.every((resolved) => this.#isAsRead(resolved))) return 'conflict';
    const key = settles && paymentKey(settles.payment);
    if (key !== undefined && (entries.has(key) || doubts.get(key)?.settled)) return 'conflict';
    if (setsAside && !obligations.has(setsAside.obligationId)) return 'conflict';
    if (posting && new MemoryLedgerStore(this.#table).postNow(posting, []) === 'conflict') {
      return 'conflict';
    }
    if (settles && key !== undefined) {
      doubts.set(key, { ...settles.payment, settled: settles.settled });
    }
    const owed = setsAside && obligations.get(setsAside.obligationId);
    if (owed) obligations.set(owed.id, setAside(owed, setsAside));
    for (const { event, resolution } of events) {
      const { resolution: earlier = event.earlier } = event;
      held.set(event.hash, { ...event, resolution, ...(earlier && { earlier }) });
      decided.add(event.hash);
    }
    return 'resolved';
  }

  #isAsRead({ event }: ResolvedEvent): boolean {
    const now = this.#table.held.get(event.hash);
    return (
      now?.state === event.state &&
      now.reason === event.reason &&
      JSON.stringify(now.resolution) === JSON.stringify(event.resolution)
    );
  }
}

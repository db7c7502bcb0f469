import type { LoweringSeen, Untold } from '#shared/models/at-moment.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Lease, PushRecord, UntoldObligations } from '#shared/ports/push.ts';
import type { MemoryTable } from './memory-table.ts';

export class MemoryUntoldObligations implements UntoldObligations {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async listDue(now: string, limit: number): Promise<readonly string[]> {
    return this.#marked('push')
      .filter(({ dueAt }) => dueAt <= now)
      .sort((left, right) => left.dueAt.localeCompare(right.dueAt))
      .slice(0, limit)
      .map(({ id }) => id);
  }

  async countDrifts(limit: number): Promise<number> {
    return Math.min(limit, this.#marked('drift').length);
  }

  async claim(obligationId: string, now: string, until: string): Promise<Obligation | undefined> {
    const obligation = this.#table.obligations.get(obligationId);
    if (obligation?.untold?.state !== 'push' || obligation.untold.dueAt > now) return undefined;
    const claimed = { ...obligation, untold: { ...obligation.untold, dueAt: until } };
    this.#table.obligations.set(obligationId, claimed);
    return claimed;
  }

  async record({ obligationId, until }: Lease, record: PushRecord): Promise<boolean> {
    const obligation = this.#table.obligations.get(obligationId);
    if (obligation?.untold?.state !== 'push' || obligation.untold.dueAt !== until) return false;
    const { atMoment, sending, untold, atSequence = obligation.sequence } = record;
    if (obligation.sequence !== atSequence) return false;
    const { sending: oldSending, untold: oldUntold, setAside, ...facts } = obligation;
    const newSending = sending === 'none' ? undefined : (sending ?? oldSending);
    const newUntold = untold === 'told' ? undefined : (untold ?? oldUntold);
    this.#table.obligations.set(obligationId, {
      ...facts,
      ...(atMoment ? { atMoment } : setAside && { setAside }),
      ...(newSending !== undefined && { sending: newSending }),
      ...(newUntold && { untold: newUntold }),
    });
    return true;
  }

  async findLowering(): Promise<LoweringSeen | undefined> {
    return this.#table.settings.get('moment-lowers');
  }

  async keepLowering(seen: LoweringSeen): Promise<void> {
    this.#table.settings.set('moment-lowers', seen);
  }

  #marked(state: Untold['state']): { readonly id: string; readonly dueAt: string }[] {
    const marked: { readonly id: string; readonly dueAt: string }[] = [];
    for (const { id, untold } of this.#table.obligations.values()) {
      if (untold?.state === state) marked.push({ id, dueAt: untold.dueAt });
    }
    return marked;
  }
}

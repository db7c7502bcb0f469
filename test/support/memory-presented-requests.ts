import type { MadeRequest, Presented } from '#shared/models/presented.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import { type MemoryTable, requestName } from './memory-table.ts';

export class MemoryPresentedRequests implements PresentedRequests {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async keepPresented(obligationId: string, request: MadeRequest): Promise<void> {
    const presented = this.#table.presented.get(obligationId) ?? [];
    if (presented.some(({ id }) => id === request.id)) return;
    this.#table.presented.set(obligationId, [...presented, request]);
  }

  async keepExpiry(obligationId: string, requestId: string, expiresAt: string): Promise<void> {
    const presented = this.#table.presented.get(obligationId) ?? [];
    const changed = presented.map((one) => (one.id === requestId ? { ...one, expiresAt } : one));
    this.#table.presented.set(obligationId, changed);
  }

  async listPresented(obligationId: string): Promise<readonly Presented[]> {
    const presented = this.#table.presented.get(obligationId) ?? [];
    return presented.map((request) => {
      const settledBy = this.#table.settledRequests.get(requestName(obligationId, request.id));
      return settledBy === undefined ? request : { ...request, settledBy };
    });
  }
}

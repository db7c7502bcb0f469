import type { StatementLine } from '#shared/models/entry.ts';
import type { ExceptionKind, ExceptionRow, KeptException } from '#shared/models/exception.ts';
import { exceptionId, readExceptionId } from '#shared/models/exception-id.ts';
import { type HeldEvent, heldWith, isResolved } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Exceptions } from '#shared/ports/exceptions.ts';
import type { MemoryTable } from './memory-table.ts';

export class MemoryExceptions implements Exceptions {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async listRows(kind: ExceptionKind): Promise<readonly ExceptionRow[]> {
    if (kind === 'intent') {
      return [...this.#table.intents.values()]
        .filter(({ done }) => !done)
        .map(({ key, startedAt: since }) => ({ kind, id: exceptionId({ kind, key }), since }));
    }
    if (kind === 'push' || kind === 'drift') {
      return [...this.#table.obligations.values()].flatMap(({ id: obligationId, untold }) => {
        if (untold?.state !== kind) return [];
        const { since, refusals } = untold;
        return [{ kind, id: exceptionId({ kind, obligationId }), since, refusals }];
      });
    }
    return [...this.#table.held.values()]
      .filter((event) => event.state === kind && this.#isListed(event))
      .map((held) => ({
        kind,
        id: exceptionId({ kind: 'event', held }),
        since: held.receivedAt,
      }));
  }

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, KeptException>> {
    return new Map(
      ids.flatMap((id) => {
        const kept = this.#find(id);
        return kept ? [[id, kept] as const] : [];
      }),
    );
  }

  async listEntered(paymentId: string): Promise<readonly StatementLine[]> {
    return [...this.#table.entries.values()]
      .filter((entry) => entry.type === 'payment' && entry.paymentId === paymentId)
      .map((entry) => {
        const { previous: _previous, cause: _cause, ...line } = entry;
        return line;
      });
  }

  async findHeads(obligationIds: readonly string[]): Promise<readonly Obligation[]> {
    return [...new Set(obligationIds)].flatMap((id) => this.#table.obligations.get(id) ?? []);
  }

  #find(id: string): KeptException | undefined {
    const key = readExceptionId(id);
    switch (key?.kind) {
      case 'event': {
        const event = this.#table.held.get(key.held.hash);
        if (!event || heldWith(event) !== heldWith(key.held)) return undefined;
        return { of: 'event', event, isListed: this.#isListed(event) };
      }
      case 'intent': {
        const stored = this.#table.intents.get(key.key);
        if (!stored) return undefined;
        const { dueAt: _dueAt, ...intent } = stored;
        return { of: 'intent', intent };
      }
      case 'push':
      case 'drift': {
        const obligation = this.#table.obligations.get(key.obligationId);
        return obligation && { of: 'head', obligation };
      }
      default:
        return undefined;
    }
  }

  #isListed(event: HeldEvent): boolean {
    return event.state !== 'ignored' && !this.#table.decided.has(event.hash) && !isResolved(event);
  }
}

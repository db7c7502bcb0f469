import type { Intent } from '#shared/models/intent.ts';
import type { Begun } from '#shared/ports/intents.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import type { MemoryTable } from '#test/support/memory-table.ts';
import { MemoryWaitingEvents } from '#test/support/memory-waiting-events.ts';

/** A refusal forgets whatever is under its key, also what was done there since. */
export class BlindDiscard extends MemoryIntentStore {
  override async discard(intent: Intent): Promise<void> {
    this.table.intents.delete(intent.key);
    if (intent.operation !== 'create_customer') return;
    const reference = intent.request.external_reference;
    if (this.table.references.get(reference)?.kind === 'reserved') {
      this.table.references.delete(reference);
    }
  }
}

/** Whoever creates last takes the reference from whoever reserved it. */
export class ForgottenReservation extends MemoryIntentStore {
  override async begin(intent: Intent, dueAt: string): Promise<Begun> {
    if (intent.operation === 'create_customer') {
      const reference = intent.request.external_reference;
      if (this.table.references.get(reference)?.kind === 'reserved') {
        this.table.references.delete(reference);
      }
    }
    return super.begin(intent, dueAt);
  }
}

/** What was done for one presentation is answered to another. */
export class AnothersAnswer extends MemoryIntentStore {
  override async find(key: string): Promise<Intent | undefined> {
    const intent = await super.find(key);
    if (intent?.operation !== 'present_balance') return intent;
    const others = [...this.table.intents.values()].filter(
      (other) => other.operation === 'present_balance' && other.done && other.key !== key,
    );
    const [other] = others;
    return other?.operation === 'present_balance' && other.done
      ? { ...intent, done: other.done }
      : intent;
  }
}

/** Another's write to the same item is an error that nobody has a word for. */
export class ConflictAsError extends MemoryIntentStore {
  readonly #writing = new Set<string>();

  override async markTried(key: string, nextAt: string): Promise<void> {
    if (this.#writing.has(key)) {
      throw Object.assign(new Error('Transaction is ongoing for the item'), {
        name: 'TransactionConflictException',
      });
    }
    this.#writing.add(key);
    await super.markTried(key, nextAt);
    setImmediate(() => this.#writing.delete(key));
  }
}

/** What waits is released as it is read, before it is entered. */
export class EarlyRelease extends MemoryWaitingEvents {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    super(table);
    this.#table = table;
  }

  override async listWaiting(obligationId: string, limit: number) {
    const found = await super.listWaiting(obligationId, limit);
    for (const { hash } of found.items) this.#table.held.delete(hash);
    return found;
  }
}

/** The sweep looks at whatever waits each time. */
export class NeverPostponed extends MemoryWaitingEvents {
  override async postpone(): Promise<void> {}
}

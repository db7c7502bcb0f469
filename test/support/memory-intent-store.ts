import type { Intent, StoredAnswer } from '#shared/models/intent.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import { MemoryTable } from './memory-ledger-store.ts';

export class MemoryIntentStore implements IntentStore {
  readonly table: MemoryTable;

  constructor(table: MemoryTable = new MemoryTable()) {
    this.table = table;
  }

  async begin(intent: Intent) {
    const existing = this.table.intents.get(intent.key);
    if (existing) return { kind: 'exists' as const, intent: untimed(existing) };
    this.table.intents.set(intent.key, { ...intent, triedAt: intent.startedAt });
    return { kind: 'begun' as const };
  }

  async find(key: string): Promise<Intent | undefined> {
    const stored = this.table.intents.get(key);
    return stored && untimed(stored);
  }

  async replaceMomentKey(key: string, spent: string, fresh: string): Promise<string> {
    const stored = this.table.intents.get(key);
    if (!stored || stored.answer) return stored?.momentKey ?? fresh;
    if (stored.momentKey !== spent) return stored.momentKey;
    this.table.intents.set(key, { ...stored, momentKey: fresh });
    return fresh;
  }

  async finish(key: string, answer: StoredAnswer): Promise<void> {
    const stored = this.table.intents.get(key);
    if (stored && !stored.answer) this.table.intents.set(key, { ...stored, answer });
  }

  async discard(key: string): Promise<void> {
    if (!this.table.intents.get(key)?.answer) this.table.intents.delete(key);
  }

  async listAbandoned({
    triedBefore,
    limit,
  }: {
    triedBefore: string;
    limit: number;
  }): Promise<readonly Intent[]> {
    return [...this.table.intents.values()]
      .filter(
        ({ operation, answer, triedAt }) =>
          operation === 'create_customer' && !answer && triedAt < triedBefore,
      )
      .sort((left, right) => left.triedAt.localeCompare(right.triedAt))
      .slice(0, limit)
      .map(untimed);
  }

  async markTried(key: string, at: string): Promise<void> {
    const stored = this.table.intents.get(key);
    if (stored && !stored.answer)
      this.table.intents.set(key, { ...stored, triedAt: at, tries: stored.tries + 1 });
  }
}

function untimed({ triedAt: _triedAt, ...intent }: Intent & { triedAt: string }): Intent {
  return intent;
}

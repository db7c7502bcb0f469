import { isCreation, referencesOf } from '#shared/models/creation.ts';
import type { Intent } from '#shared/models/intent.ts';
import { withoutPerson } from '#shared/models/person.ts';
import type { Begun, IntentStore } from '#shared/ports/intents.ts';
import { MemoryTable, referenceName } from './memory-table.ts';

export class MemoryIntentStore implements IntentStore {
  readonly table: MemoryTable;

  constructor(table: MemoryTable = new MemoryTable()) {
    this.table = table;
  }

  async begin(intent: Intent, dueAt: string): Promise<Begun> {
    // All of it before anybody else: the table does it in one transaction.
    const existing = this.table.intents.get(intent.key);
    if (existing) return { kind: 'exists', intent: untimed(existing) };
    const references = isCreation(intent) ? referencesOf(intent) : [];
    for (const { kind, externalReference: reference } of references) {
      const owner = this.table.references.get(referenceName(kind, reference));
      if (owner?.kind === 'taken')
        return { ...owner, kind: 'reference_taken', of: kind, reference };
      if (owner) return { ...owner, kind: 'reference_reserved', of: kind, reference };
    }
    for (const { kind, externalReference } of references) {
      const name = referenceName(kind, externalReference);
      this.table.references.set(name, { kind: 'reserved', intentKey: intent.key });
    }
    this.table.intents.set(intent.key, { ...intent, dueAt });
    return { kind: 'begun' };
  }

  async find(key: string): Promise<Intent | undefined> {
    const stored = this.table.intents.get(key);
    return stored && untimed(stored);
  }

  async replaceMomentKey(key: string, spent: string, fresh: string): Promise<void> {
    const stored = this.table.intents.get(key);
    if (!stored || stored.done || stored.momentKey !== spent) return;
    this.table.intents.set(key, { ...stored, momentKey: fresh });
  }

  async finish(key: string, done: NonNullable<Intent['done']>): Promise<void> {
    const stored = this.table.intents.get(key);
    // As the table does: it does not look at what is put into it.
    if (!stored || stored.done) return;
    this.table.intents.set(key, { ...stored, request: kept(stored), done } as typeof stored);
  }

  async discard(intent: Intent, momentKey: string): Promise<void> {
    const stored = this.table.intents.get(intent.key);
    if (!stored || stored.done || stored.momentKey !== momentKey) return;
    this.table.intents.delete(intent.key);
    if (!isCreation(intent)) return;
    for (const { kind, externalReference } of referencesOf(intent)) {
      const name = referenceName(kind, externalReference);
      const owner = this.table.references.get(name);
      if (owner?.kind === 'reserved' && owner.intentKey === intent.key) {
        this.table.references.delete(name);
      }
    }
  }

  async listDue(now: string, limit: number): Promise<readonly string[]> {
    return [...this.table.intents.values()]
      .filter(({ done, dueAt }) => !done && dueAt <= now)
      .sort((left, right) => left.dueAt.localeCompare(right.dueAt))
      .slice(0, limit)
      .map(({ key }) => key);
  }

  async markTried(key: string, nextAt: string): Promise<void> {
    const stored = this.table.intents.get(key);
    if (stored && !stored.done)
      this.table.intents.set(key, { ...stored, dueAt: nextAt, tries: stored.tries + 1 });
  }
}

/** A finished intent says neither who it is nor what for. */
function kept(intent: Intent): Intent['request'] {
  if (intent.operation === 'create_customer') return withoutPerson(intent.request);
  if (intent.operation !== 'present_balance') return intent.request;
  const { description: _description, ...facts } = intent.request.facts;
  return { ...intent.request, facts };
}

function untimed({ dueAt: _dueAt, ...intent }: Intent & { readonly dueAt: string }): Intent {
  return intent;
}

import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Intent, StoredAnswer } from '#shared/models/intent.ts';
import type { Posting, PostResult } from '#shared/ports/ledger.ts';
import { MemoryIntentStore } from './memory-intent-store.ts';
import { MemoryLedgerStore } from './memory-ledger-store.ts';

/** The marker is looked for first, and written after the balance, in a transaction of its own. */
export class MarkerAfter extends MemoryLedgerStore {
  override async post(posting: Posting): Promise<PostResult> {
    const existing = posting.entries.flatMap(({ key }) => this.table.entries.get(key) ?? []);
    if (existing.length > 0) return 'moved';
    const result = await super.post({ ...posting, entries: [] });
    if (result !== 'posted') return result;
    await this.pause();
    for (const entry of posting.entries) this.table.entries.set(entry.key, entry);
    return result;
  }
}

/** The marker is written before the balance, in a transaction of its own. */
export class MarkerBefore extends MemoryLedgerStore {
  override async post(posting: Posting): Promise<PostResult> {
    const { entries } = this.table;
    const existing = posting.entries.flatMap(({ key }) => entries.get(key) ?? []);
    if (existing.length > 0) return 'moved';
    for (const entry of posting.entries) entries.set(entry.key, entry);
    await this.pause();
    return super.post({ ...posting, entries: [] });
  }
}

/** Whoever writes last wins: nobody looks whether somebody wrote since. */
export class BlindPost extends MemoryLedgerStore {
  override async post(posting: Posting): Promise<PostResult> {
    const now = this.table.obligations.get(posting.obligationId);
    return super.post({ ...posting, expectedSequence: now?.sequence ?? 0 });
  }
}

/** An entry is written without a look at whether it is there: that was read before. */
export class BlindEntry extends MemoryLedgerStore {
  override async post(posting: Posting): Promise<PostResult> {
    const result = await super.post({ ...posting, entries: [] });
    if (result !== 'posted') return result;
    for (const entry of posting.entries) this.table.entries.set(entry.key, entry);
    return result;
  }
}

/** An event is held as unmatched without a look at its obligation. */
export class BlindHold extends MemoryLedgerStore {
  override async hold(event: HeldEvent): Promise<'held'> {
    this.table.held.set(event.hash, event);
    return 'held';
  }
}

/** An intent is stored with its answer, once Moment was called, and not before. */
export class LateIntents extends MemoryIntentStore {
  readonly #begun = new Map<string, Intent>();

  override async begin(intent: Intent) {
    const existing = await this.find(intent.key);
    if (existing) return { kind: 'exists' as const, intent: existing };
    this.#begun.set(intent.key, intent);
    return { kind: 'begun' as const };
  }

  override async finish(key: string, answer: StoredAnswer): Promise<void> {
    const intent = this.#begun.get(key);
    if (intent) await super.begin(intent);
    await super.finish(key, answer);
  }
}

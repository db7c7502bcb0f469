import type { HeldEvent, HeldKey } from '#shared/models/held-event.ts';
import type { Intent } from '#shared/models/intent.ts';
import type { Posting } from '#shared/models/posting.ts';
import type { Begun } from '#shared/ports/intents.ts';
import type { PostResult } from '#shared/ports/ledger.ts';
import type { Lease, PushRecord } from '#shared/ports/push.ts';
import { MemoryIntentStore } from './memory-intent-store.ts';
import { MemoryLedgerStore } from './memory-ledger-store.ts';
import { MemoryUntoldObligations } from './memory-untold-obligations.ts';

/** The marker is looked for first, and written after the balance, in a transaction of its own. */
export class MarkerAfter extends MemoryLedgerStore {
  override async post(posting: Posting, settled: readonly HeldKey[]): Promise<PostResult> {
    const existing = posting.entries.flatMap(({ key }) => this.table.entries.get(key) ?? []);
    if (existing.length > 0) return 'conflict';
    const result = await super.post({ ...posting, entries: [] }, settled);
    if (result !== 'posted') return result;
    await this.pause();
    for (const entry of posting.entries) this.table.entries.set(entry.key, entry);
    return result;
  }
}

/** The marker is written before the balance, in a transaction of its own. */
export class MarkerBefore extends MemoryLedgerStore {
  override async post(posting: Posting, settled: readonly HeldKey[]): Promise<PostResult> {
    const { entries } = this.table;
    const existing = posting.entries.flatMap(({ key }) => entries.get(key) ?? []);
    if (existing.length > 0) return 'conflict';
    for (const entry of posting.entries) entries.set(entry.key, entry);
    await this.pause();
    return super.post({ ...posting, entries: [] }, settled);
  }
}

/** Whoever writes last wins: nobody looks whether somebody wrote since. */
export class BlindPost extends MemoryLedgerStore {
  override async post(posting: Posting, settled: readonly HeldKey[]): Promise<PostResult> {
    const now = this.table.obligations.get(posting.obligationId);
    const { sequence = 0, balance = 0, newestHash = '' } = now ?? {};
    const expected = { sequence, balance, newestHash };
    return super.post({ ...posting, expected }, settled);
  }
}

/** An entry is written without a look at whether it is there: that was read before. */
export class BlindEntry extends MemoryLedgerStore {
  override async post(posting: Posting, settled: readonly HeldKey[]): Promise<PostResult> {
    const result = await super.post({ ...posting, entries: [] }, settled);
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

  override async begin(intent: Intent): Promise<Begun> {
    const existing = await this.find(intent.key);
    if (existing) return { kind: 'exists', intent: existing };
    this.#begun.set(intent.key, intent);
    return { kind: 'begun' };
  }

  override async finish(key: string, done: NonNullable<Intent['done']>): Promise<void> {
    const intent = this.#begun.get(key);
    if (intent) await super.begin(intent, intent.startedAt);
    await super.finish(key, done);
  }
}

/** What Moment was told is recorded without a look at what was entered since. */
export class BlindRecord extends MemoryUntoldObligations {
  override async record(lease: Lease, { atSequence: _, ...record }: PushRecord): Promise<boolean> {
    return super.record(lease, record);
  }
}

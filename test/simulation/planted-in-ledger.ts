import type { Entry } from '#shared/models/entry.ts';
import type { HeldKey } from '#shared/models/held-event.ts';
import type { Posting } from '#shared/models/posting.ts';
import type { LedgerKeys, LedgerState, Opening, PostResult } from '#shared/ports/ledger.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import type { MemoryTable } from '#test/support/memory-table.ts';

type Settled = readonly HeldKey[];

const DAY_MS = 24 * 60 * 60_000;
const eventOf = ({ cause }: Entry) => (cause.kind === 'event' ? cause.id : undefined);

/** Nothing tells a payment that comes again from a new one. */
export class ForgetfulMarker extends MemoryLedgerStore {
  override async post(posting: Posting, settled: Settled): Promise<PostResult> {
    const entries = posting.entries.map((entry) => ({
      ...entry,
      key: `${entry.key}#${entry.sequence}`,
    }));
    return super.post({ ...posting, entries }, settled);
  }
}

/** An entry is keyed by the event that told of it, not by the payment. */
export class KeyedByEvent extends MemoryLedgerStore {
  /** What was met on the way, by the key that was asked for. */
  readonly #met = new Map<string, Entry>();

  override async readLedger(obligationId: string, keys: LedgerKeys): Promise<LedgerState> {
    const state = await super.readLedger(obligationId, { entries: [] });
    return { ...state, entries: keys.entries.flatMap((key) => this.#met.get(key) ?? []) };
  }

  override async post(posting: Posting, settled: Settled): Promise<PostResult> {
    for (const entry of posting.entries) {
      const met = this.table.entries.get(eventOf(entry) ?? entry.key);
      if (met) this.#met.set(entry.key, { ...met, key: entry.key });
    }
    const entries = posting.entries.map((entry) => ({
      ...entry,
      key: eventOf(entry) ?? entry.key,
    }));
    return super.post({ ...posting, entries }, settled);
  }
}

/** Markers expire after a day, as those of an idempotency store with a time to live do. */
export class ExpiringMarker extends MemoryLedgerStore {
  readonly #now: () => number;

  constructor(table: MemoryTable, pause: () => Promise<void>, now: () => number) {
    super(table, pause);
    this.#now = now;
  }

  override async readLedger(obligationId: string, keys: LedgerKeys): Promise<LedgerState> {
    const state = await super.readLedger(obligationId, keys);
    const isKept = ({ recordedAt }: Entry) => this.#now() - Date.parse(recordedAt) <= DAY_MS;
    return { ...state, entries: state.entries.filter(isKept) };
  }

  override async post(posting: Posting, settled: Settled): Promise<PostResult> {
    const entries = posting.entries.map((entry) => {
      const before = this.table.entries.get(entry.key);
      const age = before ? this.#now() - Date.parse(before.recordedAt) : 0;
      return age > DAY_MS ? { ...entry, key: `${entry.key}#${entry.sequence}` } : entry;
    });
    return super.post({ ...posting, entries }, settled);
  }
}

/** The opening balance is what Moment says, which payments may have moved since. */
export class MomentsBalance extends MemoryLedgerStore {
  override async open(opening: Opening): Promise<'opened' | 'exists'> {
    const { obligation, entry } = opening;
    const balance = obligation.atMoment?.balance;
    if (!entry || balance === undefined) return super.open(opening);
    return super.open({
      ...opening,
      obligation: { ...obligation, balance },
      entry: { ...entry, amount: balance, endingBalance: balance },
    });
  }
}

/** A posting that somebody else was faster than is taken for done. */
export class BlindPost extends MemoryLedgerStore {
  override async post(posting: Posting, settled: Settled): Promise<PostResult> {
    await super.post(posting, settled);
    return 'posted';
  }
}

/** Two tellings under two ids are two payments, whoever tells. */
export class BothIdsCount extends MemoryLedgerStore {
  override async readLedger(obligationId: string, keys: LedgerKeys): Promise<LedgerState> {
    const state = await super.readLedger(obligationId, keys);
    return {
      ...state,
      obligation: state.obligation && { ...state.obligation, newestPayments: [] },
    };
  }
}

/** That a payment was in doubt is known only as long as the payment that raised it is among the newest. */
export class ForgottenDoubt extends MemoryLedgerStore {
  override async keepDoubt(): Promise<'kept'> {
    return 'kept';
  }
}

/** What was applied otherwise than its Payment Request told is taken for told already. */
export class IgnoredAdjustment extends MemoryLedgerStore {
  override async post(posting: Posting, settled: Settled): Promise<PostResult> {
    const isAdjustment = posting.entries.every(({ type }) => type === 'adjustment');
    return isAdjustment ? 'posted' : super.post(posting, settled);
  }
}

/** A posting looks at the sequence alone, and writes over a balance that somebody put right. */
export class NoBalanceCondition extends MemoryLedgerStore {
  override async post(posting: Posting, settled: Settled): Promise<PostResult> {
    const balance = this.table.obligations.get(posting.obligationId)?.balance ?? 0;
    return super.post({ ...posting, expected: { ...posting.expected, balance } }, settled);
  }
}

/** Nobody counts how much of an entry is undone. */
export class UncountedReversal extends MemoryLedgerStore {
  override async post(posting: Posting, settled: Settled): Promise<PostResult> {
    const { undoes: _uncounted, ...uncounted } = posting;
    return super.post(uncounted, settled);
  }
}

/** Nobody keeps which refund a row of a report became. */
export class ForgottenRow extends MemoryLedgerStore {
  override async post(posting: Posting, settled: Settled): Promise<PostResult> {
    const { reconciled: _forgotten, ...others } = posting;
    return super.post(others, settled);
  }
}

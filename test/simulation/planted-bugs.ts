import type { SQSBatchResponse } from 'aws-lambda';
import type { Entry } from '#shared/models/entry.ts';
import type { LedgerStore, Opening, Posting, PostResult } from '#shared/ports/ledger.ts';
import type { DeliveryQueue } from '#shared/ports/queue.ts';
import { MemoryLedgerStore, type MemoryTable } from '#test/support/memory-ledger-store.ts';
import { BlindEntry, BlindHold, MarkerAfter } from '#test/support/planted-bugs.ts';

/** A mistake that somebody could make, put around the real parts to see that the simulation finds it. */
export type PlantedBug = {
  readonly ledger?: (
    table: MemoryTable,
    pause: () => Promise<void>,
    now: () => number,
  ) => MemoryLedgerStore;
  readonly queue?: (queue: DeliveryQueue) => DeliveryQueue;
  readonly batchAnswer?: (answer: SQSBatchResponse) => SQSBatchResponse;
};

const DAY_MS = 24 * 60 * 60_000;

/** Nothing tells a payment that comes again from a new one. */
class ForgetfulMarker extends MemoryLedgerStore {
  override async post(posting: Posting): Promise<PostResult> {
    const entries = posting.entries.map((entry) => ({
      ...entry,
      key: `${entry.key}#${entry.sequence}`,
    }));
    return super.post({ ...posting, entries });
  }
}

/** An entry is keyed by the event that told of it, not by the payment. */
class KeyedByEvent extends MemoryLedgerStore {
  /** What was met on the way, by the key that was asked for. */
  readonly #met = new Map<string, Entry>();

  override async readLedger(obligationId: string, entryKeys: readonly string[]) {
    const { obligation } = await super.readLedger(obligationId, []);
    return { obligation, entries: entryKeys.flatMap((key) => this.#met.get(key) ?? []) };
  }

  override async post(posting: Posting): Promise<PostResult> {
    for (const { key, event } of posting.entries) {
      const met = this.table.entries.get(event?.id ?? key);
      if (met) this.#met.set(key, { ...met, key });
    }
    const entries = posting.entries.map((entry) => ({
      ...entry,
      key: entry.event?.id ?? entry.key,
    }));
    return super.post({ ...posting, entries });
  }
}

/** Markers expire after a day, as those of an idempotency store with a time to live do. */
class ExpiringMarker extends MemoryLedgerStore {
  readonly #now: () => number;

  constructor(table: MemoryTable, pause: () => Promise<void>, now: () => number) {
    super(table, pause);
    this.#now = now;
  }

  override async readLedger(...args: Parameters<LedgerStore['readLedger']>) {
    const { obligation, entries } = await super.readLedger(...args);
    const isKept = ({ recordedAt }: Entry) => this.#now() - Date.parse(recordedAt) <= DAY_MS;
    return { obligation, entries: entries.filter(isKept) };
  }

  override async post(posting: Posting): Promise<PostResult> {
    const entries = posting.entries.map((entry) => {
      const before = this.table.entries.get(entry.key);
      const age = before ? Date.parse(entry.recordedAt) - Date.parse(before.recordedAt) : 0;
      return age > DAY_MS ? { ...entry, key: `${entry.key}#${entry.sequence}` } : entry;
    });
    return super.post({ ...posting, entries });
  }
}

/** What waits is released as it is read, before it is entered. */
class EarlyRelease extends MemoryLedgerStore {
  override async listWaiting(obligationId: string, limit: number) {
    const waiting = await super.listWaiting(obligationId, limit);
    for (const { hash } of waiting) await this.release(hash);
    return waiting;
  }
}

/** The opening balance is what Moment says, which payments may have moved since. */
class MomentsBalance extends MemoryLedgerStore {
  override async open(opening: Opening): Promise<'opened' | 'exists'> {
    const { obligation, entry } = opening;
    const balance = obligation.balanceAtMoment;
    if (!entry || balance === undefined) return super.open(opening);
    return super.open({
      ...opening,
      obligation: { ...obligation, balance },
      entry: { ...entry, amount: balance, endingBalance: balance },
    });
  }
}

/** A posting that somebody else was faster than is taken for done. */
class BlindPost extends MemoryLedgerStore {
  override async post(posting: Posting): Promise<PostResult> {
    const result = await super.post(posting);
    return result === 'moved' ? 'posted' : result;
  }
}

const omitFirst = ({ batchItemFailures }: SQSBatchResponse): SQSBatchResponse => ({
  batchItemFailures: batchItemFailures.slice(1),
});

const acceptAnyway = (queue: DeliveryQueue): DeliveryQueue => ({
  put: (delivery, groupId) => queue.put(delivery, groupId).catch(() => undefined),
});

export const PLANTED_BUGS: Readonly<Record<string, PlantedBug>> = {
  'marker-outside': { ledger: (table, pause) => new MarkerAfter(table, pause) },
  'forgetful-marker': { ledger: (table, pause) => new ForgetfulMarker(table, pause) },
  'keyed-by-event': { ledger: (table, pause) => new KeyedByEvent(table, pause) },
  'expiring-marker': { ledger: (...args) => new ExpiringMarker(...args) },
  'blind-entry': { ledger: (table, pause) => new BlindEntry(table, pause) },
  'blind-hold': { ledger: (table, pause) => new BlindHold(table, pause) },
  'early-release': { ledger: (table, pause) => new EarlyRelease(table, pause) },
  'moments-balance': { ledger: (table, pause) => new MomentsBalance(table, pause) },
  'blind-post': { ledger: (table, pause) => new BlindPost(table, pause) },
  'failure-omitted': { batchAnswer: omitFirst },
  'accepted-unqueued': { queue: acceptAnyway },
};

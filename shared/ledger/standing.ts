import { hashEntry } from '#shared/models/chain.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { NewestPayment, TrackedObligation } from '#shared/models/obligation.ts';
import type { Posting } from '#shared/models/posting.ts';
import { paidBy } from './paid.ts';

/** Where a ledger stands while movements are decided, one after the other. */
export type Standing = {
  readonly obligation: TrackedObligation;
  readonly sequence: number;
  readonly balance: number;
  /** Of a bill: what was paid on it. */
  readonly paid?: number | undefined;
  /** Hash of the newest entry. */
  readonly newestHash: string;
  readonly newestPayments: readonly NewestPayment[];
  /** Entries that are known, by key: those that were read, and those decided so far. */
  readonly entered: ReadonlyMap<string, Entry>;
  /** `data.id` of what was told second, by the key of each payment of which both tellings were seen. */
  readonly toldByBoth: ReadonlyMap<string, string>;
  /** By the key of the payment's entry. */
  readonly doubts: ReadonlyMap<string, Doubt>;
  /** Of what is entered now; never before the newest entry. */
  readonly recordedAt: string;
};

/** Before anything is decided. @param now ISO time; what is entered is recorded then, or with the newest entry if that is later */
export function standingOf(obligation: TrackedObligation, now: string): Standing {
  const { sequence, balance, paid, newestHash, newestPayments, recordedAt } = obligation;
  return {
    ...{ obligation, sequence, balance, paid, newestHash, newestPayments },
    entered: new Map(),
    toldByBoth: new Map(),
    doubts: new Map(),
    recordedAt: later(now, recordedAt),
  };
}

function later(now: string, newest: string | undefined): string {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: undefined is later than nothing
  return newest !== undefined && newest > now ? newest : now;
}

/** How many of its newest payments an obligation remembers: its head stays below a kilobyte with them. */
export const NEWEST_PAYMENTS_MAX = 8;

export function afterEntry(standing: Standing, entry: Entry, payment?: NewestPayment): Standing {
  const { newestPayments, entered, paid } = standing;
  return {
    ...standing,
    sequence: entry.sequence,
    balance: entry.endingBalance,
    paid: paid === undefined ? undefined : paid + paidBy(entry),
    newestHash: hashEntry(entry),
    newestPayments: payment
      ? [payment, ...newestPayments].slice(0, NEWEST_PAYMENTS_MAX)
      : newestPayments,
    entered: new Map(entered).set(entry.key, entry),
  };
}

/** Absent where nothing was entered. */
export function toPosting(
  start: Standing,
  end: Standing,
  entries: readonly Entry[],
): Posting | undefined {
  return entries.length === 0 ? undefined : postingOf(start, end, entries);
}

/** What moves a ledger from where it stood to where it stands with these entries. */
export function postingOf(
  { obligation, sequence, balance, newestHash }: Standing,
  end: Standing,
  entries: readonly Entry[],
): Posting {
  return {
    obligationId: obligation.id,
    expected: { sequence, balance, newestHash },
    head: {
      sequence: end.sequence,
      balance: end.balance,
      newestHash: end.newestHash,
      recordedAt: end.recordedAt,
      newestPayments: end.newestPayments,
      ...(end.paid !== undefined && { paid: end.paid }),
    },
    entries,
  };
}

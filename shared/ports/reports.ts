import type { SnapshotManifest, SnapshotPart } from '#shared/models/ageing-snapshot.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type {
  KeptSummary,
  RecordedEntry,
  WaitingAmount,
  WaitingKind,
} from '#shared/models/summary.ts';

export type RecordedAsked = {
  readonly type: RecordedEntry['type'];
  /** ISO 8601 in UTC; half-open. */
  readonly from: string;
  readonly to: string;
  readonly cursor?: string | undefined;
};

/** Entries of all obligations by when they were recorded; may lag behind by moments. */
export interface RecordedEntries {
  /** In that order. */
  listRecorded(asked: RecordedAsked): Promise<{
    readonly entries: readonly RecordedEntry[];
    readonly cursor: string | undefined;
  }>;
  /** When the first of a type was; undefined if there is none. */
  findFirst(type: RecordedEntry['type']): Promise<string | undefined>;
}

export interface WaitingAmounts {
  /** In no order. May lag behind by moments; what waits no more is left out. */
  listWaitingAmounts(
    kind: WaitingKind,
    cursor: string | undefined,
  ): Promise<{
    readonly waiting: readonly WaitingAmount[];
    readonly cursor: string | undefined;
  }>;
}

/** Summaries of days that are over, of one zone. */
export interface DaySummaries {
  /** In the order of the calendar. */
  listSummarised(): Promise<readonly string[]>;
  /** @throws Error if it is not there, or none of ours */
  readSummary(day: string): Promise<KeptSummary>;
}

/** Nothing is written twice: false if another one has written it. */
export interface DaySummaryStore extends DaySummaries {
  writeSummary(summary: KeptSummary): Promise<boolean>;
}

/** The heads of all obligations of a kind, by reference; one that was opened just now may be missing. */
export interface KindHeads {
  listHeads(
    kind: ObligationKind,
    page: { readonly after: string | undefined; readonly limit: number },
  ): Promise<{
    /** What is true now. */
    readonly heads: readonly Obligation[];
    /** Ids of those that are not as our code writes them. */
    readonly unreadable: readonly string[];
    /** The reference where the page ended; undefined on the last one. */
    readonly next: string | undefined;
  }>;
}

/** What there is of one snapshot. */
export type SnapshotObjects = { readonly parts: readonly string[]; readonly isFinished: boolean };

/** What was owed by age at the end of days of one zone. */
export interface AgeingSnapshots {
  /** Of all that were begun, in the order of the calendar. */
  listDays(): Promise<readonly string[]>;
  /** Parts by name, the first one first; a snapshot that is not there has none. */
  listObjects(day: string): Promise<SnapshotObjects>;
  /** @throws Error if it is not there, or none of ours */
  readManifest(day: string): Promise<SnapshotManifest>;
  /** @throws Error if it is not there, or none of ours */
  readPart(day: string, part: string): Promise<SnapshotPart>;
}

/** Nothing is written twice: false if another one has written it. */
export interface AgeingSnapshotStore extends AgeingSnapshots {
  writePart(day: string, part: string, content: SnapshotPart): Promise<boolean>;
  writeManifest(manifest: SnapshotManifest): Promise<boolean>;
}

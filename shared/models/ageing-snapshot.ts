import * as z from 'zod/mini';
import { Aged, AgedObligation } from './aged.ts';
import { CurrencyCode } from './money.ts';
import { ObligationKind } from './obligation-id.ts';
import { parse } from './parsing.ts';
import { Day } from './zone.ts';

const Count = z.int().check(z.nonnegative());

/** Some of the obligations whose balance was not zero. */
export const SnapshotPart = z.object({
  format: z.literal(1),
  /** When the first of their heads was read. */
  startedAt: z.iso.datetime(),
  /** By kind, and by reference within one. */
  obligations: z.readonly(z.array(AgedObligation)),
  /** Ids of those whose heads are not as our code writes them. */
  unreadable: z.readonly(z.array(z.string())),
  /** Where the next part begins; null in the last one. */
  next: z.nullable(z.string()),
});
export type SnapshotPart = z.infer<typeof SnapshotPart>;

export const SnapshotPartSummary = z.object({ name: z.string(), count: Count });

/** Written last: a snapshot without one is not finished. */
export const SnapshotManifest = z.object({
  format: z.literal(1),
  /** The books at the end of this day. */
  asOf: Day,
  /** In which it ended. */
  zone: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  parts: z.readonly(z.array(SnapshotPartSummary)),
  /** Of each currency in which something is owed; `aged` is absent where it is no exact number. */
  sums: z.readonly(z.array(z.object({ currency: CurrencyCode, aged: z.optional(Aged) }))),
  unreadable: Count,
});
export type SnapshotManifest = z.infer<typeof SnapshotManifest>;

/** Where in the list of all obligations something goes on: behind the reference, among those of a kind. */
export const ListPlace = z.object({ kind: ObligationKind, after: z.optional(z.string()) });
export type ListPlace = z.infer<typeof ListPlace>;

export function writePlace(place: ListPlace): string {
  return JSON.stringify(place);
}

/** @throws ParseError */
export function readPlace(text: string): ListPlace {
  return parse(ListPlace, JSON.parse(text));
}

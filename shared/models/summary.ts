import * as z from 'zod/mini';
import { CurrencyCode, MinorUnits } from './money.ts';
import { Day } from './zone.ts';

/** What is counted of a day, in this order. */
export const SUMMED_TYPES = [
  'opening',
  'payment',
  'charge',
  'adjustment',
  'reversal',
  'refund',
] as const;

/** An entry as far as a summary counts it. */
export type RecordedEntry = {
  readonly type: (typeof SUMMED_TYPES)[number];
  /** Minor units, signed as it moved its balance. */
  readonly amount: number;
  readonly currency: string;
  readonly recordedAt: string;
};

/** Entries of one type. */
export const Moved = z.object({
  count: z.int().check(z.positive()),
  /** Minor units, signed: by so much they moved their balances together; absent where it is no exact number. */
  amount: z.optional(MinorUnits),
});
export type Moved = z.infer<typeof Moved>;

/** What was recorded on a day in one currency; a type that did not happen is left out. */
export const DaySummary = z.object({
  day: Day,
  currency: CurrencyCode,
  opening: z.optional(Moved),
  payment: z.optional(Moved),
  charge: z.optional(Moved),
  adjustment: z.optional(Moved),
  reversal: z.optional(Moved),
  refund: z.optional(Moved),
});
export type DaySummary = z.infer<typeof DaySummary>;

/** The states of an event that waits for something or somebody. */
export const WAITING_KINDS = ['unmatched', 'quarantined', 'stale'] as const;
export type WaitingKind = (typeof WAITING_KINDS)[number];

/** An event that waits, as far as it is counted. */
export type WaitingAmount = {
  readonly kind: WaitingKind;
  readonly receivedAt: string;
  /** As told, where that is known. */
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
};

/** Events that wait, of one kind and in one currency. */
export type WaitingSum = {
  readonly kind: WaitingKind;
  /** Absent where none was told. */
  readonly currency?: string | undefined;
  readonly count: number;
  /** Minor units, as told; absent without a currency, and where it is no exact number. */
  readonly amount?: number | undefined;
  /** When the oldest came. */
  readonly oldest: string;
};

/** The summary of a day that is over, as it is kept. */
export const KeptSummary = z.object({
  format: z.literal(1),
  day: Day,
  /** In which it began and ended. */
  zone: z.string(),
  writtenAt: z.iso.datetime(),
  data: z.readonly(z.array(DaySummary)),
});
export type KeptSummary = z.infer<typeof KeptSummary>;

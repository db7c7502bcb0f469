import type { DoubtedTelling } from '#shared/models/doubt.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { HeldReason, HeldState, QuarantineReason } from '#shared/models/held-event.ts';
import type { OtherTelling } from '#shared/models/telling.ts';

/** What becomes of an event; exactly one of these. */
export type Outcome = { readonly kind: 'applied'; readonly entry: Entry } | Duplicate | HeldOutcome;

export type Duplicate = {
  readonly kind: 'duplicate';
  /** Absent where a person said that its payment does not count. */
  readonly entryKey?: string | undefined;
  /** Where it is the other telling of its payment: what is kept of it. */
  readonly telling?: OtherTelling | undefined;
};

export type HeldOutcome = {
  readonly kind: HeldState;
  readonly reason: HeldReason;
  readonly detail?: string | undefined;
  /** Where it may be another payment: what keeps it from being entered later. */
  readonly doubt?: DoubtedTelling | undefined;
};

export function quarantined(reason: QuarantineReason, detail: string): HeldOutcome {
  return { kind: 'quarantined', reason, detail };
}

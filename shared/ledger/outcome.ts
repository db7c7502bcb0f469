import type { Entry } from '#shared/models/entry.ts';
import type { HeldReason, HeldState, QuarantineReason } from '#shared/models/held-event.ts';

/** What becomes of an event; exactly one of these. */
export type Outcome =
  | { readonly kind: 'applied'; readonly entry: Entry }
  | { readonly kind: 'duplicate'; readonly entryKey: string }
  | HeldOutcome;

export type HeldOutcome = {
  readonly kind: HeldState;
  readonly reason: HeldReason;
  readonly detail?: string | undefined;
};

export function quarantined(reason: QuarantineReason, detail: string): HeldOutcome {
  return { kind: 'quarantined', reason, detail };
}

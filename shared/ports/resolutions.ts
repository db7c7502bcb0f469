import type { SettledElsewhere } from '#shared/models/doubt.ts';
import type { PaymentOnObligation } from '#shared/models/entry.ts';
import type { HeldEvent, HeldKey } from '#shared/models/held-event.ts';
import type { Posting } from '#shared/models/posting.ts';
import type { Resolution } from '#shared/models/resolution.ts';

/** A held event as it was read, and what a person decided about it. */
export type ResolvedEvent = { readonly event: HeldEvent; readonly resolution: Resolution };

/** All that a person's word writes: together or not at all. */
export type Resolving = {
  readonly events: readonly ResolvedEvent[];
  readonly posting?: Posting | undefined;
  /** The payment that is to have no entry where it was told, and why. */
  readonly settles?:
    | { readonly payment: PaymentOnObligation; readonly settled: SettledElsewhere }
    | undefined;
  /** Where its obligation is here: Moment may have lowered it by the payment, and has to learn that ours is not. */
  readonly setsAside?: SetAside | undefined;
};

export type SetAside = {
  readonly obligationId: string;
  /** Minor units, positive. */
  readonly amount: number;
  /** ISO time. */
  readonly at: string;
};

/** What persons decide about held events. Reads what is true now, never a stale copy. */
export interface Resolutions {
  findHeld(key: HeldKey): Promise<HeldEvent | undefined>;
  /** Events that are kept with the same payment as this one, and those that cannot be read left out; in any order. */
  listBeside(key: HeldKey, limit: number): Promise<readonly HeldEvent[]>;
  /**
   * `conflict` if an event is not as it was read, or the posting is refused, or the payment that is to have no entry has
   * one, or was settled; then nothing was written.
   */
  resolve(resolving: Resolving): Promise<'resolved' | 'conflict'>;
}

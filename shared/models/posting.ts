import type { Doubt } from './doubt.ts';
import type { Entry } from './entry.ts';
import type { NewestPayment } from './obligation.ts';
import type { Reconciled } from './reconciled.ts';
import type { Undone } from './undone.ts';

/** Entries, and the head of the ledger that they move: written together or not at all. */
export type Posting = {
  readonly obligationId: string;
  /** What was read; the posting is refused if any of it is another by now. */
  readonly expected: {
    readonly sequence: number;
    readonly balance: number;
    readonly newestHash: string;
  };
  /** What is true once it is written. */
  readonly head: {
    readonly sequence: number;
    readonly balance: number;
    readonly newestHash: string;
    readonly recordedAt: string;
    readonly newestPayments: readonly NewestPayment[];
    /** Of a bill: what was paid on it, minor units. */
    readonly paid?: number;
  };
  readonly entries: readonly Entry[];
  /** How much of an entry is undone by them, where one is; the posting is refused if more or less was by now. */
  readonly undoes?: { readonly undone: Undone; readonly expected: number | undefined } | undefined;
  /** Which row of a report its entry is; the posting is refused if that row is an entry by now. */
  readonly reconciled?: Reconciled | undefined;
  /** A doubt that a person ruled out, as it was read: the entry of its payment takes its place whatever it says. */
  readonly ruledOut?: Doubt | undefined;
  /** Whether Moment has to learn of it: the obligation is then marked for the push, in the same write. */
  readonly tellMoment?: boolean | undefined;
};

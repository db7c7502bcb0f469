import type { Drift } from './at-moment.ts';
import type { HeldEvent, HeldReason } from './held-event.ts';
import type { Intent } from './intent.ts';
import type { Obligation } from './obligation.ts';
import type { Resolution, ResolutionAction } from './resolution.ts';

/** What waits for a person, by what it is. */
export const EXCEPTION_KINDS = [
  'unmatched',
  'quarantined',
  'stale',
  'intent',
  'push',
  'drift',
] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

/** Why. Of an intent what it was to do; `unreadable` where its item is none that our code writes. */
export type ExceptionReason =
  | HeldReason
  | Intent['operation']
  | 'refused'
  | 'untold'
  | Drift
  | 'unreadable';

/** Something that needs attention, as the list of all of it has it. */
export type ExceptionRow = {
  readonly kind: ExceptionKind;
  readonly id: string;
  /** Since when it does, which never changes; where it cannot be read, when it is looked at next. */
  readonly since: string;
  /** Of a push: how often in a row Moment refused. */
  readonly refusals?: number | undefined;
  readonly isUnreadable?: boolean | undefined;
};

/** What the table has under the id of an exception. */
export type KeptException =
  | {
      readonly of: 'event';
      readonly event: HeldEvent;
      /** Nobody took it off the list. */
      readonly isListed: boolean;
    }
  | { readonly of: 'intent'; readonly intent: Intent }
  | { readonly of: 'head'; readonly obligation: Obligation }
  /** None that our code writes: one of these must not hide the others. */
  | { readonly of: 'unreadable' };

/** What a person does next, for a program to tell one from another; `detail` says it to the person. */
export const PROPOSED_ACTIONS = [
  'adopt',
  'apply_to',
  'ask_moment',
  'ask_again',
  'correct',
  'repair',
  'wait',
] as const;
export type Proposal = {
  readonly action: (typeof PROPOSED_ACTIONS)[number];
  readonly detail: string;
};

export type Exception = {
  readonly id: string;
  readonly kind: ExceptionKind;
  readonly reason: ExceptionReason;
  /** What exactly is wrong, for the person who decides. */
  readonly detail?: string | undefined;
  /** Minor units: of an event as told; of a push or a drift, by how much ours is more than Moment's. */
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  readonly obligationId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly since: string;
  /** Absent once nobody has to do anything. */
  readonly proposal?: Proposal | undefined;
  /** What a resolution of it may be. */
  readonly actions: readonly ResolutionAction[];
  readonly resolution?: Resolution | undefined;
};

/** An obligation that a payment may have been meant for, and why: never more than a proposal. */
export const CANDIDATE_GROUNDS = [
  'payment_request',
  'id',
  'reference',
  'open_request',
  'amount',
] as const;
export type Candidate = {
  readonly obligation: Obligation;
  readonly because: readonly (typeof CANDIDATE_GROUNDS)[number][];
};

/** `at_moment`: what Moment was told or had; `waits`: since when it is to be told. */
export const HISTORY_WHATS = [
  'signed',
  'received',
  'entered',
  'decided',
  'begun',
  'at_moment',
  'waits',
] as const;
export type HistoryLine = {
  readonly at: string;
  readonly what: (typeof HISTORY_WHATS)[number];
  readonly detail?: string | undefined;
  /** Key of the entry that was made. */
  readonly entry?: string | undefined;
  readonly obligationId?: string | undefined;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
} & Partial<Pick<Resolution, 'action' | 'actor' | 'reason' | 'note'>>;

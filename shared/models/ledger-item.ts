import type { ChainedEntry } from './chain.ts';
import type { Doubt } from './doubt.ts';
import type { HeldEvent } from './held-event.ts';
import type { Obligation } from './obligation.ts';
import type { KeptRequest } from './presented.ts';
import type { Reconciled } from './reconciled.ts';
import type { Erasure } from './redaction.ts';
import type { OtherTelling } from './telling.ts';
import type { Undone } from './undone.ts';

/** One item of the ledger's table, whichever it is. */
export type LedgerItem =
  | { readonly kind: 'obligation'; readonly obligation: Obligation }
  | { readonly kind: 'entry'; readonly entry: ChainedEntry }
  | { readonly kind: 'telling'; readonly telling: OtherTelling }
  /** That a payment is to have no entry where it stands, as a person decided. */
  | { readonly kind: 'settled'; readonly doubt: Doubt }
  | {
      readonly kind: 'held';
      readonly event: HeldEvent;
      /** For its obligation, for a fresh delivery or for a person, none of whom has decided yet. */
      readonly waits: boolean;
    }
  | { readonly kind: 'undone'; readonly undone: Undone }
  | { readonly kind: 'reconciled'; readonly reconciled: Reconciled }
  | { readonly kind: 'request'; readonly request: KeptRequest }
  | { readonly kind: 'erasure'; readonly erasure: Erasure }
  | {
      readonly kind: 'reference';
      readonly externalReference: string;
      /** Absent while its creation is under way. */
      readonly obligationId: string | undefined;
    }
  /** What is no part of a ledger: profiles, intents, doubts, what hangs on what, what a command did not change. */
  | { readonly kind: 'beside' }
  /** Nothing that our code writes: changed or put there by other means. */
  | { readonly kind: 'unreadable'; readonly key: string; readonly detail: string };

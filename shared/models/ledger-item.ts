import type { Entry } from './entry.ts';
import type { HeldEvent } from './held-event.ts';
import type { Obligation } from './obligation.ts';

/** One item of the ledger's table, whichever it is. */
export type LedgerItem =
  | { readonly kind: 'obligation'; readonly obligation: Obligation }
  /** A payment whose raw event is gone has no `event`. */
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'held'; readonly event: HeldEvent }
  | {
      readonly kind: 'reference';
      readonly externalReference: string;
      readonly obligationId: string;
    }
  | { readonly kind: 'intent' }
  /** Nothing that our code writes: changed or put there by other means. */
  | { readonly kind: 'unreadable'; readonly key: string; readonly detail: string };

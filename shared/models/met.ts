import type { Entry } from './entry.ts';
import type { Reconciled } from './reconciled.ts';
import type { Undone } from './undone.ts';

/** A row of a report, and the entry that it is. */
export type Met = { readonly reconciled: Reconciled; readonly entry: Entry };

/** What is to be written where a refund is there without an id, and a row of a report is it. */
export type Link = {
  readonly reconciled: Reconciled;
  /** How much of the payment is undone, and by which entries, as it was read. */
  readonly undone: Undone;
};

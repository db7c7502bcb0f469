import * as z from 'zod/mini';
import { ChangeReason } from './reason.ts';

const ID_WANTED =
  'must be the reconciliation_id of a report, 1 to 100 letters, digits, - and _, such as 673bbe2805368010f36e9bee';

/** What Moment's reports call one payment, or one refund. No key of ours can be made of its characters. */
export const ReconciliationId = z
  .string({ error: ID_WANTED })
  .check(z.regex(/^[a-zA-Z0-9_-]{1,100}$/, ID_WANTED));

/** That a row of a report is an entry, once and for ever: a payment and a refund may have one id. */
export const Reconciled = z.object({
  type: z.literal('refund'),
  reconciliationId: ReconciliationId,
  /** Of the entry. */
  entryKey: z.string().check(z.minLength(1)),
  /** Where the entry was there before, without an id: who found that it is this one, and when. */
  linked: z.optional(
    z.object({
      at: z.iso.datetime(),
      actor: z.string().check(z.minLength(1)),
      reason: ChangeReason,
      note: z.optional(z.string()),
    }),
  ),
});
export type Reconciled = z.infer<typeof Reconciled>;

/** By which it is found, whatever it is called. */
export type ReconciledKey = { readonly type: string; readonly reconciliationId: string };

import * as z from 'zod/mini';
import type { Entry } from './entry.ts';
import { MinorUnits } from './money.ts';
import { ObligationId } from './obligation-id.ts';
import { ReconciliationId } from './reconciled.ts';

/** How much of an entry is undone. */
export const Undone = z.object({
  obligationId: ObligationId,
  /** Of the entry that is undone. */
  entryKey: z.string().check(z.minLength(1)),
  /** Minor units, positive whichever sign the entry has. */
  amount: MinorUnits.check(z.positive()),
  /** Sequences of the entries that undid it. */
  by: z.array(z.int().check(z.positive())),
  /** Which of these were entered by hand, and found in a report later. */
  linked: z.optional(
    z.array(z.object({ entryKey: z.string(), reconciliationId: ReconciliationId })),
  ),
});
export type Undone = z.infer<typeof Undone>;

/** What is known of an entry that is to be undone. */
export type Undoable = {
  readonly entry: Entry | undefined;
  /** Of a payment: what put its amount right. */
  readonly adjustment: Entry | undefined;
  readonly undone: Undone | undefined;
};

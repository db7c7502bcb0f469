import * as z from 'zod/mini';
import { CurrencyCode, MinorUnits } from './money.ts';
import { ObligationId, ObligationKind } from './obligation-id.ts';

/** By how many days an amount is overdue, the youngest first. */
export const BUCKETS = ['current', '1-30', '31-60', '61-90', 'over_90'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** A balance by its age, minor units. */
export const Aged = z.object({
  current: MinorUnits,
  '1-30': MinorUnits,
  '31-60': MinorUnits,
  '61-90': MinorUnits,
  over_90: MinorUnits,
});
export type Aged = Readonly<z.infer<typeof Aged>>;

/** The balance of an obligation at the end of a day, by its age. */
export const AgedObligation = z.object({
  id: ObligationId,
  kind: ObligationKind,
  externalReference: z.string(),
  /** Of an account and a bill: whose it is. */
  customerId: z.optional(ObligationId),
  currency: CurrencyCode,
  /** Number of the newest entry that is in it. */
  sequence: z.int().check(z.positive()),
  aged: Aged,
});
export type AgedObligation = z.infer<typeof AgedObligation>;

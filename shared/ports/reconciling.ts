import type { StatementLine } from '#shared/models/entry.ts';

export type RecordedLinesAsked = {
  readonly type: 'payment' | 'adjustment' | 'refund';
  /** ISO 8601 in UTC; half-open. */
  readonly from: string;
  readonly to: string;
  readonly cursor?: string | undefined;
};

/** Entries beside what Moment reports of payments and refunds. */
export interface EntriesOfPayments {
  /** Of all obligations, by when they were recorded; may lag behind by moments. What is of no payment is left out. */
  listRecorded(asked: RecordedLinesAsked): Promise<{
    readonly lines: readonly StatementLine[];
    readonly cursor: string | undefined;
  }>;
  /** The entries of a payment on whichever obligation, what put their amounts right, and what went back of them. */
  listOfPayment(paymentId: string): Promise<readonly StatementLine[]>;
}

/** What Moment's reports call its payments. */
export interface PaymentReferences {
  /** Undefined where Moment does not know the payment, or does not say. */
  findReference(paymentId: string): Promise<string | undefined>;
}

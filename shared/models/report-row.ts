import * as z from 'zod/mini';

/** A time that can only mean one: with its offset. */
export const TimeWithOffset = z.iso.datetime({ offset: true });

/** A payment or a refund as a report of Moment's tells it. */
export type ReportRow = {
  /** Of the file, from 1. */
  readonly line: number;
  readonly kind: 'payment' | 'refund';
  /** Moment's, of this payment or of this refund. */
  readonly reconciliationId: string;
  /** Of a refund that of the payment which went back. */
  readonly paymentId?: string | undefined;
  /** Minor units, positive: what was paid, or what went back. */
  readonly amount: number;
  readonly currency: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly merchantReference?: string | undefined;
  readonly customerReference?: string | undefined;
};

/** What is wrong with a row, so that it counts as nothing. */
export type RowProblem = {
  readonly line: number;
  /** Of the file; absent where the row as a whole is wrong. */
  readonly column?: string | undefined;
  readonly problem: string;
};

/** What a report covers, half-open, ISO 8601 in UTC. */
export type ReportPeriod = { readonly from: string; readonly to: string };

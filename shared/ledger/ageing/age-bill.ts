import type { Aged, Bucket } from '#shared/models/aged.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { bucketOn, toAged } from './buckets.ts';

/**
 * A bill is owed as a whole, on its due date; one without a date, on the day it was raised. What was paid too much is
 * overdue on no day.
 *
 * @param bucketAt where that is which became owed at a moment
 */
export function ageBill(
  { dueDate, billDate, openedAt }: Pick<Obligation, 'dueDate' | 'billDate' | 'openedAt'>,
  balance: number,
  asOf: string,
  bucketAt: (moment: string) => Bucket,
): Aged {
  const date = dueDate ?? billDate;
  const due = date === undefined ? bucketAt(openedAt) : bucketOn(asOf, date);
  const [owed, credit] = [Math.max(0, balance), Math.min(0, balance)];
  return toAged((bucket) => (bucket === due ? owed : 0) + (bucket === 'current' ? credit : 0));
}

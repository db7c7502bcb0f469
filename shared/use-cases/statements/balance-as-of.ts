import { tookEffectBefore } from '#shared/ledger/statement/by-effective-time.ts';
import { addAll } from '#shared/ledger/statement/sums.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import { findEdge, newestEdge } from './edges.ts';
import { partByEffect, readPart } from './part.ts';
import { notTracked } from './read-statement.ts';
import { type RowsDeps, WholeRows } from './whole-rows.ts';

/** Moments of two clocks, ISO 8601 in UTC, of which neither is in it any more. Undefined: whatever there is. */
export type BalanceQuestion = {
  /** What had taken effect. */
  readonly asOf: string | undefined;
  /** What was in the books. */
  readonly knownAt: string | undefined;
};

export type BalanceAsOf = {
  readonly currency: string;
  readonly balance: number;
  /** Of the newest entry that was in the books, whether it had taken effect or not. */
  readonly sequence: number;
};

/**
 * What was owed at a moment, as far as was known at another.
 *
 * @throws ServiceError `balance.not_tracked`, `entries.too_many`, `balance.out_of_range`, `ledger.busy`
 */
export async function balanceAsOf(
  obligation: Obligation,
  { asOf, knownAt }: BalanceQuestion,
  deps: RowsDeps,
): Promise<BalanceAsOf> {
  if (!isTracked(obligation)) throw notTracked(obligation.id);
  const { id, currency } = obligation;
  const rows = new WholeRows(id, deps);
  const newest = newestEdge(obligation);
  const known = knownAt === undefined ? newest : await findEdge(knownAt, newest, rows);
  const { balance, sequence } = known;
  if (asOf === undefined) return { currency, balance, sequence };
  const part = await partByEffect(asOf, known, rows);
  const lines = await readPart(part, rows);
  const effective = lines.filter((line) => tookEffectBefore(line, asOf));
  return { currency, balance: addAll(part.opening.balance, effective), sequence };
}

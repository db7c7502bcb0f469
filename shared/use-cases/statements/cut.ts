import { orderByEffect } from '#shared/ledger/statement/by-effective-time.ts';
import { addsUp } from '#shared/ledger/statement/whole.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import { edgeAfter } from './edges.ts';
import { brokenLedger, type Part, type Period, readPart } from './part.ts';
import type { WholeRows } from './whole-rows.ts';

/** What comes behind an entry of a statement, so many lines at most. @default the first ones */
export type PageAsked = { readonly after: number | undefined; readonly limit: number };

/** A page, cut out of a statement. */
export type Cut = {
  /** Balances at both ends of the statement, and before the first line of the page. */
  readonly opening: number;
  readonly closing: number;
  readonly before: number;
  readonly lines: readonly StatementLine[];
  readonly hasMore: boolean;
};

/** Reads no more than the page. @throws ServiceError `ledger.busy` */
export async function cutByRecord(
  { opening, closing }: Part,
  { after = opening.sequence, limit }: PageAsked,
  rows: WholeRows,
): Promise<Cut> {
  const last = Math.min(after + limit, closing.sequence);
  const lines = await rows.between({ first: after + 1, last });
  const { balance: before } = await edgeAfter(after, closing, rows);
  const { balance: behind } = await edgeAfter(last, closing, rows);
  if (!addsUp(before, lines, behind)) throw brokenLedger({ first: after + 1, last });
  const hasMore = last < closing.sequence;
  return { opening: opening.balance, closing: closing.balance, before, lines, hasMore };
}

/** Reads all of the part. @throws ServiceError `entries.too_many`, `balance.out_of_range`, `ledger.busy` */
export async function cutByEffect(
  part: Part,
  { after, limit }: PageAsked,
  period: Period,
  rows: WholeRows,
): Promise<Cut> {
  const recorded = await readPart(part, rows);
  const { opening, closing, lines } = orderByEffect(part.opening.balance, recorded, period);
  const start = lines.findIndex(({ sequence }) => sequence === after) + 1;
  return {
    ...{ opening, closing },
    before: lines[start - 1]?.endingBalance ?? opening,
    lines: lines.slice(start, start + limit),
    hasMore: start + limit < lines.length,
  };
}

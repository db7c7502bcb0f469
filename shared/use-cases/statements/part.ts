import { ServiceError } from '#shared/errors.ts';
import { surelyBefore } from '#shared/ledger/statement/by-effective-time.ts';
import { addsUp, type Range } from '#shared/ledger/statement/whole.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import type { StatementAsked } from '#shared/models/statement.ts';
import { type Edge, edgeAfter, findEdge } from './edges.ts';
import type { WholeRows } from './whole-rows.ts';

export type Period = Pick<StatementAsked, 'from' | 'by'> & { readonly to: string };

/** The part of a ledger that is read for a statement; by recorded time it is the statement. */
export type Part = { readonly opening: Edge; readonly closing: Edge };

/** By effective time a page is put in order anew, for which all of the part is read. */
export const ENTRIES_READ_MAX = 20_000;

export async function findPart(period: Period, newest: Edge, rows: WholeRows): Promise<Part> {
  if (period.by === 'effective') return partByEffect(period.from, newest, rows);
  const closing = await findEdge(period.to, newest, rows);
  return { opening: await findEdge(period.from, closing, rows), closing };
}

/** What is entered later may have taken effect before it: all that does not surely precede `from`. */
export async function partByEffect(
  from: string | undefined,
  newest: Edge,
  rows: WholeRows,
): Promise<Part> {
  return { opening: await findEdge(surelyBefore(from), newest, rows), closing: newest };
}

/** The part that was found by the first page, if these are its ends. @throws ServiceError `cursor.invalid`, `ledger.busy` */
export async function resumePart(
  { opening, after, closing }: Readonly<Record<'opening' | 'after' | 'closing', number>>,
  period: Period,
  newest: Edge,
  rows: WholeRows,
): Promise<Part> {
  const isInOrder = opening < after && after <= closing && closing <= newest.sequence;
  if (!isInOrder) throw strangeCursor();
  // Both sides of the edge at once.
  await rows.between({ first: Math.max(1, opening), last: opening + 1 });
  const part = {
    opening: await edgeAfter(opening, newest, rows),
    closing: await edgeAfter(closing, newest, rows),
  };
  const isPart =
    period.by === 'effective'
      ? isBefore(part.opening, surelyBefore(period.from))
      : isBefore(part.opening, period.from) &&
        !isBefore(await edgeAfter(opening + 1, newest, rows), period.from) &&
        isBefore(part.closing, period.to);
  if (!isPart) throw strangeCursor();
  return part;
}

/** @throws ServiceError `entries.too_many`, `ledger.busy` */
export async function readPart(
  { opening, closing }: Part,
  rows: WholeRows,
): Promise<readonly StatementLine[]> {
  const range = { first: opening.sequence + 1, last: closing.sequence };
  const entries = closing.sequence - opening.sequence;
  if (entries > ENTRIES_READ_MAX) {
    throw new ServiceError(
      'entries.too_many',
      `By effective time ${entries} entries would have to be read, and ${ENTRIES_READ_MAX} can be: ask of a later day, or by recorded time`,
      { members: { entries, entries_max: ENTRIES_READ_MAX } },
    );
  }
  const lines = await rows.between(range);
  if (!addsUp(opening.balance, lines, closing.balance)) throw brokenLedger(range);
  return lines;
}

export function strangeCursor(): ServiceError {
  return new ServiceError(
    'cursor.invalid',
    'No page of this statement ended there: use next_cursor of the previous page as it is, or leave cursor out',
  );
}

/** Better no statement than a wrong one. */
export function brokenLedger({ first, last }: Range): Error {
  return new Error(`Entries ${first} to ${last} do not add up: npm run verify says where`);
}

function isBefore({ sequence, recordedAt }: Edge, moment = ''): boolean {
  return sequence === 0 || recordedAt < moment;
}

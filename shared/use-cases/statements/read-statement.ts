import { ServiceError } from '#shared/errors.ts';
import {
  addAll,
  addExactly,
  addTotals,
  sumOf,
  type Totals,
} from '#shared/ledger/statement/sums.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import type { ShownLine } from '#shared/models/shown-line.ts';
import { type StatementAsked, statementId } from '#shared/models/statement.ts';
import { type Cut, cutByEffect, cutByRecord } from './cut.ts';
import { type Edge, newestEdge } from './edges.ts';
import { findPart, type Part, resumePart, strangeCursor } from './part.ts';
import { type RowsDeps, WholeRows } from './whole-rows.ts';

/** Where a page ended, so that the next one goes on there, whatever was entered meanwhile. */
export type StatementPlace = {
  /** Number of the last entry that was shown. */
  readonly after: number;
  /** Numbers of the entries before and at the end of what is read for the statement. */
  readonly opening: number;
  readonly closing: number;
  /** Where the period ends. */
  readonly to: string;
  readonly totals: Totals;
};

export type StatementQuestion = Omit<StatementAsked, 'obligationId'> & {
  /** How many lines at most, and how long they may be together. */
  readonly limit: number;
  readonly bytesMax: number;
  bytesOf(line: ShownLine): number;
  readonly place: StatementPlace | undefined;
};

export type Statement = StatementAsked & {
  /** Of all its pages: what makes two statements one. */
  readonly id: string;
  readonly currency: string;
  readonly to: string;
  /** Nothing can come to it any more: printed again, it is the same to the byte. */
  readonly isFinal: boolean;
  /** Of the whole period. */
  readonly opening: number;
  readonly closing: number;
  /** From the first entry of the period to the last of this page. */
  readonly totals: Totals;
  readonly page: { readonly opening: number; readonly closing: number; readonly totals: Totals };
  readonly lines: readonly ShownLine[];
  readonly next: StatementPlace | undefined;
};

/** Longer than anything runs that writes an entry, which has the time of its decision and is posted after that. */
const SETTLED_AFTER_MS = 15 * 60_000;

/**
 * A page of a statement, oldest first: half-open, `from` is in it and `to` is not.
 *
 * @throws ServiceError `balance.not_tracked`, `cursor.invalid`, `entries.too_many`, `balance.out_of_range`, `ledger.busy`
 */
export async function readStatement(
  obligation: Obligation,
  question: StatementQuestion,
  deps: RowsDeps,
): Promise<Statement> {
  const { from, zone, by, limit, place } = question;
  const { id: obligationId } = obligation;
  if (!isTracked(obligation)) throw notTracked(obligationId);
  const newest = newestEdge(obligation);
  const now = deps.clock.now();
  const to = question.to ?? place?.to ?? endOfAll(now, newest, from);
  const period = { from, to, by };
  const rows = new WholeRows(obligationId, deps);
  const part = place
    ? await resumePart(place, period, newest, rows)
    : await findPart(period, newest, rows);
  const page = { after: place?.after, limit };
  const cut =
    by === 'recorded'
      ? await cutByRecord(part, page, rows)
      : await cutByEffect(part, page, period, rows);
  const shown = await deps.rows.readSaid(cut.lines);
  return {
    id: statementId({ obligationId, from, to, zone, by }),
    ...{ obligationId, from, to, zone, by },
    currency: obligation.currency,
    isFinal: by === 'recorded' && Date.parse(to) + SETTLED_AFTER_MS < now,
    ...sumUp(cut, fitting(shown, question), { part, to, place }),
  };
}

export function notTracked(obligationId: string): ServiceError {
  return new ServiceError(
    'balance.not_tracked',
    `${obligationId} was created without a balance: it has no entries`,
  );
}

/** Whatever is entered is in it, also what was recorded in this very millisecond, or by a clock that is ahead of ours. */
function endOfAll(now: number, { recordedAt }: Edge, from: string | undefined): string {
  const start = from === undefined ? 0 : Date.parse(from);
  return new Date(Math.max(now, Date.parse(recordedAt) + 1, start)).toISOString();
}

/** As many lines as an answer may be long, one at least. */
function fitting(
  lines: readonly ShownLine[],
  { bytesMax, bytesOf }: Pick<StatementQuestion, 'bytesMax' | 'bytesOf'>,
): readonly ShownLine[] {
  let bytes = 0;
  return lines.filter((line, index) => {
    bytes += bytesOf(line);
    return bytes <= bytesMax || index === 0;
  });
}

function sumUp(
  { opening, closing, before, lines, hasMore }: Cut,
  shown: readonly ShownLine[],
  { part, to, place }: Readonly<{ part: Part; to: string; place: StatementPlace | undefined }>,
) {
  const soFar = place?.totals ?? {};
  const isBehindLast = place !== undefined && lines.length === 0;
  if (isBehindLast || addExactly(opening, sumOf(soFar)) !== before) throw strangeCursor();
  const totals = addTotals(soFar, shown);
  const last = hasMore || shown.length < lines.length ? shown.at(-1) : undefined;
  return {
    ...{ opening, closing, totals },
    page: { opening: before, closing: addAll(before, shown), totals: addTotals({}, shown) },
    lines: shown,
    next: last && {
      after: last.sequence,
      opening: part.opening.sequence,
      closing: part.closing.sequence,
      ...{ to, totals },
    },
  };
}

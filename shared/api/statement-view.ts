import type { ShownLine } from '#shared/models/shown-line.ts';
import { visibleJson } from '#shared/models/visible-text.ts';
import type { Statement } from '#shared/use-cases/statements/read-statement.ts';
import { majorUnits, type Row } from './csv/write-csv.ts';
import { viewEntry } from './entry-view.ts';
import type { EntryResponse } from './response-schemas.ts';
import type { StatementResponse } from './statement-schemas.ts';

export function viewStatement(statement: Statement, nextCursor: string | null): StatementResponse {
  const { id, obligationId, currency, from, to, zone, by, isFinal, totals, page } = statement;
  return {
    id,
    obligation: obligationId,
    currency,
    from,
    to,
    zone,
    by,
    final: isFinal,
    opening_balance: statement.opening,
    closing_balance: statement.closing,
    totals,
    page: {
      opening_balance: page.opening,
      closing_balance: page.closing,
      totals: page.totals,
    },
    data: statement.lines.map(viewEntry),
    next_cursor: nextCursor,
  };
}

export const STATEMENT_COLUMNS = [
  'id',
  'sequence',
  'type',
  'amount_minor',
  'amount_major',
  'ending_balance_minor',
  'ending_balance_major',
  'currency',
  'linked_id',
  'payment_id',
  'payment_request',
  'description',
  'reason',
  'note',
  'actor',
  'effective_at',
  'recorded_at',
] as const;
type StatementRow = Row<(typeof STATEMENT_COLUMNS)[number]>;
const EMPTY_ROW = Object.fromEntries(
  STATEMENT_COLUMNS.map((column) => [column, undefined]),
) as StatementRow;

type Amounts = { readonly amount?: number; readonly ending: number; readonly currency: string };

/**
 * A row for each entry. Before the first one stands the opening balance and behind the last one the closing balance, in
 * rows without an amount: so a column of amounts adds up to what lies between them, and an empty period has a balance.
 */
export function statementRows(statement: Statement, isFirst: boolean): readonly StatementRow[] {
  const { opening, closing, from, to, next } = statement;
  return [
    ...(isFirst ? [balanceRow('opening_balance', opening, from, statement)] : []),
    ...statement.lines.map((line) => entryRow(viewEntry(line))),
    ...(next ? [] : [balanceRow('closing_balance', closing, to, statement)]),
  ];
}

export function entryRow(shown: EntryResponse): StatementRow {
  const { amount, ending_balance: ending, currency, ...entry } = shown;
  return {
    ...EMPTY_ROW,
    ...entry,
    ...amountsOf({ amount, ending, currency }),
    linked_id: entry.reverses ?? entry.adjusts,
  };
}

function balanceRow(
  type: string,
  balance: number,
  at: string | undefined,
  { currency }: Pick<Statement, 'currency'>,
): StatementRow {
  return {
    ...EMPTY_ROW,
    type,
    ...amountsOf({ ending: balance, currency }),
    effective_at: at,
    recorded_at: at,
  };
}

function amountsOf({ amount, ending, currency }: Amounts) {
  return {
    amount_minor: amount,
    amount_major: amount === undefined ? undefined : majorUnits(amount, currency),
    ending_balance_minor: ending,
    ending_balance_major: majorUnits(ending, currency),
    currency,
  };
}

/** About how long a line is in an answer of a function, in which a text of JSON stands as a text. */
export function bytesOf(line: ShownLine): number {
  return Buffer.byteLength(JSON.stringify(visibleJson(JSON.stringify(viewEntry(line)))));
}

import { decimalText, formatAmount } from '#shared/models/format-amount.ts';
import type { ImportRow, RowProblem } from '#shared/models/import-row.ts';
import { visibleText } from '#shared/models/visible-text.ts';
import { COUNTED, controlTotals, type Tally } from '#shared/use-cases/importing/tally.ts';

const VALUE_MAX = 30;
const COUNT_WIDTH = 12;
const AMOUNT_WIDTH = 22;

/** A line of the table of problems: where, what stands there, and what is wrong with it. */
export function problemLine(row: ImportRow, { column, detail }: RowProblem): string {
  const cell = row.cells.get(column);
  const value = cell === undefined || cell === '' ? '' : `${quoted(cell)}  `;
  return `  line ${String(row.line).padEnd(7)} ${visibleText(column).padEnd(20)} ${value}${visibleText(detail)}`;
}

/** The four counts, and what the rows add up to by currency. */
export function tallyLines(tally: Tally): readonly string[] {
  const currencies = [...tally.totals.keys()].sort();
  const line = (name: string, count: string, amounts: readonly string[]) =>
    `  ${name.padEnd(11)}${count.padStart(COUNT_WIDTH)}${amounts.map((each) => each.padStart(AMOUNT_WIDTH)).join('')}`;
  const counted = COUNTED.map((each) =>
    line(
      each,
      tally.counts[each].toLocaleString('en'),
      each === 'refused'
        ? []
        : currencies.map((currency) => amount(tally.totals.get(currency)?.[each], currency)),
    ),
  );
  const all = COUNTED.reduce((sum, each) => sum + tally.counts[each], 0);
  const totals = controlTotals(tally);
  return [
    line('', 'rows', currencies),
    ...counted,
    line(
      'in all',
      all.toLocaleString('en'),
      currencies.map((currency) => amount(totals.get(currency), currency)),
    ),
    ...movedLines(tally),
  ];
}

/** The totals as a question repeats them. */
export function totalsInWords(tally: Tally): string {
  const { create, update } = tally.counts;
  const totals = [...tally.totals].map(([currency, { create: created, update: updated }]) =>
    formatAmount(created + updated, currency),
  );
  return `${create.toLocaleString('en')} to create and ${update.toLocaleString('en')} to update, ${totals.join(' and ')}`;
}

/** What became of what was planned. */
export function doneLines({ counts, totals }: Tally, left: number): readonly string[] {
  const { create, update, unchanged, refused } = counts;
  const sums = [...totals].map(([currency, { create: created, update: updated }]) =>
    formatAmount(created + updated, currency),
  );
  const many = (count: number, what: string) =>
    count === 0 ? [] : [`${count.toLocaleString('en')} ${what}`];
  const told = [
    ...many(create, 'created'),
    ...many(update, 'updated'),
    ...many(unchanged, 'found done'),
    ...many(refused, 'refused'),
    ...many(left, 'left'),
  ];
  return [`Done: ${told.join(', ')}${sums.length > 0 ? `; ${sums.join(' and ')}` : ''}`];
}

function movedLines({ movedSince }: Tally): readonly string[] {
  if (movedSince === 0) return [];
  return [
    `  ${movedSince.toLocaleString('en')} of the unchanged were entered by this batch before and have moved since, by payments perhaps. They are left`,
    '  as they are: if this is a new cycle, name it with --batch',
  ];
}

function amount(minorUnits: bigint | undefined, currency: string): string {
  const text = decimalText(minorUnits ?? 0n, currency) ?? '';
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function quoted(text: string): string {
  const shown = text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}...` : text;
  return visibleText(JSON.stringify(shown));
}

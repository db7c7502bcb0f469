import { parse } from 'csv-parse/sync';
import type { Delimiter } from '#shared/files/read/find-layout.ts';
import { isValid } from '#shared/models/parsing.ts';
import { type ReportPeriod, TimeWithOffset } from '#shared/models/report-row.ts';

const LABELS = {
  from: /^(from|start date|from\/start date)$/i,
  to: /^(to|end date|to\/end date)$/i,
};

/**
 * The period that a report says it covers, or undefined where it says none that can only mean one thing: a day without
 * a zone begins at another time elsewhere.
 */
export function readPreamble(
  lines: readonly string[],
  delimiter: Delimiter,
): ReportPeriod | undefined {
  const cells = lines.map((line) => cellsOf(line, delimiter));
  const from = timeOf(cells, LABELS.from);
  const to = timeOf(cells, LABELS.to);
  return from !== '' && from < to ? { from, to } : undefined;
}

/** Empty where there is none, or more than one. */
function timeOf(rows: readonly (readonly string[])[], label: RegExp): string {
  const found = rows.filter(([name]) => label.test(String(name).trim().replace(/\s*:$/, '')));
  const [row, another] = found;
  const text = String(row?.[1]).trim();
  if (another || !isValid(TimeWithOffset, text)) return '';
  return new Date(text).toISOString();
}

/** It is text for people, in which nothing has to be well formed. */
function cellsOf(line: string, delimiter: Delimiter): readonly string[] {
  try {
    return parse(line, { delimiter }).flat();
  } catch {
    // Stryker disable next-line ArrayDeclaration: whatever is no label will do
    return [];
  }
}

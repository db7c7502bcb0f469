import type { ControlTotal, Total } from '#shared/ledger/reconciling/control-totals.ts';
import type { Finding, FindingKind } from '#shared/ledger/reconciling/finding.ts';
import { type PlannedRefund, plannedTotals } from '#shared/ledger/reconciling/plan-refunds.ts';
import { formatAmount } from '#shared/models/format-amount.ts';
import type { RowProblem } from '#shared/models/report-row.ts';
import { detailOf, obligationsOf, oursOf, paymentOf, TITLES } from './describe.ts';
import type { EnteredRefund } from './enter-refunds.ts';

/** Of each kind; all of them stand in the CSV. */
const SHOWN_MAX = 20;

/** What each side comes to, and by how much they are apart. */
export function totalLines(totals: readonly ControlTotal[]): string[] {
  const rows = totals.flatMap(({ currency, theirs, ours }) =>
    (['payments', 'refunds'] as const).map((of) => [
      `${currency} ${of}`,
      ...cellsOf(theirs[of], currency),
      ...cellsOf(ours[of], currency),
      formatAmount(theirs[of].amount - ours[of].amount, currency),
    ]),
  );
  return table([['', 'theirs', '', 'ours', '', 'apart'], ...rows]);
}

function cellsOf({ count, amount }: Total, currency: string): readonly string[] {
  return [String(count), formatAmount(amount, currency)];
}

/** How many there are of each, and what is to be looked at. */
export function findingLines(findings: readonly Finding[]): string[] {
  const kinds = Object.keys(TITLES) as readonly FindingKind[];
  const ofKind = (kind: FindingKind) => findings.filter((finding) => finding.kind === kind);
  return [
    ...table(kinds.map((kind) => [TITLES[kind], String(ofKind(kind).length)])),
    ...kinds.filter((kind) => kind !== 'matched').flatMap((kind) => shown(kind, ofKind(kind))),
  ];
}

/** All rows of which something is wrong, by line and column. */
export function problemLines(problems: readonly RowProblem[]): string[] {
  if (problems.length === 0) return [];
  const lines = problems.slice(0, SHOWN_MAX).map(({ line, column, problem }) => {
    return [`line ${line}`, column ?? '', problem];
  });
  return ['', 'Rows that cannot be read, and count as nothing', ...table(lines), ...more(problems)];
}

/** What is about to be done, as the question has it. */
export function planInWords(planned: readonly PlannedRefund[]): string {
  const there = planned.filter(({ isThere }) => isThere).length;
  const count = planned.length - there;
  const totals = [...plannedTotals(planned)].map(([currency, sum]) => formatAmount(sum, currency));
  const sum = count === 0 ? '' : `, ${totals.join(' and ')} in all`;
  const linked = there === 0 ? '' : `; and ${there} that are there already become those rows`;
  return `${count} refunds are to be entered${sum}${linked}`;
}

/** What came of them: how many, and each that was refused. */
export function enteredLines(
  planned: readonly PlannedRefund[],
  entered: readonly EnteredRefund[],
): string[] {
  const count = (kind: EnteredRefund['kind']) =>
    entered.filter((each) => each.kind === kind).length;
  const left = planned.length - entered.length;
  const refused = entered.flatMap((each) =>
    each.kind === 'refused' ? [[`line ${each.planned.row.line}`, each.detail]] : [],
  );
  return [
    `Entered ${count('entered')}; known by now as the rows that they are ${count('linked')}; refused ${refused.length}`,
    ...table(refused),
    ...(left > 0 ? [`Stopped: ${left} are left; run it again, which does the rest`] : []),
  ];
}

function shown(kind: FindingKind, findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const title = TITLES[kind];
  return [
    '',
    `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`,
    ...table(findings.slice(0, SHOWN_MAX).map(cellsOfFinding)),
    ...more(findings),
  ];
}

function more(all: readonly unknown[]): string[] {
  return all.length > SHOWN_MAX ? [`  ... and ${all.length - SHOWN_MAX} more (--csv)`] : [];
}

function cellsOfFinding(finding: Finding): readonly string[] {
  const row = 'row' in finding ? finding.row : undefined;
  const entered = 'ours' in finding ? finding.ours : undefined;
  const theirs = row ? formatAmount(row.amount, row.currency) : '';
  const ours = entered ? formatAmount(oursOf(finding) ?? 0, entered.currency) : '';
  return [
    row ? `line ${row.line}` : '',
    row && entered ? `${theirs}, ours ${ours}` : theirs || ours,
    (row ?? entered)?.at ?? '',
    paymentOf(finding) ?? row?.reconciliationId ?? '',
    obligationsOf(finding).join(' ') || (row?.merchantReference ?? ''),
    detailOf(finding),
  ];
}

/** Each column as wide as its widest cell; amounts and counts as they come. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  return rows.map((row) => {
    const cells = row.map((cell, at) => cell.padEnd(widths[at] ?? 0));
    return `  ${cells.filter((_, at) => (widths[at] ?? 0) > 0).join('  ')}`.trimEnd();
  });
}

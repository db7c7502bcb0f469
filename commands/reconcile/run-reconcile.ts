import { differenceOf, type ExpectedTotal } from '#commands/kit/expected-total.ts';
import type { Printer } from '#commands/kit/print.ts';
import type { Report } from '#shared/files/report/read-report.ts';
import { controlTotals } from '#shared/ledger/reconciling/control-totals.ts';
import { differs, type Finding } from '#shared/ledger/reconciling/finding.ts';
import {
  type PlannedRefund,
  plannedTotals,
  planRefunds,
} from '#shared/ledger/reconciling/plan-refunds.ts';
import type { ReportPeriod } from '#shared/models/report-row.ts';
import type { EnteredRefund } from './enter-refunds.ts';
import { enteredLines, findingLines, planInWords, problemLines, totalLines } from './report.ts';

export const AGREES = 0;
export const DIFFERS = 1;
export const CANNOT = 2;

export type RunOptions = {
  readonly period: ReportPeriod | undefined;
  readonly enterRefunds: boolean;
  readonly yes: boolean;
  readonly expected: readonly ExpectedTotal[];
};

export type RunDeps = {
  readonly print: Pick<Printer, 'line'>;
  /** The report beside the ledger as it is now. */
  find(): Promise<readonly Finding[]>;
  enter(planned: readonly PlannedRefund[]): Promise<readonly EnteredRefund[]>;
  /** Undefined where nobody is at the keyboard. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
};

export type RunResult = { readonly status: number; readonly findings: readonly Finding[] };

/** What differs, and where that is wanted the refunds that are to be entered, and what differs then. */
export async function runReconcile(
  report: Report,
  options: RunOptions,
  deps: RunDeps,
): Promise<RunResult> {
  const { print } = deps;
  const findings = await deps.find();
  tellFindings(report, options, findings, deps);
  if (report.problems.length > 0) {
    print.line('Part of the report cannot be read: mend it, or say how it is to be read');
    return { status: CANNOT, findings };
  }
  if (!options.enterRefunds) return tellVerdict(findings, deps);
  const planned = planRefunds(findings);
  if (planned.length === 0) {
    print.line('No refund is to be entered');
    return tellVerdict(findings, deps);
  }
  const whyNot = await whyNotEntered(planned, options, deps);
  if (whyNot !== undefined) {
    print.line(`Nothing was entered: ${whyNot}`);
    return { status: CANNOT, findings };
  }
  const entered = await deps.enter(planned);
  for (const line of enteredLines(planned, entered)) print.line(line);
  print.line('');
  const then = await deps.find();
  for (const line of totalLines(controlTotals(then))) print.line(line);
  print.line('');
  return tellVerdict(then, deps);
}

async function whyNotEntered(
  planned: readonly PlannedRefund[],
  { expected, yes }: RunOptions,
  { ask }: RunDeps,
): Promise<string | undefined> {
  const totals = plannedTotals(planned);
  const difference = expected.length === 0 ? undefined : differenceOf(totals, expected);
  if (difference !== undefined || yes) return difference;
  if (!ask) return 'nobody is here to be asked; add --yes to do it';
  return (await ask(`${planInWords(planned)}.`)) ? undefined : 'it was not wanted';
}

function tellFindings(
  { problems, repeated }: Report,
  { period }: RunOptions,
  findings: readonly Finding[],
  { print }: RunDeps,
): void {
  const covered = period
    ? `From ${period.from} to ${period.to}`
    : 'What the report covers is not known (--from, --to): nothing is told to be missing in it';
  const lines = [covered, ...totalLines(controlTotals(findings)), '', ...findingLines(findings)];
  for (const line of lines) print.line(line);
  if (repeated > 0) {
    print.line(`Rows that tell the same as one before them, and count once: ${repeated}`);
  }
  for (const line of problemLines(problems)) print.line(line);
  print.line('');
}

function tellVerdict(findings: readonly Finding[], { print }: RunDeps): RunResult {
  const isApart = findings.some(differs);
  print.line(isApart ? 'They differ' : 'They agree');
  return { status: isApart ? DIFFERS : AGREES, findings };
}

import { differenceOf } from '#commands/kit/expected-total.ts';
import type { Printer } from '#commands/kit/print.ts';
import type { CountView } from '#commands/kit/progress.ts';
import type { BulkFile } from '#shared/files/bulk/open-bulk.ts';
import type { ImportRow, RowProblem } from '#shared/models/import-row.ts';
import { controlTotals, type Tally } from '#shared/use-cases/importing/tally.ts';
import { carryOut, dryRun, type ImportDeps } from './import-file.ts';
import { movesLines } from './moves.ts';
import type { ImportOptions } from './options.ts';
import type { RefusedFile } from './refused-file.ts';
import { doneLines, problemLine, tallyLines, totalsInWords } from './report.ts';

export const DONE = 0;
export const SOME_REFUSED = 1;
export const NOT_DONE = 2;
export const STOPPED = 3;

const PROBLEMS_SHOWN_MAX = 1000;

export type RunDeps = Omit<ImportDeps, 'onRow' | 'onRefused' | 'file' | 'atOnce'> & {
  readonly file: BulkFile;
  readonly refused: RefusedFile;
  readonly print: Printer;
  readonly view: (step: string) => CountView;
  /** Something that changes when the file does. */
  readonly fileState: () => Promise<string>;
  /** Undefined where nobody is at the keyboard. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
};

type Wanted = Pick<ImportOptions, 'dryRun' | 'yes' | 'expected' | 'atOnce'>;

/** The dry run, the question, and then what was planned. Answers the exit status. */
export async function runImport(options: Wanted, deps: RunDeps): Promise<number> {
  const { print, file } = deps;
  const before = await deps.fileState();
  const planned = await withView('looked at', options, deps, dryRun);
  if (!planned) {
    print.line('Stopped: nothing was changed');
    return STOPPED;
  }
  const { tally, moves } = planned;
  for (const line of [...tallyLines(tally), ...movesLines(moves)]) print.line(line);
  if (file.leftOut.length > 0) print.line(`Not imported: ${file.leftOut.join(', ')}`);
  tellRefused(deps);
  const difference =
    options.expected.length > 0 ? differenceOf(controlTotals(tally), options.expected) : undefined;
  if (difference !== undefined) {
    print.line(`Nothing was changed: ${difference}`);
    return NOT_DONE;
  }
  const { create, update } = tally.counts;
  const status = tally.counts.refused + tally.movedSince > 0 ? SOME_REFUSED : DONE;
  if (options.dryRun) {
    print.line('Nothing was changed: this was a dry run');
    return status;
  }
  if (create + update === 0) {
    print.line('Nothing is to be changed');
    return status;
  }
  const agreed = await isAgreed(tally, options, deps);
  if (agreed !== undefined) return agreed;
  if ((await deps.fileState()) !== before) {
    print.line('Nothing was changed: the file is another one by now; run it again');
    return NOT_DONE;
  }
  return Math.max(status, await carryOutPlanned(create + update, options, deps));
}

/** Undefined if it is to be done, else the exit status. */
async function isAgreed(
  tally: Tally,
  { yes }: Wanted,
  { ask, print, stop }: RunDeps,
): Promise<number | undefined> {
  if (yes) return undefined;
  if (!ask) {
    print.line('Nothing was changed: nobody is here to be asked; add --yes to do it');
    return NOT_DONE;
  }
  if ((await ask(`${totalsInWords(tally)}.`)) && !stop.aborted) return undefined;
  print.line('Nothing was changed');
  return stop.aborted ? STOPPED : NOT_DONE;
}

async function carryOutPlanned(planned: number, options: Wanted, deps: RunDeps): Promise<number> {
  const { print } = deps;
  const { tally, away } = await withView('done', options, deps, (import_) =>
    carryOut(import_, planned),
  );
  const left = planned - Object.values(tally.counts).reduce((sum, count) => sum + count, 0);
  for (const line of doneLines(tally, left)) print.line(line);
  tellRefused(deps);
  if (left > 0) {
    const why = away === undefined ? '' : `, since the stack is away (${away})`;
    print.line(`Stopped before the end${why}: run it again, which does the rest`);
    return STOPPED;
  }
  return tally.counts.refused > 0 ? SOME_REFUSED : DONE;
}

async function withView<T>(
  step: string,
  { atOnce }: Wanted,
  deps: RunDeps,
  run: (import_: ImportDeps) => Promise<T>,
): Promise<T> {
  const view = deps.view(step);
  const problems = collectProblems(deps);
  try {
    return await run({
      ...deps,
      atOnce,
      onRow: (done, all) => view.count(done, all),
      onRefused: async (row, refused) => {
        for (const problem of refused.problems) problems.add(row, problem);
        await deps.refused.add(row, refused.problems);
      },
    });
  } finally {
    view.close();
    problems.tell();
  }
}

/** Behind the bar that shows how far it is, up to as many as somebody reads. */
function collectProblems({ print }: RunDeps) {
  const lines: string[] = [];
  let more = 0;
  return {
    add(row: ImportRow, problem: RowProblem) {
      if (lines.length < PROBLEMS_SHOWN_MAX) lines.push(problemLine(row, problem));
      else more += 1;
    },
    tell() {
      for (const line of lines) print.line(line);
      if (more > 0) print.line(`  ... and ${more.toLocaleString('en')} problems more`);
    },
  };
}

function tellRefused({ print, refused }: RunDeps): void {
  const path = refused.path();
  if (path !== undefined) print.line(`Refused rows, to be mended and imported: ${path}`);
}

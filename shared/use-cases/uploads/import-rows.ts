import type { ImportRow, RowProblem, SoundRow } from '#shared/models/import-row.ts';
import type { UploadPlace } from '#shared/models/upload.ts';
import type { UploadSlice } from '#shared/models/upload-slice.ts';
import type { Later } from '#shared/ports/importing.ts';
import type { Clock, Randomness } from '#shared/ports/world.ts';
import { carryOutRow, type RowOutcome } from '#shared/use-cases/importing/carry-out-row.ts';
import { Pace } from '#shared/use-cases/importing/pace.ts';
import { planRow } from '#shared/use-cases/importing/plan-row.ts';
import { countRow, type Tally } from '#shared/use-cases/importing/tally.ts';
import { inOrder } from '#shared/use-cases/in-order.ts';
import { type Entered, type FindEnteredDeps, findEntered } from './find-entered.ts';
import { createImportLedger, type ImportLedgerDeps } from './import-ledger.ts';
import { type OpenedFile, unreadable } from './upload-file.ts';

export type ImportRowsDeps = ImportLedgerDeps &
  FindEnteredDeps & { readonly clock: Clock; readonly randomness: Randomness };

type Slice = {
  readonly slice: UploadSlice;
  readonly place: UploadPlace;
  readonly opened: OpenedFile;
  readonly tally: Tally;
  readonly limits: SliceLimits;
};

export type SliceLimits = {
  /** Takes no further row from there on. */
  readonly stop: AbortSignal;
  /** What is refused of a slice is in memory, and what a function that dies has done is looked at again. */
  readonly rowsMax: number;
};

export type SliceOfRows = {
  /** Rows up to this line are done. */
  readonly after: number;
  readonly tally: Tally;
  readonly refused: readonly RefusedRow[];
  /** Why it is not done to the end of the file, and whether it cannot be any more; undefined if it is. */
  readonly rest: { readonly isLost: boolean; readonly detail: string } | undefined;
};
export type RefusedRow = { readonly row: ImportRow; readonly problems: readonly RowProblem[] };

/** As the command has it; more of them wait for Moment, and not for us. */
const AT_ONCE = 8;
/** For what is called now. */
const CALL_MS_MAX = 20_000;

/** Plans and does the rows of a slice, some of them at once. */
export async function importRows(of: Slice, deps: ImportRowsDeps): Promise<SliceOfRows> {
  const { slice, opened } = of;
  const { stop, rowsMax } = of.limits;
  const enough = new AbortController();
  const isStopped = AbortSignal.any([stop, enough.signal]);
  const source = new RowsOfSlice(opened.file, slice.after, rowsMax);
  const refused: RefusedRow[] = [];
  let { after } = slice;
  let { tally } = of;
  let later: Later | undefined;
  const done = () => ({ after, tally, refused });
  try {
    const work = createWork(of, isStopped, deps);
    for await (const { row, outcome } of inOrder(source.rows(), AT_ONCE, work, isStopped)) {
      if (outcome.kind === 'later') {
        later ??= outcome;
        enough.abort();
      } else if (!later) {
        // What comes behind one that could not be done yet is looked at again, with it.
        tally = countRow(tally, row, outcome);
        if (outcome.kind === 'refused') refused.push({ row, problems: outcome.problems });
        after = row.line;
      }
    }
  } catch (error) {
    return { ...done(), rest: { isLost: true, detail: unreadable(error).detail } };
  }
  if (source.isAtEnd && !later) return { ...done(), rest: undefined };
  const detail = later?.detail ?? 'no row could be done in time';
  return { ...done(), rest: { isLost: false, detail } };
}

/** What the slices before have done is read once more, and left. */
class RowsOfSlice {
  isAtEnd = false;
  readonly #file: OpenedFile['file'];
  readonly #after: number;
  readonly #max: number;

  constructor(file: OpenedFile['file'], after: number, max: number) {
    this.#file = file;
    this.#after = after;
    this.#max = max;
  }

  async *rows(): AsyncGenerator<ImportRow> {
    let count = 0;
    for await (const row of this.#file.rows()) {
      if (row.line <= this.#after) continue;
      if (count === this.#max) return;
      count += 1;
      yield row;
    }
    this.isAtEnd = true;
  }
}

type Done = {
  readonly row: ImportRow;
  readonly outcome: RowOutcome & { readonly movedSince?: boolean };
};

function createWork(
  { slice: { upload }, place: { batch }, opened: { seen } }: Slice,
  stop: AbortSignal,
  deps: ImportRowsDeps,
): (row: ImportRow) => Promise<Done> {
  const pace = new Pace({ clock: deps.clock, randomness: deps.randomness, stop });
  const importing = {
    actor: upload.putBy,
    note: `Imported: ${batch}`,
    deadline: () => deps.clock.now() + CALL_MS_MAX,
  };
  const ledger = createImportLedger(importing, deps);
  const doing = { ledger, writes: ledger, journal: { put: async () => {} }, pace, batch };
  return async (row) => {
    let entered: Entered | undefined;
    const find = async () => {
      // Of others nobody asks.
      entered = await findEntered(row as SoundRow, batch, deps);
      return entered;
    };
    const { decision } = await planRow(row, { ledger, seen, journal: { find }, pace });
    if (decision.kind === 'unchanged' && entered && entered.at >= upload.putAt) {
      // By a function that died before it could tell, or by one beside this one.
      return { row, outcome: { kind: entered.as } };
    }
    return decision.kind === 'create' || decision.kind === 'update'
      ? { row, outcome: await carryOutRow(row as SoundRow, decision, doing) }
      : { row, outcome: decision };
  };
}

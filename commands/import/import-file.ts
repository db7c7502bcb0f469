import { Wrong } from '#commands/kit/wrong.ts';
import type { BulkFile } from '#shared/files/bulk/open-bulk.ts';
import { contentOf, type ImportRow, type SoundRow } from '#shared/models/import-row.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { ImportedLedger, ImportedWrites } from '#shared/ports/importing.ts';
import { carryOutRow, type RowOutcome } from '#shared/use-cases/importing/carry-out-row.ts';
import type { RowDecision } from '#shared/use-cases/importing/decide-row.ts';
import { listStandings } from '#shared/use-cases/importing/list-standings.ts';
import type { Pace } from '#shared/use-cases/importing/pace.ts';
import { planRow } from '#shared/use-cases/importing/plan-row.ts';
import { seeRows } from '#shared/use-cases/importing/seen-rows.ts';
import { countRow, NOTHING, type Tally } from '#shared/use-cases/importing/tally.ts';
import { inOrder } from '#shared/use-cases/in-order.ts';
import { addMove, type Moves } from './moves.ts';
import type { WorkFolder } from './work-folder.ts';

export type ImportDeps = {
  readonly kind: ObligationKind;
  readonly batch: string;
  readonly file: Pick<BulkFile, 'rows'>;
  readonly stack: ImportedLedger & ImportedWrites;
  readonly work: WorkFolder;
  readonly pace: Pace;
  readonly atOnce: number;
  readonly stop: AbortSignal;
  readonly onRow: (done: number, all: number) => void;
  readonly onRefused: (row: ImportRow, refused: RefusedDecision) => Promise<void>;
};
type RefusedDecision = Extract<RowDecision, { kind: 'refused' }>;

/** What would be done, and the plan of it is kept; undefined if it was stopped. @throws FileRefused */
export async function dryRun(
  deps: ImportDeps,
): Promise<{ readonly tally: Tally; readonly moves: Moves } | undefined> {
  const { kind, file, stack, work, pace, atOnce, stop } = deps;
  const count = await seeRows(file.rows(), work.seen, stop);
  const isWanted = async (reference: string) => (await work.seen.find(reference)) !== undefined;
  const { standings: kept, journal, seen } = work;
  const ledger = await listStandings(kind, count, { ledger: stack, kept, isWanted, pace, stop });
  const plan = (row: ImportRow) => planRow(row, { ledger, seen, journal, pace });
  let tally = NOTHING;
  let moves: Moves = new Map();
  let done = 0;
  for await (const { row, decision } of inOrder(file.rows(), atOnce, plan, stop)) {
    if (decision.kind === 'later') {
      if (stop.aborted) return undefined;
      throw new Error(`Nothing was changed, since the stack cannot be read: ${decision.detail}`);
    }
    tally = countRow(tally, row, decision);
    moves = addMove(moves, row, decision);
    if (decision.kind === 'refused') await deps.onRefused(row, decision);
    else if (decision.kind !== 'unchanged' && row.kind === 'sound') {
      await work.plan.put(row.line, { content: contentOf(row.wanted), decision });
    }
    done += 1;
    deps.onRow(done, count);
  }
  return stop.aborted ? undefined : { tally, moves };
}

export type CarriedOut = {
  /** Of the rows that were to be done. */
  readonly tally: Tally;
  /** What keeps the rest from being done; undefined if nothing does, or whoever runs it stopped it. */
  readonly away: string | undefined;
};

/** Does what the dry run planned. */
export async function carryOut(deps: ImportDeps, planned: number): Promise<CarriedOut> {
  const { stack, work, pace, atOnce, stop, batch } = deps;
  const doing = { ledger: stack, writes: stack, journal: work.journal, pace, batch };
  const carryOutOne = async ({ row, decision }: Planned) => ({
    row,
    outcome: await outcomeOf(row, decision, doing),
  });
  let tally = NOTHING;
  let done = 0;
  try {
    for await (const { row, outcome } of inOrder(plannedRows(deps), atOnce, carryOutOne, stop)) {
      if (outcome.kind === 'later') {
        if (stop.aborted) continue;
        return { tally, away: outcome.detail };
      }
      tally = countRow(tally, row, outcome);
      if (outcome.kind === 'refused') await deps.onRefused(row, outcome);
      done += 1;
      deps.onRow(done, planned);
    }
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return { tally, away: `${error.message}. ${error.todo}` };
  }
  return { tally, away: undefined };
}

type Planned = { readonly row: SoundRow; readonly decision: RowDecision };

async function outcomeOf(
  row: SoundRow,
  decision: RowDecision,
  doing: Parameters<typeof carryOutRow>[2],
): Promise<RowOutcome> {
  return decision.kind === 'create' || decision.kind === 'update'
    ? carryOutRow(row, decision, doing)
    : decision;
}

async function* plannedRows({ file, work }: ImportDeps): AsyncGenerator<Planned> {
  for await (const row of file.rows()) {
    const plan = row.kind === 'sound' ? await work.plan.find(row.line) : undefined;
    if (row.kind !== 'sound' || !plan) continue;
    yield plan.content === contentOf(row.wanted)
      ? { row, decision: plan.decision }
      : { row, decision: changedSince(row) };
  }
}

function changedSince(row: SoundRow): RowDecision {
  const column = row.columnOf('external_reference');
  const detail = 'is of a row that changed since the dry run: import the file again';
  return { kind: 'refused', problems: [{ column, detail }] };
}

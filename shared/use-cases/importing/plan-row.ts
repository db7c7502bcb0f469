import type { ImportRow, RowProblem, SoundRow } from '#shared/models/import-row.ts';
import type { BillFacts } from '#shared/models/new-obligation.ts';
import { aKind } from '#shared/models/obligation-id.ts';
import type { ImportedLedger, ImportJournal, Later, SeenRows } from '#shared/ports/importing.ts';
import { decideRow, type RowDecision } from './decide-row.ts';
import type { Pace } from './pace.ts';
import { problemOfRepeat } from './seen-rows.ts';

export type PlanDeps = {
  readonly ledger: Pick<ImportedLedger, 'find'>;
  readonly seen: Pick<SeenRows, 'find'>;
  readonly journal: Pick<ImportJournal, 'find'>;
  readonly pace: Pace;
};

/** A row, and what it comes to; nothing is done yet. */
export type PlannedRow = { readonly row: ImportRow; readonly decision: RowDecision | Later };

export async function planRow(row: ImportRow, deps: PlanDeps): Promise<PlannedRow> {
  const refused = (problems: readonly RowProblem[]): PlannedRow => ({
    row,
    decision: { kind: 'refused', problems },
  });
  if (row.kind === 'faulty') return refused(row.problems);
  const { kind, facts } = row.wanted;
  const { external_reference: reference } = facts;
  const repeat = problemOfRepeat(row, await deps.seen.find(reference));
  if (repeat) return refused([repeat]);
  const found = await deps.pace.call(() => deps.ledger.find(kind, reference));
  if (found.kind === 'later') return { row, decision: found };
  const { standing } = found;
  if (!standing) return { row, decision: await planCreation(row, deps) };
  return { row, decision: decideRow(row, standing, await deps.journal.find(kind, reference)) };
}

/** What it hangs on has to be here first. */
async function planCreation(row: SoundRow, { ledger, pace }: PlanDeps) {
  const parent = parentOf(row);
  const creation = decideRow(row, undefined, undefined);
  if (!parent) return creation;
  const found = await pace.call(() => ledger.find(parent.kind, parent.reference));
  if (found.kind === 'later') return found;
  if (found.standing) return creation;
  const detail = `names ${aKind(parent.kind)} that is not here: import or create it first`;
  return { kind: 'refused' as const, problems: [{ column: row.columnOf(parent.kind), detail }] };
}

function parentOf({ wanted }: SoundRow) {
  const { customer, account } = wanted.facts as Partial<BillFacts>;
  if (typeof customer === 'string') return { kind: 'customer' as const, reference: customer };
  return typeof account === 'string' ? { kind: 'account' as const, reference: account } : undefined;
}

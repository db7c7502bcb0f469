import { amountOf, importKey, type RowProblem, type SoundRow } from '#shared/models/import-row.ts';
import type {
  ImportedLedger,
  ImportedWrites,
  ImportJournal,
  Later,
  Refused,
} from '#shared/ports/importing.ts';
import { contactOf, decideRow, type RowDecision } from './decide-row.ts';
import type { Pace } from './pace.ts';

export type CarryOutDeps = {
  readonly ledger: Pick<ImportedLedger, 'find'>;
  readonly writes: ImportedWrites;
  readonly journal: Pick<ImportJournal, 'put'>;
  readonly pace: Pace;
  /** What is imported together: a row of a batch is entered once, though it is sent again. */
  readonly batch: string;
};

/** What became of a row: `create` and `update` are done; `later` is left as it was, or half done, for the next run. */
export type RowOutcome =
  | { readonly kind: 'create' | 'update' | 'unchanged' }
  | { readonly kind: 'refused'; readonly problems: readonly RowProblem[] }
  | Later;

type Update = Extract<RowDecision, { kind: 'update' }>;

const MOVED = 'has moved since the dry run, by a payment perhaps: import the file again';
const ENTERED =
  'was entered by this batch before, and has changed since; if it is to be entered again, name another --batch';

/** Does what was decided: once under its key, whatever crashed before. */
export async function carryOutRow(
  row: SoundRow,
  decision: { readonly kind: 'create' } | Update,
  deps: CarryOutDeps,
): Promise<RowOutcome> {
  const outcome = await (decision.kind === 'create'
    ? create(row, deps)
    : update(row, decision, deps));
  // What keeps this row alone from being done keeps no other from it.
  if (outcome.kind !== 'later' || outcome.isBusy) return outcome;
  const detail = `could not be done, asked several times: import the file again (${outcome.detail})`;
  return refused(row, 'external_reference', detail);
}

async function create(row: SoundRow, deps: CarryOutDeps): Promise<RowOutcome> {
  const { wanted } = row;
  const key = importKey(wanted, deps.batch);
  const sent = await deps.pace.call(() => deps.writes.create(wanted, key));
  if (sent.kind === 'later') return sent;
  if (sent.kind === 'refused') {
    return sent.code === `${wanted.kind}.exists` ? existing(row, deps) : refusedBy(row, sent);
  }
  await note(row, sent.id, deps);
  return { kind: 'create' };
}

/** It was not there when it was looked for. */
async function existing(row: SoundRow, deps: CarryOutDeps): Promise<RowOutcome> {
  const { kind, facts } = row.wanted;
  const found = await deps.pace.call(() => deps.ledger.find(kind, facts.external_reference));
  if (found.kind === 'later') return found;
  const decision = decideRow(row, found.standing, undefined);
  if (decision.kind !== 'unchanged') return refused(row, 'external_reference', MOVED);
  await note(row, decision.id, deps);
  return { kind: 'unchanged' };
}

async function update(row: SoundRow, decision: Update, deps: CarryOutDeps): Promise<RowOutcome> {
  const { id, refresh, changesContact } = decision;
  const { wanted } = row;
  if (refresh) {
    const key = importKey(wanted, deps.batch);
    const sent = await deps.pace.call(() => deps.writes.setBalance(wanted.kind, id, refresh, key));
    if (sent.kind === 'later') return sent;
    if (sent.kind === 'refused') return refusedBy(row, sent);
    await note(row, id, deps);
  }
  if (changesContact) {
    const sent = await deps.pace.call(() =>
      deps.writes.changeContact(wanted.kind, id, contactOf(row)),
    );
    if (sent.kind === 'later') return sent;
    if (sent.kind === 'refused') return refusedBy(row, sent);
  }
  return { kind: 'update' };
}

async function note(row: SoundRow, id: string, { journal }: CarryOutDeps): Promise<void> {
  const { kind, facts } = row.wanted;
  await journal.put(kind, facts.external_reference, { id, ...amountOf(row.wanted) });
}

function refusedBy(row: SoundRow, { code, detail, members }: Refused): RowOutcome {
  if (code === 'sequence.unexpected') return refused(row, 'amount', MOVED);
  if (code === 'idempotency_key.reused') return refused(row, 'amount', ENTERED);
  if (members.length === 0) return refused(row, 'external_reference', `${detail} (${code})`);
  return {
    kind: 'refused',
    problems: members.map((each) => ({ column: row.columnOf(each.field), detail: each.detail })),
  };
}

function refused(row: SoundRow, member: string, detail: string): RowOutcome {
  return { kind: 'refused', problems: [{ column: row.columnOf(member), detail }] };
}

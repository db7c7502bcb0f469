import { ServiceError } from '#shared/errors.ts';
import { decideChange } from '#shared/ledger/decide-change.ts';
import type { ChangeCause } from '#shared/models/cause.ts';
import type { Asking, Change, Done } from '#shared/models/change.ts';
import { type Entry, isKeyOf } from '#shared/models/entry.ts';
import type { Met } from '#shared/models/met.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { Undoable } from '#shared/models/undone.ts';
import type { Changes } from '#shared/ports/changes.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import type { Obligations, Postings } from '#shared/ports/ledger.ts';
import { findObligation } from '#shared/use-cases/obligations/find-obligation.ts';
import { hashRequest } from '#shared/use-cases/request-hash.ts';
import { type RetryDeps, retryConflicts } from '#shared/use-cases/retry-conflicts.ts';

export type ChangeDeps = RetryDeps & {
  readonly ledger: Obligations & Pick<Postings, 'post'>;
  readonly changes: Changes;
  readonly intents: Pick<IntentStore, 'find'>;
};

export type ChangeAsked = {
  readonly kind: ObligationKind;
  /** Moment's id or the merchant's `external_reference`. */
  readonly id: string;
  readonly change: Change;
  readonly asking: Asking;
  /** Epoch milliseconds. */
  readonly deadline: number;
};

/** What came of it; `replayed` if it was done before. */
export type Changed = { readonly done: Done; readonly replayed: boolean };

/**
 * Changes what is owed, once under its key, for ever: sent again it answers the same.
 *
 * @throws ServiceError `{kind}.not_found`, `idempotency_key.reused`, `balance.not_tracked`, `balance.out_of_range`,
 *   `sequence.unexpected`, `entry.not_found`, `entry.not_reversible`, `amount.exceeds_entry`, `reconciliation_id.reused`,
 *   `ledger.busy`
 */
export async function changeBalance(
  { kind, id, change, asking, deadline }: ChangeAsked,
  deps: ChangeDeps,
): Promise<Changed> {
  let found: Obligation | undefined = await findObligation(kind, id, deps.ledger);
  const { id: obligationId } = found;
  const { reason, note } = asking;
  const requestHash = hashRequest(change.kind, [obligationId, change, reason, note]);
  const cause: ChangeCause = { kind: 'command', ...asking, requestHash };
  return retryConflicts(
    async () => {
      const obligation = found ?? (await findObligation(kind, obligationId, deps.ledger));
      found = undefined;
      return changeOnce(obligation, change, cause, deps);
    },
    deadline,
    deps,
  );
}

/**
 * The obligation was read first: what is read after it can only be newer, and then nothing is posted. And what was done is
 * read after what may be undone: of what this very command undid, another run of it would find nothing left.
 */
async function changeOnce(
  obligation: Obligation,
  change: Change,
  cause: ChangeCause,
  { ledger, changes, intents, clock }: ChangeDeps,
): Promise<Changed | undefined> {
  const undoable = await findUndoable(obligation.id, change, changes);
  const undoing = await findUndoing(change, undoable, changes);
  const [done, intent, met] = await Promise.all([
    changes.findDone(cause.key),
    intents.find(cause.key),
    findMet(change, changes),
  ]);
  const known = { obligation, done, isIntent: intent !== undefined, undoable, undoing, met };
  const decision = decideChange(change, cause, known, new Date(clock.now()).toISOString());
  switch (decision.kind) {
    case 'refused':
      throw new ServiceError(decision.code, decision.message, { members: decision.members ?? {} });
    case 'done':
      return { done: decision.done, replayed: true };
    case 'keep': {
      const { unchanged } = decision;
      const isKept = (await changes.keepUnchanged(unchanged)) === 'kept';
      return isKept ? { done: { kind: 'unchanged', unchanged }, replayed: false } : undefined;
    }
    case 'link': {
      const { link, entry } = decision;
      const { reconciliationId } = link.reconciled;
      const isLinked = (await changes.link(link)) === 'linked';
      return isLinked
        ? { done: { kind: 'linked', entry, reconciliationId }, replayed: false }
        : undefined;
    }
    case 'post': {
      const { entry, posting } = decision;
      const isPosted = (await ledger.post(posting, [])) === 'posted';
      return isPosted ? { done: { kind: 'entered', entry }, replayed: false } : undefined;
    }
  }
}

/** Undefined where nothing is to be undone, or where the entry is another obligation's by its id. */
async function findUndoable(
  obligationId: string,
  change: Change,
  changes: Changes,
): Promise<Undoable | undefined> {
  if (change.kind !== 'reversal' || !isKeyOf(change.reverses, obligationId)) return undefined;
  return changes.findUndoable(obligationId, change.reverses);
}

/** The id of the row of a report that it is. */
function rowOf(change: Change): string | undefined {
  // Stryker disable next-line ConditionalExpression: narrows the type; no other change comes with a row
  return change.kind === 'reversal' ? change.reconciliationId : undefined;
}

/** Where it is a row of a report: a refund may be there that it is. */
async function findUndoing(
  change: Change,
  undoable: Undoable | undefined,
  changes: Changes,
): Promise<readonly Entry[] | undefined> {
  const undone = rowOf(change) === undefined ? undefined : undoable?.undone;
  return undone && changes.findUndoing(undone);
}

async function findMet(change: Change, changes: Changes): Promise<Met | undefined> {
  const reconciliationId = rowOf(change);
  if (reconciliationId === undefined) return undefined;
  return changes.findReconciled({ type: 'refund', reconciliationId });
}

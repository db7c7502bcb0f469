import type { ChangeCause } from '#shared/models/cause.ts';
import type { Change, Done } from '#shared/models/change.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { Link, Met } from '#shared/models/met.ts';
import type { Reconciled } from '#shared/models/reconciled.ts';
import type { Undoable, Undone } from '#shared/models/undone.ts';
import { type ChangePosted, type ChangeRefusal, enterChange, refused } from './enter-change.ts';
import type { Standing } from './standing.ts';
import { undoing, whyNotUndoable } from './undo.ts';

/** Undone entries are counted in one item: it stays below a kilobyte. */
export const REVERSALS_MAX = 100;

export type Reversal = Extract<Change, { kind: 'reversal' }>;

export type KnownForReversal = {
  readonly undoable?: Undoable | undefined;
  /** Where it is a row of a report: the entries that undid the payment before. */
  readonly undoing?: readonly Entry[] | undefined;
};

export type Linked = { readonly kind: 'link'; readonly link: Link; readonly entry: Entry };

/** How an entry is undone; or, as a row of a report, which refund that is there it is. */
export function decideReversal(
  reversal: Reversal,
  cause: ChangeCause,
  standing: Standing,
  // Stryker disable next-line ArrayDeclaration: what is no entry has no amount
  { undoable = NOTHING, undoing: by = [] }: KnownForReversal,
): ChangePosted | Linked | ChangeRefusal {
  const { entry, undone } = undoable;
  if (!entry) return refused('entry.not_found', 'The obligation has no entry of this id');
  const why = whyNotUndoable(entry);
  if (why !== undefined) return refused('entry.not_reversible', `Not to be undone: ${why}`);
  const { reconciliationId } = reversal;
  if (reconciliationId === undefined) return reverse(reversal, entry, cause, standing, undoable);
  if (entry.type !== 'payment') {
    const message = `Not as a row of a report: it is no payment, but ${entry.type}`;
    return refused('entry.not_reversible', message);
  }
  const twin = undone && enteredByHand(reversal, undone, by);
  const reconciled = { type: 'refund' as const, reconciliationId };
  if (twin) return link({ ...reconciled, entryKey: twin.key }, twin, undone, cause, standing);
  const decision = reverse(reversal, entry, cause, standing, undoable);
  if (decision.kind !== 'post') return decision;
  const { posting } = decision;
  return {
    ...decision,
    posting: { ...posting, reconciled: { ...reconciled, entryKey: decision.entry.key } },
  };
}

/**
 * What a row of a report did before: whichever key and reason it comes with, its refund is that one. Undefined where it did
 * nothing yet.
 */
export function reconciledBefore(
  { reverses, amount, reconciliationId }: Reversal,
  obligationId: string,
  met: Met | undefined,
): { readonly kind: 'done'; readonly done: Done } | ChangeRefusal | undefined {
  if (!met || reconciliationId === undefined) return undefined;
  const { entry, reconciled } = met;
  const isSame =
    entry.obligationId === obligationId &&
    'reverses' in entry &&
    entry.reverses === reverses &&
    entry.amount === amount;
  if (isSame) {
    const done: Done = reconciled.linked
      ? { kind: 'linked', entry, reconciliationId }
      : { kind: 'entered', entry };
    return { kind: 'done', done };
  }
  return refused(
    'reconciliation_id.reused',
    `${reconciliationId} is the refund ${entry.key} of ${entry.amount}, and stays that`,
    { entry: entry.key, amount: entry.amount },
  );
}

/** The first of the refunds of this amount of which no row of a report was found yet. */
function enteredByHand(
  { amount }: Reversal,
  // Stryker disable next-line ArrayDeclaration: what is no link names no entry
  { linked = [] }: Undone,
  by: readonly Entry[],
): Entry | undefined {
  const [first] = by
    .filter(
      (each) =>
        each.amount === amount &&
        !('reconciliationId' in each) &&
        !linked.some(({ entryKey }) => entryKey === each.key),
    )
    .toSorted((one, other) => one.sequence - other.sequence);
  return first;
}

function link(
  reconciled: Reconciled,
  entry: Entry,
  undone: Undone,
  { actor, reason, note }: ChangeCause,
  { recordedAt: at }: Standing,
): Linked {
  const linked = { at, actor, reason, ...(note !== undefined && { note }) };
  return { kind: 'link', link: { reconciled: { ...reconciled, linked }, undone }, entry };
}

function reverse(
  { reverses, amount, effectiveAt, reconciliationId }: Reversal,
  entry: Entry,
  cause: ChangeCause,
  standing: Standing,
  { adjustment, undone }: Undoable,
): ChangePosted | ChangeRefusal {
  const { amount: undoneSoFar, by } = undone ?? { amount: 0, by: [] };
  if (by.length >= REVERSALS_MAX) {
    return refused('entry.not_reversible', `It was undone in ${by.length} parts already`);
  }
  const whole = undoing(entry.amount, adjustment?.amount);
  const left = Math.max(0, Math.abs(whole) - undoneSoFar);
  const part = amount ?? left;
  if (left === 0 || part > left) {
    return refused('amount.exceeds_entry', `${left} of the entry is left to undo`, { left });
  }
  const moved = {
    amount: Math.sign(whole) * part,
    effectiveAt: effectiveAt ?? entry.effectiveAt,
    reverses,
  };
  const decision =
    entry.type === 'payment'
      ? enterChange(
          {
            ...{ ...moved, type: 'refund', paymentId: entry.paymentId },
            ...(reconciliationId && { reconciliationId }),
          },
          cause,
          standing,
        )
      : enterChange({ ...moved, type: 'reversal' }, cause, standing);
  if (decision.kind !== 'post') return decision;
  const next: Undone = {
    obligationId: standing.obligation.id,
    entryKey: reverses,
    amount: undoneSoFar + part,
    by: [...by, decision.entry.sequence],
  };
  const undoes = { undone: next, expected: undone?.amount };
  return { ...decision, posting: { ...decision.posting, undoes } };
}

const NOTHING: Undoable = { entry: undefined, adjustment: undefined, undone: undefined };

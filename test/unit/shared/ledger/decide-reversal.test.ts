import { describe, expect, test } from 'vitest';
import type { Change } from '#shared/models/change.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { Met } from '#shared/models/met.ts';
import type { Undone } from '#shared/models/undone.ts';
import { changeCause, decided, posted } from '#test/support/changes.ts';
import { CUSTOMER, obligation } from '#test/support/factories.ts';
import { movedBy, paid, postingOf, RECORDED_AT } from '#test/support/postings.ts';

const ROW = '673bbe2805368010f36e9bee';
const PAYMENT = `pay_1@${CUSTOMER}`;
const row = (amount: number, reconciliationId = ROW, reverses = PAYMENT): Change => ({
  ...{ kind: 'reversal', reverses, amount, reconciliationId },
});
const byHand = (amount: number): Change => ({ kind: 'reversal', reverses: PAYMENT, amount });

const payment = postingOf([paid({ id: 'pay_1', amount: 1000 })]);
const [entry] = payment.entries;
const owed = movedBy(payment);

/** Refunds of the payment, one after the other, each with what is known of the payment by then. */
function refunded(...changes: readonly Change[]) {
  let known: { owed: typeof owed; undone?: Undone; undoing: Entry[] } = { owed, undoing: [] };
  for (const [at, change] of changes.entries()) {
    const undoable = { entry, adjustment: undefined, undone: known.undone };
    const made = posted(change, {
      ...{ owed: known.owed, undoable, undoing: known.undoing },
      cause: changeCause({ key: `before-${at}` }),
    });
    const { undone } = made.posting.undoes ?? {};
    known = {
      owed: movedBy(made.posting, known.owed),
      ...(undone && { undone }),
      undoing: [made.entry, ...known.undoing],
    };
  }
  return known;
}

const decide = (
  change: Change,
  { undone, undoing, ...known } = refunded(),
  more: { met?: Met; note?: string } = {},
) => {
  const { met, note } = more;
  const cause = changeCause({ key: 'row', reason: 'refunded', ...(note && { note }) });
  const undoable = { entry, adjustment: undefined, undone };
  return decided(change, { ...known, undoable, undoing, cause, ...(met && { met }) });
};

describe('a refund that is a row of a report', () => {
  test('is entered as one by hand is, with the id, and marked so that it is entered once', () => {
    const decision = decide(row(300));
    if (decision.kind !== 'post') throw new Error(decision.kind);
    const { posting } = decision;
    expect(decision.entry).toMatchObject({
      key: `command:row@${CUSTOMER}`,
      ...{ type: 'refund', amount: 300, reverses: PAYMENT, paymentId: 'pay_1' },
      reconciliationId: ROW,
    });
    expect(posting.reconciled).toEqual({
      type: 'refund',
      reconciliationId: ROW,
      entryKey: `command:row@${CUSTOMER}`,
    });
    expect(posting.undoes).toEqual({
      undone: { obligationId: CUSTOMER, entryKey: PAYMENT, amount: 300, by: [3] },
      expected: undefined,
    });
  });

  test('by hand has no id and no mark', () => {
    const decision = decide(byHand(300));
    if (decision.kind !== 'post') throw new Error(decision.kind);
    expect(decision.entry).not.toHaveProperty('reconciliationId');
    expect(decision.posting).not.toHaveProperty('reconciled');
  });

  test('is the one of its amount that was entered by hand, which then has its id', () => {
    const before = refunded(byHand(200), byHand(300));
    const decision = decide(row(300), before, { note: 'Ticket 77' });
    expect(decision).toEqual({
      kind: 'link',
      entry: before.undoing[0],
      link: {
        reconciled: {
          ...{ type: 'refund', reconciliationId: ROW, entryKey: `command:before-1@${CUSTOMER}` },
          linked: {
            at: RECORDED_AT,
            actor: changeCause().actor,
            reason: 'refunded',
            note: 'Ticket 77',
          },
        },
        undone: before.undone,
      },
    });
  });

  test('is linked without a note where nobody wrote one', () => {
    const decision = decide(row(300), refunded(byHand(300)));
    if (decision.kind !== 'link') throw new Error(decision.kind);
    expect(decision.link.reconciled.linked).not.toHaveProperty('note');
  });

  test('is the oldest of several that are equal', () => {
    const decision = decide(row(300), refunded(byHand(300), byHand(300)));
    expect(decision).toMatchObject({ kind: 'link', entry: { sequence: 3 } });
  });

  test('is linked where nothing is left of the payment, too', () => {
    expect(decide(row(1000), refunded(byHand(1000)))).toMatchObject({ kind: 'link' });
  });

  test.each([
    ['of another amount', refunded(byHand(299))],
    ['that is another row', refunded(row(300, 'other'))],
  ])('is entered beside one %s', (_, before) => {
    expect(decide(row(300), before)).toMatchObject({
      kind: 'post',
      posting: { undoes: { undone: { by: [3, 4] } } },
    });
  });

  test('is entered beside one that is linked with another row', () => {
    const before = refunded(byHand(300), byHand(300));
    const [second, first] = before.undoing;
    const link = (of: Entry | undefined, reconciliationId: string) => ({
      entryKey: String(of?.key),
      reconciliationId,
    });
    const undone = before.undone as Undone;
    const one = { ...before, undone: { ...undone, linked: [link(first, 'a')] } };
    expect(decide(row(300), one)).toMatchObject({ kind: 'link', entry: { key: second?.key } });
    const both = {
      ...before,
      undone: { ...undone, linked: [link(first, 'a'), link(second, 'b')] },
    };
    expect(decide(row(300), both)).toMatchObject({ kind: 'post' });
  });

  test('is refused where it is of an entry that is no payment', () => {
    const charge = posted({ kind: 'charge', amount: 500 }).entry;
    const undoable = { entry: charge, adjustment: undefined, undone: undefined };
    expect(decided(row(300, ROW, charge.key), { undoable })).toMatchObject({
      kind: 'refused',
      code: 'entry.not_reversible',
      message: 'Not as a row of a report: it is no payment, but charge',
    });
  });

  test('is refused where it is more than is left', () => {
    expect(decide(row(900), refunded(byHand(200)))).toMatchObject({
      code: 'amount.exceeds_entry',
      members: { left: 800 },
    });
  });

  test('is refused where the payment is not there', () => {
    expect(decided(row(300), {})).toMatchObject({ code: 'entry.not_found' });
  });
});

describe('a row of a report that was entered', () => {
  const { undoing } = refunded(row(300));
  const [refund] = undoing;
  if (refund?.type !== 'refund') throw new Error('no refund');
  const reconciled = { type: 'refund', reconciliationId: ROW, entryKey: refund.key } as const;
  const met: Met = { reconciled, entry: refund };

  test('is done, whichever key it comes with, and whatever is left', () => {
    expect(decide(row(300), refunded(byHand(1000)), { met })).toEqual({
      kind: 'done',
      done: { kind: 'entered', entry: refund },
    });
    const done = [
      {
        kind: 'entered' as const,
        entry: posted(byHand(1), {
          owed,
          undoable: { entry, adjustment: undefined, undone: undefined },
        }).entry,
      },
    ];
    expect(decided(row(300), { done, met })).toMatchObject({ kind: 'done' });
  });

  test('is said to be linked where it was', () => {
    const linked = { at: RECORDED_AT, actor: 'jane', reason: 'refunded' } as const;
    const was: Met = { reconciled: { ...reconciled, linked }, entry: refund };
    expect(decide(row(300), undefined, { met: was })).toEqual({
      kind: 'done',
      done: { kind: 'linked', entry: refund, reconciliationId: ROW },
    });
  });

  test.each<[string, Change, Met]>([
    ['with another amount', row(301), met],
    ['of another payment', row(300, ROW, `pay_2@${CUSTOMER}`), met],
    [
      'on another obligation',
      row(300),
      { reconciled, entry: { ...refund, obligationId: 'bcus_other' } },
    ],
    ['of what undid nothing', row(300), { reconciled, entry: entry as Entry }],
  ])('is refused %s, and stays what it is', (_, change, was) => {
    expect(decide(change, undefined, { met: was })).toEqual({
      kind: 'refused',
      code: 'reconciliation_id.reused',
      message: `${ROW} is the refund ${was.entry.key} of ${was.entry.amount}, and stays that`,
      members: { entry: was.entry.key, amount: was.entry.amount },
    });
  });

  test('is nothing to a refund by hand', () => {
    expect(decide(byHand(300), undefined, { met })).toMatchObject({ kind: 'post' });
  });

  test('is known on an obligation of which no balance is tracked, too', () => {
    const { balance: _, ...untracked } = obligation();
    expect(decided(row(300), { owed: untracked, met })).toMatchObject({ kind: 'done' });
  });
});

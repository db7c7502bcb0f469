import { describe, expect, test } from 'vitest';
import { REVERSALS_MAX } from '#shared/ledger/decide-reversal.ts';
import { hashEntry } from '#shared/models/chain.ts';
import type { Change } from '#shared/models/change.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { Undoable } from '#shared/models/undone.ts';
import { changeCause, decided, posted } from '#test/support/changes.ts';
import { CUSTOMER, obligation, opening } from '#test/support/factories.ts';
import { movedBy, paid, postingOf, RECORDED_AT } from '#test/support/postings.ts';

const KEY = `command:key-1@${CUSTOMER}`;
const charge = (amount: number, effectiveAt?: string): Change => ({
  kind: 'charge',
  amount,
  effectiveAt,
});
const OWED = obligation();

describe('a charge', () => {
  test('raises the balance by an entry that says who asked, and why', () => {
    const cause = changeCause({ note: 'November' });
    const { entry, posting } = posted(charge(500), { cause });
    expect(entry).toEqual({
      key: KEY,
      obligationId: CUSTOMER,
      sequence: 2,
      type: 'charge',
      amount: 500,
      endingBalance: 20500,
      currency: 'ZAR',
      effectiveAt: RECORDED_AT,
      recordedAt: RECORDED_AT,
      previous: OWED.newestHash,
      cause,
    });
    expect(posting).toEqual({
      obligationId: CUSTOMER,
      expected: { sequence: 1, balance: 20000, newestHash: OWED.newestHash },
      head: {
        sequence: 2,
        balance: 20500,
        newestHash: hashEntry(entry),
        recordedAt: RECORDED_AT,
        newestPayments: [],
      },
      entries: [entry],
      tellMoment: true,
    });
  });

  test('keeps what the head remembers of payments, and what was paid on a bill', () => {
    const newestPayments = [{ paymentId: 'pay_1', toldBy: 'request' as const, amount: 1 }];
    const { posting } = posted(charge(500), { owed: obligation({ newestPayments, paid: 70 }) });
    expect(posting.head).toMatchObject({ newestPayments, paid: 70 });
  });

  test('is recorded with the newest entry where the clock is behind it', () => {
    const recordedAt = '2027-01-01T00:00:00.000Z';
    const { entry } = posted(charge(500), { owed: obligation({ recordedAt }) });
    expect(entry).toMatchObject({ recordedAt, effectiveAt: recordedAt });
  });

  test.each([
    ['long ago', '2020-01-01T00:00:00.000Z', {}],
    ['in a day', '2026-06-19T12:00:01.000Z', {}],
    [
      'in more than a day, which is kept and does not count',
      '2026-06-19T12:00:01.001Z',
      { effectiveAt: RECORDED_AT, toldAt: '2026-06-19T12:00:01.001Z' },
    ],
  ])('takes effect %s', (_when, effectiveAt, times) => {
    const { entry } = posted(charge(500, effectiveAt));
    expect(entry).toMatchObject({ effectiveAt, ...times });
    expect('toldAt' in entry).toBe('toldAt' in times);
  });

  test('beyond what is exact, or where no balance is tracked, is refused', () => {
    expect(decided(charge(Number.MAX_SAFE_INTEGER))).toEqual({
      kind: 'refused',
      code: 'balance.out_of_range',
      message: `20000 and ${Number.MAX_SAFE_INTEGER} make no exact number`,
    });
    const { balance: _none, newestHash: _no, ...untracked } = OWED;
    expect(decided(charge(1), { owed: untracked })).toEqual({
      kind: 'refused',
      code: 'balance.not_tracked',
      message: `${CUSTOMER} was created without a balance`,
    });
  });
});

test.each([-500, 500])('an adjustment of %d moves the balance by it', (amount) => {
  const { entry } = posted({ kind: 'adjustment', amount });
  expect(entry).toMatchObject({ type: 'adjustment', amount, endingBalance: 20000 + amount });
  expect(entry).not.toHaveProperty('adjusts');
});

describe('a refresh', () => {
  const refresh = (balance: number, expectedSequence?: number): Change => ({
    kind: 'refresh',
    balance,
    expectedSequence,
  });

  test.each([
    [-100, -20100],
    [20001, 1],
    [0, -20000],
  ])('to %d adjusts by the difference, %d', (balance, amount) => {
    const { entry } = posted(refresh(balance));
    expect(entry).toMatchObject({ type: 'adjustment', amount, endingBalance: balance });
  });

  test('to what is owed already enters nothing, and keeps that it did not', () => {
    expect(decided(refresh(20000))).toEqual({
      kind: 'keep',
      unchanged: {
        key: 'key-1',
        obligationId: CUSTOMER,
        requestHash: 'hash',
        currency: 'ZAR',
        balance: 20000,
        sequence: 1,
        recordedAt: RECORDED_AT,
      },
    });
  });

  test('goes by what the merchant has seen, where they say so', () => {
    expect(posted(refresh(1, 1)).entry).toMatchObject({ endingBalance: 1 });
    expect(decided(refresh(1, 0))).toEqual({
      kind: 'refused',
      code: 'sequence.unexpected',
      message: 'Its newest entry is 1, and 0 was expected: read the balance again',
      members: { sequence: 1, balance: 20000 },
    });
    expect(decided(refresh(1, 2))).toMatchObject({ code: 'sequence.unexpected' });
  });

  test('by a difference beyond what is exact is refused', () => {
    const owed = obligation({ balance: -2 });
    expect(decided(refresh(Number.MAX_SAFE_INTEGER), { owed })).toMatchObject({
      code: 'balance.out_of_range',
      message: `${Number.MAX_SAFE_INTEGER} and 2 make no exact number`,
    });
  });
});

const PAYMENT = postingOf([paid({ id: 'pay_1', amount: 1000 })]);
const [PAID] = PAYMENT.entries;
const none = { adjustment: undefined, undone: undefined };
const reversal = (reverses: string, amount?: number, effectiveAt?: string): Change => ({
  ...{ kind: 'reversal', reverses },
  ...{ amount, effectiveAt },
});
const undo = (undoable: Partial<Undoable>, amount?: number, effectiveAt?: string) =>
  decided(reversal(undoable.entry?.key ?? 'pay_x@y', amount, effectiveAt), {
    owed: movedBy(PAYMENT),
    undoable: { entry: undefined, ...none, ...undoable },
  });
const undone = (entry: Entry | undefined, amount: number, by = [3]) => ({
  obligationId: CUSTOMER,
  entryKey: entry?.key ?? '',
  amount,
  by,
});

describe('a reversal', () => {
  const { entry: charged } = posted(charge(700, '2026-01-01T00:00:00.000Z'));
  const { entry: opened } = opening();

  test('of a payment is a refund, which took effect when the payment did', () => {
    expect(undo({ entry: PAID })).toMatchObject({
      kind: 'post',
      entry: {
        type: 'refund',
        amount: 1000,
        endingBalance: 20000,
        paymentId: 'pay_1',
        reverses: PAID?.key,
        effectiveAt: PAID?.effectiveAt,
      },
      posting: {
        undoes: {
          undone: { obligationId: CUSTOMER, entryKey: PAID?.key, amount: 1000, by: [3] },
          expected: undefined,
        },
      },
    });
  });

  test.each([
    ['a charge', charged, -700],
    ['a correction', posted({ kind: 'adjustment', amount: -300 }).entry, 300],
    ['an opening', opened, -20000],
  ])('of %s moves the balance back', (_what, entry, amount) => {
    const decision = undo({ entry });
    expect(decision).toMatchObject({ entry: { type: 'reversal', amount, reverses: entry?.key } });
    expect(decision).not.toHaveProperty('entry.paymentId');
  });

  test('takes effect when it is told to', () => {
    const effectiveAt = '2026-02-02T00:00:00.000Z';
    expect(undo({ entry: charged }, 1, effectiveAt)).toMatchObject({ entry: { effectiveAt } });
  });

  test('may be of a part, until all of the entry is undone', () => {
    const before = undone(charged, 600, [2]);
    expect(undo({ entry: charged, undone: before }, 100)).toMatchObject({
      entry: { amount: -100 },
      posting: { undoes: { undone: { amount: 700, by: [2, 3] }, expected: 600 } },
    });
    expect(undo({ entry: charged, undone: before })).toMatchObject({ entry: { amount: -100 } });
    expect(undo({ entry: charged, undone: before }, 101)).toEqual({
      kind: 'refused',
      code: 'amount.exceeds_entry',
      message: '100 of the entry is left to undo',
      members: { left: 100 },
    });
    expect(undo({ entry: charged, undone: undone(charged, 700) })).toMatchObject({
      code: 'amount.exceeds_entry',
      members: { left: 0 },
    });
  });

  test('of a payment whose amount was put right is of what was applied in all', () => {
    const adjustment = { ...PAID, amount: 200 } as Entry;
    expect(undo({ entry: PAID, adjustment })).toMatchObject({ entry: { amount: 800 } });
    expect(undo({ entry: PAID, adjustment }, 801)).toMatchObject({ members: { left: 800 } });
    const more = { ...PAID, amount: -500 } as Entry;
    expect(undo({ entry: PAID, adjustment: more }, 1500)).toMatchObject({
      entry: { amount: 1500 },
    });
    // It was refunded before what was applied turned out to be less.
    expect(undo({ entry: PAID, adjustment, undone: undone(PAID, 1000) }, 1)).toMatchObject({
      members: { left: 0 },
    });
  });

  test('of what undoes another, or puts a payment right, is refused', () => {
    const refund = undo({ entry: PAID });
    const [first, second] = [refund, undo({ entry: charged })].map((decision) =>
      decision.kind === 'post' ? decision.entry : undefined,
    );
    expect(undo({ entry: first })).toEqual({
      kind: 'refused',
      code: 'entry.not_reversible',
      message:
        'Not to be undone: it is a refund, and undoes another entry; correct it by an adjustment',
    });
    expect(undo({ entry: second })).toMatchObject({ message: /it is a reversal/ });
    const adjusting = { ...PAID, type: 'adjustment', adjusts: 'pay_1@x', applied: -1 } as Entry;
    expect(undo({ entry: adjusting })).toMatchObject({
      code: 'entry.not_reversible',
      message: 'Not to be undone: it puts the amount of a payment right; refund that: pay_1@x',
    });
  });

  test('of what is not there, or was undone in too many parts, is refused', () => {
    const gone = { kind: 'refused', code: 'entry.not_found' };
    const message = 'The obligation has no entry of this id';
    expect(undo({})).toEqual({ ...gone, message });
    expect(decided(reversal('pay_1@bcus_other'))).toEqual({ ...gone, message });
    const parts = (count: number) =>
      undo({ entry: charged, undone: undone(charged, 1, Array(count).fill(2)) }, 1);
    expect(parts(REVERSALS_MAX)).toEqual({
      kind: 'refused',
      code: 'entry.not_reversible',
      message: 'It was undone in 100 parts already',
    });
    expect(parts(REVERSALS_MAX - 1)).toMatchObject({ kind: 'post' });
  });

  test('beyond what is exact is refused', () => {
    const owed = obligation({ balance: Number.MAX_SAFE_INTEGER });
    const undoable = { entry: PAID, ...none };
    expect(decided(reversal(String(PAID?.key)), { owed, undoable })).toMatchObject({
      code: 'balance.out_of_range',
    });
  });

  test('lowers what was paid on a bill, where it is a refund', () => {
    const owed = obligation({ paid: 1000 });
    const back = (entry: Entry | undefined) =>
      posted(reversal(String(entry?.key), 300), { owed, undoable: { entry, ...none } }).posting;
    expect(back(PAID).head.paid).toBe(700);
    expect(back(charged).head.paid).toBe(1000);
  });
});

describe('a key that was used', () => {
  const { entry } = posted(charge(500));
  const done = [{ kind: 'entered' as const, entry }];
  const reused = { kind: 'refused', code: 'idempotency_key.reused' };

  test('by the same request answers the same, whatever became of the balance', () => {
    expect(decided(charge(500), { done })).toEqual({ kind: 'done', done: done[0] });
    const { balance: _none, newestHash: _no, ...untracked } = OWED;
    expect(decided(charge(500), { done, owed: untracked })).toMatchObject({ kind: 'done' });
    const kept = decided({ kind: 'refresh', balance: 20000 });
    if (kept.kind !== 'keep') throw new Error('it was changed');
    const unchanged = [{ kind: 'unchanged' as const, unchanged: kept.unchanged }];
    const again = { kind: 'done', done: unchanged[0] };
    expect(decided({ kind: 'refresh', balance: 20000 }, { done: unchanged })).toEqual(again);
    const cause = changeCause({ requestHash: 'other' });
    expect(decided(charge(500), { done: unchanged, cause })).toMatchObject(reused);
  });

  test('by another request is refused', () => {
    const cause = changeCause({ requestHash: 'other' });
    expect(decided(charge(500), { done, cause })).toEqual({
      ...reused,
      message:
        'This Idempotency-Key came with another request before; use a new one for each new request',
    });
  });

  test('on another obligation, or by a creation or a presentation, is refused', () => {
    const owed = obligation({ id: 'bcus_other' });
    expect(decided(charge(500), { done, owed })).toMatchObject(reused);
    expect(decided(charge(500), { isIntent: true })).toMatchObject(reused);
  });

  test('on two obligations at once is the own one of each', () => {
    const other = posted(charge(900), { owed: obligation({ id: 'bcus_other' }) });
    const both = [{ kind: 'entered' as const, entry: other.entry }, ...done];
    expect(decided(charge(500), { done: both })).toEqual({ kind: 'done', done: done[0] });
  });

  test('by what is no change of a balance is refused', () => {
    const opened = opening().entry;
    if (!opened) throw new Error('no opening');
    expect(decided(charge(1), { done: [{ kind: 'entered', entry: opened }] })).toMatchObject(
      reused,
    );
  });
});

import { describe, expect, test } from 'vitest';
import { decidePush, type MovedAtMoment, type PushQuestion } from '#shared/ledger/decide-push.ts';
import { isTracked, type MarkedObligation, type Obligation } from '#shared/models/obligation.ts';
import { CUSTOMER, obligation } from '#test/support/factories.ts';
import { NOON } from '#test/support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (ms: number) => new Date(NOON + ms).toISOString();
const BASE = { balance: 20000, sequence: 1, at: at(-HOUR), pushed: true };

/** Ours: charged to 25000 since Moment had 20000, unless told. */
function tracked(overrides: Partial<Obligation> = {}): MarkedObligation {
  const owed = obligation({
    balance: 25000,
    sequence: 2,
    newestHash: 'x'.repeat(43),
    atMoment: BASE,
    untold: { state: 'push', dueAt: at(0), since: at(0), refusals: 0 },
    ...overrides,
  });
  const { untold } = owed;
  if (!untold || !isTracked(owed)) throw new Error('not tracked');
  return { ...owed, untold };
}

/** What Moment has looked like a payment of which no event came from then on. */
function unexplainedSince(differsSince: string): MarkedObligation {
  const { untold } = tracked();
  return tracked({ untold: { ...untold, differsSince } });
}

const paid = (amount: number, ageMs = HOUR, isRefund = amount < 0): MovedAtMoment => ({
  amount,
  effectiveAt: at(-ageMs),
  recordedAt: at(-ageMs),
  isRefund,
});

function decide(balance: number | undefined, more: Partial<PushQuestion> = {}) {
  return decidePush({
    ours: tracked(),
    theirs: { id: CUSTOMER, currency: 'ZAR', balance },
    moved: [],
    lowers: 'unknown',
    now: NOON,
    ...more,
  });
}

const PUSH = { kind: 'push', changes: { balance: 25000, currency: 'ZAR' } };
const WAIT = { kind: 'wait', differsSince: undefined };
/** Seen now, for the first time. */
const UNEXPLAINED = { kind: 'wait', differsSince: at(0) };
const drift = (drift: string, seen?: number) => ({ kind: 'drift', drift, seen });

describe('a payment that a person had not count here', () => {
  const ours = tracked({ setAside: [700] });

  test('explains what Moment has, whether it lowered or not', () => {
    expect(decide(19300, { ours })).toEqual(PUSH);
    expect(decide(20000, { ours })).toEqual(PUSH);
    expect(decide(19000, { ours, moved: [paid(300)] })).toEqual(PUSH);
  });

  test('explains nothing else', () => {
    expect(decide(19299, { ours })).toEqual(UNEXPLAINED);
    expect(decide(20700, { ours })).toEqual(drift('changed_at_moment', 20700));
  });
});

describe('what Moment has', () => {
  test('is ours already', () => {
    expect(decide(25000)).toEqual({ kind: 'known' });
    expect(decide(25000, { ours: tracked({ sending: BASE }) })).toEqual({ kind: 'known' });
  });

  test('is what it was told last: ours is pushed, with its currency', () => {
    expect(decide(20000)).toEqual(PUSH);
    expect(decide(20000, { theirs: { id: CUSTOMER, balance: 20000 } })).toEqual(PUSH);
  });

  test.each([
    [20000, 'none was lowered'],
    [19700, 'the first was'],
    [19950, 'the second was'],
    [19650, 'both were'],
  ])('is explained by payments that we know: %d, of which %s', (theirs) => {
    expect(decide(theirs, { moved: [paid(300), paid(50)] })).toEqual(PUSH);
  });

  test('is explained by what went back', () => {
    expect(decide(20400, { moved: [paid(-400)] })).toEqual(PUSH);
    expect(decide(20100, { moved: [paid(300), paid(-400)] })).toEqual(PUSH);
  });

  test.each([
    [19999, []],
    [19900, [paid(300), paid(50)]],
    [19600, [paid(300), paid(50)]],
    [20399, [paid(-400)]],
  ])('is lower by what looks like a payment of which no event came: %d', (theirs, moved) => {
    expect(decide(theirs, { moved })).toEqual(UNEXPLAINED);
    const seen = (ms: number) => unexplainedSince(at(-ms));
    expect(decide(theirs, { moved, ours: seen(28 * HOUR - 1) })).toEqual({
      kind: 'wait',
      differsSince: at(1 - 28 * HOUR),
    });
    expect(decide(theirs, { moved, ours: seen(28 * HOUR) })).toEqual(
      drift('payment_never_told', theirs),
    );
  });

  test('is waited for no longer because one that is known may lower it still', () => {
    const ours = unexplainedSince(at(-3 * HOUR));
    expect(decide(19900, { ours, moved: [paid(300, MINUTE)] })).toEqual({
      kind: 'wait',
      differsSince: at(-3 * HOUR),
    });
  });

  test('is waited for from when it was seen first, however long nobody could look', () => {
    const untold = { state: 'push', dueAt: at(0), since: at(-100 * HOUR), refusals: 0 } as const;
    const ours = tracked({ untold });
    expect(decide(19999, { ours })).toEqual(UNEXPLAINED);
  });

  test.each([
    [20001, []],
    [20300, [paid(300)]],
    [20401, [paid(-400)]],
  ])('is more than anything explains: %d', (theirs, moved) => {
    expect(decide(theirs, { moved })).toEqual(drift('changed_at_moment', theirs));
  });

  test('is overwritten where nobody can tell what it was told', () => {
    expect(decide(1, { moved: undefined })).toEqual(PUSH);
    const { atMoment: _none, ...unseen } = tracked();
    expect(decide(1, { ours: unseen })).toEqual(PUSH);
    expect(decide(1, { ours: tracked({ sending: BASE }) })).toEqual(PUSH);
  });
});

describe('a payment that was entered a moment ago', () => {
  const moved = [paid(300), paid(50, 5 * MINUTE - 1)];

  test('may be lowered by Moment yet', () => {
    expect(decide(19700, { moved })).toEqual(WAIT);
    expect(decide(20000, { moved, lowers: 'yes' })).toEqual(WAIT);
    expect(decide(19700, { moved, now: NOON + 1 })).toEqual(PUSH);
  });

  test('is waited for though theirs is ours: it would be wrong once it is lowered', () => {
    expect(decide(25000, { moved })).toEqual(WAIT);
    expect(decide(25000, { moved, lowers: 'no' })).toEqual({ kind: 'known' });
    const all = tracked({ atMoment: { ...BASE, balance: 25350 } });
    expect(decide(25000, { moved, ours: all })).toEqual({ kind: 'known' });
    expect(decide(25000, { moved, ours: { ...all, sending: BASE } })).toEqual(WAIT);
  });

  test('is waited for though it went back: both together look as if it were lowered', () => {
    const both = [paid(300, MINUTE), paid(-300, MINUTE)];
    expect(decide(20000, { moved: both })).toEqual(WAIT);
    expect(decide(20000, { moved: [paid(300), paid(-300, MINUTE)] })).toEqual(PUSH);
  });

  test('is not waited for once it is lowered, whatever went back', () => {
    const both = [paid(300, MINUTE), paid(-100, MINUTE)];
    expect(decide(19700, { moved: both })).toEqual(PUSH);
    expect(decide(19800, { moved: both })).toEqual(WAIT);
  });

  test('is lowered by what was applied, where that is less than was told before', () => {
    const applied = [paid(300, MINUTE), paid(-100, MINUTE, false)];
    expect(decide(19800, { moved: applied })).toEqual(PUSH);
    expect(decide(19700, { moved: applied })).toEqual(WAIT);
  });

  test('is not waited for where nothing but what went back is new', () => {
    expect(decide(20000, { moved: [paid(-100, MINUTE)] })).toEqual(PUSH);
  });

  test('is not waited for where it is lowered, or Moment lowers nothing', () => {
    expect(decide(19650, { moved })).toEqual(PUSH);
    expect(decide(20000, { moved, lowers: 'no' })).toEqual(PUSH);
  });
});

test('where Moment lowers nothing, a lower balance is no payment', () => {
  expect(decide(19999, { lowers: 'no' })).toEqual(drift('changed_at_moment', 19999));
  expect(decide(19700, { lowers: 'no', moved: [paid(300)] })).toEqual(PUSH);
});

test.each([
  [undefined, 'not_at_moment'],
  [{ id: CUSTOMER, currency: 'USD', balance: 25000 }, 'currency_differs'],
  [{ id: CUSTOMER, currency: 'ZAR' }, 'balance_not_told'],
])('what Moment tells is not of this balance: %j', (theirs, why) => {
  expect(decide(0, { theirs })).toEqual(drift(why));
});

describe('of a bill', () => {
  const bill = (paidOfIt: number | undefined, balance: number) =>
    tracked({ id: 'bill_1', kind: 'bill', paid: paidOfIt, balance });
  const ask = (amountPaid: number | undefined, ours = bill(5000, 20000), more = {}) =>
    decide(0, { ours, theirs: { id: 'bill_1', amountDue: 25000, amountPaid }, ...more });

  test('what is paid is pushed, and what remains is compared', () => {
    expect(ask(5000)).toEqual({ kind: 'known' });
    // It had 20000 remaining; a refund gave 1000 back.
    expect(ask(5000, bill(4000, 21000))).toEqual({ kind: 'push', changes: { amount_paid: 4000 } });
    expect(ask(5100, bill(4000, 21000))).toEqual(UNEXPLAINED);
    expect(ask(4900, bill(4000, 21000))).toEqual(drift('changed_at_moment', 20100));
    expect(ask(undefined, bill(undefined, 25000))).toEqual({ kind: 'known' });
  });

  test('Moment lowers what remains, whatever it does with balances', () => {
    const moved = [paid(300, MINUTE)];
    expect(ask(5000, bill(5300, 19700), { moved, lowers: 'no' })).toEqual(WAIT);
    expect(ask(5100, bill(4000, 21000), { lowers: 'no' })).toEqual(UNEXPLAINED);
  });

  test.each([
    ['was charged more', bill(5000, 25001), 25000, 'bill_amount_differs'],
    ['is paid more than Moment takes', bill(100_000_000, 0), 100_000_000, 'bill_amount_differs'],
    ['is due nobody knows what', bill(5000, 20000), undefined, 'balance_not_told'],
  ])('that %s a person must look', (_what, ours, amountDue, why) => {
    expect(ask(0, ours, { theirs: { id: 'bill_1', amountDue, amountPaid: 0 } })).toEqual(
      drift(why),
    );
  });

  test('what was taken off it otherwise is told as paid, so that nobody pays it', () => {
    expect(ask(5000, bill(5000, 15000))).toEqual({ kind: 'push', changes: { amount_paid: 10000 } });
    expect(ask(5000, bill(5000, 0))).toEqual({ kind: 'push', changes: { amount_paid: 25000 } });
    expect(ask(10000, bill(5000, 15000))).toEqual({ kind: 'known' });
    expect(ask(10000, bill(5000, 20000), { ours: bill(5000, 20000) })).toEqual(UNEXPLAINED);
  });

  test('what was charged on top is told as far as less is paid', () => {
    expect(ask(5000, bill(5000, 21000))).toEqual({ kind: 'push', changes: { amount_paid: 4000 } });
    expect(ask(5000, bill(5000, 25000))).toEqual({ kind: 'push', changes: { amount_paid: 0 } });
  });

  test('up to the most that Moment takes is pushed', () => {
    const theirs = { id: 'bill_1', amountDue: 99_999_999, amountPaid: 99_979_999 };
    expect(ask(0, bill(99_999_999, 0), { theirs })).toMatchObject({
      changes: { amount_paid: 99_999_999 },
    });
    expect(
      ask(0, bill(0, 25000), { theirs: { id: 'bill_1', amountDue: 25000, amountPaid: 5000 } }),
    ).toMatchObject({ changes: { amount_paid: 0 } });
  });
});

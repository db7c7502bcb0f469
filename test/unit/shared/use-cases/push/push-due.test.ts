import { beforeEach, describe, expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { MomentDone, MomentRefusal } from '#shared/ports/moment.ts';
import { pushDue } from '#shared/use-cases/push/push-due.ts';
import { CUSTOMER, open, opening } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { refused, unavailable } from '#test/support/memory-moment-api.ts';
import { paid, postingOf, RECORDED_AT } from '#test/support/postings.ts';
import { NOON } from '#test/support/world.ts';

const MINUTE = 60_000;
const at = (ms: number) => new Date(NOON + ms).toISOString();

let deps: ReturnType<typeof createMemoryDeps> & { momentLowers: 'unknown' | 'yes' | 'no' };

beforeEach(() => {
  deps = { ...createMemoryDeps(), momentLowers: 'unknown' };
  deps.clock.advance(MINUTE);
});

const BASE = { balance: 20000, sequence: 1, at: at(0), pushed: false };
const MARK = { state: 'push' as const, dueAt: at(0), since: at(0), refusals: 0 };

/** Here it is 20000 unless told, marked; at Moment what is told. */
async function owe(overrides: Partial<Obligation> = {}, theirs: number | 'nothing' = 15000) {
  const { id = CUSTOMER, externalReference = 'UCR1234567890' } = overrides;
  await open(deps, opening({ untold: MARK, ...overrides, id, externalReference }));
  if (theirs !== 'nothing') deps.moment.put({ id, currency: 'ZAR', balance: theirs });
}
const head = async (id = CUSTOMER) => deps.table.obligations.get(id);
const push = async (ms = MINUTE) =>
  (await pushDue(deps.clock.now() + ms, deps)).map(({ result }) => result);
const theirs = async (id = CUSTOMER) => (await deps.moment.findAtMoment('customer', id))?.balance;
const told = (pushedAt: string) => ({ balance: 20000, sequence: 1, at: pushedAt, pushed: true });

/** A payment of 100 that was entered at noon, with or without a mark. */
async function pay(tellMoment?: boolean) {
  const known = await head();
  const posting = postingOf([paid({ id: `pay_${known?.sequence}` })], known);
  await deps.ledger.post({ ...posting, tellMoment }, []);
}

describe('what Moment has to be told', () => {
  test('is told, and is told no more', async () => {
    await owe();
    expect(await push()).toEqual([{ kind: 'pushed' }]);
    expect(deps.moment.updates).toEqual([
      { id: CUSTOMER, changes: { balance: 20000, currency: 'ZAR' } },
    ]);
    const told_ = await head();
    expect(told_?.atMoment).toEqual(told(at(MINUTE)));
    expect([told_?.untold, told_?.sending]).toEqual([undefined, undefined]);
    expect(await push()).toEqual([]);
  });

  test('is not sent where Moment has it already', async () => {
    await owe({}, 20000);
    expect(await push()).toEqual([{ kind: 'known' }]);
    expect(deps.moment.updates).toEqual([]);
    expect(await head()).toMatchObject({ atMoment: told(at(MINUTE)) });
    expect((await head())?.untold).toBeUndefined();
  });

  test('is told of many, and each once in a run', async () => {
    for (let n = 0; n < 25; n += 1) await owe({ id: `bcus_${n}`, externalReference: `C-${n}` });
    const results = await push();
    expect(results).toHaveLength(25);
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['pushed']));
    expect(deps.moment.updates).toHaveLength(25);
  });

  test('is looked at no more once the time is over', async () => {
    await owe();
    expect(await push(0)).toEqual([]);
    expect(deps.moment.updates).toEqual([]);
  });

  test('is told of ten at once, each within a quarter of a minute', async () => {
    for (let n = 0; n < 25; n += 1) {
      await owe({ id: `bcus_${n}`, externalReference: `C-${n}` }, 20000);
    }
    const find = deps.moment.findAtMoment.bind(deps.moment);
    const deadlines = new Set<number | undefined>();
    let atOnce = 0;
    let most = 0;
    deps.moment.findAtMoment = async (...args) => {
      deadlines.add(args[2]);
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise(setImmediate);
      atOnce -= 1;
      return find(...args);
    };
    await push();
    expect(most).toBe(10);
    expect([...deadlines]).toEqual([NOON + MINUTE + 15_000]);
  });

  test('is looked at by one, for as long as its turn', async () => {
    await owe();
    const find = deps.moment.findAtMoment.bind(deps.moment);
    let other: unknown;
    deps.moment.findAtMoment = async (...args) => {
      deps.moment.findAtMoment = find;
      expect((await head())?.untold?.dueAt).toBe(at(4 * MINUTE));
      deps.untold.listDue = async () => [CUSTOMER];
      other = await push();
      return find(...args);
    };
    expect(await push()).toEqual([{ kind: 'pushed' }]);
    expect(other).toEqual([]);
  });

  test('is nothing where no balance is tracked', async () => {
    const owed = opening({ untold: MARK }).obligation;
    const { balance: _none, ...untracked } = owed;
    deps.table.obligations.set(CUSTOMER, untracked);
    expect(await push()).toEqual([]);
    expect(deps.moment.updates).toEqual([]);
  });

  test('is told of one though another cannot be looked at', async () => {
    await owe();
    await owe({ id: 'bcus_2', externalReference: 'C-2' });
    const { untold } = deps;
    const error = new Error('unreadable');
    const looks = await pushDue(deps.clock.now() + 1, {
      ...deps,
      untold: {
        listDue: untold.listDue.bind(untold),
        countDrifts: untold.countDrifts.bind(untold),
        record: untold.record.bind(untold),
        findLowering: untold.findLowering.bind(untold),
        keepLowering: untold.keepLowering.bind(untold),
        claim: async (id, ...rest) => {
          if (id === CUSTOMER) throw error;
          return untold.claim(id, ...rest);
        },
      },
    });
    expect(looks).toMatchObject([
      { obligationId: CUSTOMER, since: at(MINUTE), result: { kind: 'failed', error } },
      { obligationId: 'bcus_2', since: at(0), result: { kind: 'pushed' } },
    ]);
  });
});

describe('an entry that comes in between', () => {
  test('before anything is sent has it looked at again', async () => {
    await owe();
    deps.moment.findAtMoment = async () => {
      await pay();
      return { id: CUSTOMER, balance: 15000 };
    };
    expect(await push()).toEqual([{ kind: 'again' }]);
    expect(deps.moment.updates).toEqual([]);
    expect((await head())?.untold).toEqual({ ...MARK, dueAt: at(MINUTE) });
    expect((await head())?.sending).toBeUndefined();
  });

  test('while it is sent is told next', async () => {
    await owe({ atMoment: { ...BASE, balance: 15000 } });
    const update = deps.moment.updateAtMoment.bind(deps.moment);
    deps.moment.updateAtMoment = async (...args) => {
      deps.moment.updateAtMoment = update;
      await pay();
      return update(...args);
    };
    expect(await push()).toEqual([{ kind: 'pushed' }]);
    expect(await head()).toMatchObject({
      sequence: 2,
      atMoment: told(at(MINUTE)),
      untold: { ...MARK, dueAt: at(MINUTE) },
    });
    deps.clock.advance(5 * MINUTE);
    expect(await push()).toEqual([{ kind: 'pushed' }]);
    expect(await theirs()).toBe(19900);
    expect((await head())?.untold).toBeUndefined();
  });
});

describe('an update that is not answered', () => {
  test('is on its way, and is looked for again', async () => {
    await owe();
    const error = unavailable();
    deps.moment.meet({ when: 'late', error });
    expect(await push()).toEqual([{ kind: 'failed', error }]);
    expect(await head()).toMatchObject({
      sending: { balance: 20000, sequence: 1, at: at(MINUTE) },
      untold: { ...MARK, dueAt: at(2 * MINUTE) },
    });
  });

  test('is told again at once, and what lands late is looked for once it can land no more', async () => {
    await owe();
    deps.moment.meet({ when: 'late', error: unavailable() });
    await push();
    deps.clock.advance(MINUTE);
    expect(await push()).toEqual([{ kind: 'pushed' }]);
    expect(await head()).toMatchObject({
      atMoment: told(at(2 * MINUTE)),
      sending: { at: at(MINUTE) },
      untold: { ...MARK, dueAt: at(14 * MINUTE) },
    });
    deps.moment.put({ id: CUSTOMER, currency: 'ZAR', balance: 7 });
    deps.clock.advance(12 * MINUTE);
    // What is sent now would be answered, so nothing is on its way any more.
    expect(await push()).toEqual([{ kind: 'pushed' }]);
    expect(await theirs()).toBe(20000);
    expect((await head())?.sending).toBeUndefined();
    expect((await head())?.untold).toBeUndefined();
  });

  test('and was done is known, once nothing can land any more', async () => {
    await owe();
    deps.moment.meet({ when: 'after', error: unavailable() });
    await push();
    deps.clock.advance(MINUTE);
    expect(await push()).toEqual([{ kind: 'known' }]);
    expect(await head()).toMatchObject({ untold: { dueAt: at(14 * MINUTE) } });
    deps.clock.advance(12 * MINUTE - 1);
    expect(await push()).toEqual([]);
    deps.clock.advance(1);
    expect(await push()).toEqual([{ kind: 'known' }]);
    expect((await head())?.sending).toBeUndefined();
    expect((await head())?.untold).toBeUndefined();
  });

  test('before one that was may land after it', async () => {
    await owe();
    answerWith({ kind: 'done', value: { id: CUSTOMER }, afterUnanswered: true });
    expect(await push()).toEqual([{ kind: 'pushed' }]);
    expect(await head()).toMatchObject({
      sending: { balance: 20000, sequence: 1, at: at(MINUTE) },
      untold: { dueAt: at(14 * MINUTE) },
    });
  });
});

function answerWith(answer: MomentDone<{ readonly id: string }> | MomentRefusal) {
  deps.moment.updateAtMoment = async () => answer;
}

describe('what Moment refuses', () => {
  test('is tried twice more, ever later, and is then for a person', async () => {
    await owe();
    answerWith(refused(422, 'No'));
    expect(await push()).toEqual([{ kind: 'refused', status: 422 }]);
    expect((await head())?.untold).toEqual({ ...MARK, dueAt: at(2 * MINUTE), refusals: 1 });
    expect((await head())?.sending).toBeUndefined();
    deps.clock.advance(MINUTE);
    await push();
    expect((await head())?.untold).toEqual({ ...MARK, dueAt: at(4 * MINUTE), refusals: 2 });
    deps.clock.advance(2 * MINUTE);
    expect(await push()).toEqual([{ kind: 'drift', drift: 'refused' }]);
    const now = at(4 * MINUTE);
    expect((await head())?.untold).toEqual({
      ...{ state: 'drift', dueAt: now, since: now, refusals: 0, drift: 'refused' },
    });
  });

  test('keeps its count where something fails or comes in between', async () => {
    await owe({ untold: { ...MARK, refusals: 2 } });
    deps.moment.findAtMoment = async () => {
      throw unavailable();
    };
    await push();
    expect((await head())?.untold).toMatchObject({ refusals: 2 });
  });

  test('after one that was not answered may land late', async () => {
    await owe();
    answerWith(refused(422, 'No', true));
    await push();
    expect((await head())?.sending).toEqual({ balance: 20000, sequence: 1, at: at(MINUTE) });
  });

  test('leaves what may land late of before', async () => {
    const sending = { balance: 1, sequence: 1, at: at(0) };
    await owe({ sending });
    answerWith(refused(422, 'No'));
    await push();
    expect((await head())?.sending).toEqual(sending);
  });
});

describe('where Moment cannot be asked', () => {
  const failing = (error: Error) => {
    deps.moment.findAtMoment = async () => {
      throw error;
    };
  };

  test.each([
    [0, 2],
    [5, 10],
    [60, 70],
  ])('it is asked again, ever later: marked %d minutes ago, in minute %d', async (age, next) => {
    await owe({ untold: { ...MARK, since: at((1 - age) * MINUTE) } });
    failing(unavailable());
    await push();
    const wait = next - age;
    expect((await head())?.untold?.dueAt).toBe(at(MINUTE + wait * MINUTE - (age ? 0 : MINUTE)));
  });

  test.each([
    [20 * MINUTE, 21],
    [100, 2],
    [24 * 60 * MINUTE, 61],
  ])('nor before it asks for, up to an hour: %d ms is minute %d', async (retryAfterMs, minute) => {
    await owe();
    failing(new ServiceError('moment.unavailable', 'Moment answered 429', { retryAfterMs }));
    await push();
    expect((await head())?.untold?.dueAt).toBe(at(minute * MINUTE));
  });

  test('any other failure is told as it is', async () => {
    await owe();
    const error = new Error('what is this');
    failing(error);
    expect(await push()).toEqual([{ kind: 'failed', error }]);
    expect((await head())?.untold?.dueAt).toBe(at(2 * MINUTE));
  });
});

describe('what a person must look at', () => {
  test('is given up, and what Moment has is known from then on', async () => {
    await owe({ atMoment: { ...BASE, balance: 10000 } });
    expect(await push()).toEqual([{ kind: 'drift', drift: 'changed_at_moment' }]);
    expect(await head()).toMatchObject({
      atMoment: { balance: 15000, sequence: 1, at: at(MINUTE), pushed: true },
      untold: { state: 'drift', drift: 'changed_at_moment', since: at(MINUTE) },
    });
    expect(deps.moment.updates).toEqual([]);
    expect(await push()).toEqual([]);
  });

  test('told again, it is overwritten, and is as old as that', async () => {
    await owe({
      atMoment: { balance: 15000, sequence: 1, at: at(0), pushed: true },
      untold: { ...MARK, since: at(-9 * MINUTE), drift: 'changed_at_moment' },
    });
    const [look] = await pushDue(deps.clock.now() + 1, deps);
    expect(look).toMatchObject({ since: at(MINUTE), result: { kind: 'pushed' } });
    expect(await theirs()).toBe(20000);
  });

  test('and is marked again waits anew for a payment', async () => {
    await owe({
      atMoment: BASE,
      untold: { ...MARK, since: at(-100 * 60 * MINUTE), drift: 'payment_never_told' },
    });
    expect(await push()).toEqual([{ kind: 'waits' }]);
    const now = at(MINUTE);
    const mark = { ...MARK, since: now, differsSince: now, dueAt: at(2 * MINUTE) };
    expect((await head())?.untold).toEqual(mark);
  });

  test('is one that no look explained for 28 hours, failed ones and lagging ones among them', async () => {
    await owe({ atMoment: BASE }, 19900);
    expect(await push()).toEqual([{ kind: 'waits' }]);
    const { untold } = (await head()) ?? {};
    expect(untold?.differsSince).toBe(at(MINUTE));
    const { findAtMoment } = deps.moment;
    deps.moment.findAtMoment = async () => {
      throw new Error('down');
    };
    deps.clock.advance(27 * 60 * MINUTE);
    expect(await push()).toMatchObject([{ kind: 'failed' }]);
    expect((await head())?.untold?.differsSince).toBe(untold?.differsSince);
    deps.moment.findAtMoment = findAtMoment;
    deps.clock.advance(60 * MINUTE);
    expect(await push()).toEqual([{ kind: 'drift', drift: 'payment_never_told' }]);
    expect((await head())?.untold?.differsSince).toBeUndefined();
  });

  test('keeps what Moment was told where it tells nothing of it', async () => {
    await owe({ atMoment: BASE }, 'nothing');
    expect(await push()).toEqual([{ kind: 'drift', drift: 'not_at_moment' }]);
    expect((await head())?.atMoment).toEqual(BASE);
  });

  test('is looked at again where an entry came in between', async () => {
    await owe();
    deps.moment.findAtMoment = async () => {
      await pay();
      return undefined;
    };
    expect(await push()).toEqual([{ kind: 'again' }]);
    expect((await head())?.untold).toEqual({ ...MARK, dueAt: at(MINUTE) });
  });
});

describe('payments since Moment was told', () => {
  test('that the index does not show yet are waited for', async () => {
    await owe({ atMoment: BASE }, 19900);
    await pay();
    deps.statements.listStatement = async () => ({ lines: [], hasMore: false });
    expect(await push()).toEqual([{ kind: 'again' }]);
    expect((await head())?.untold?.dueAt).toBe(at(MINUTE + 5_000));
    expect(deps.moment.updates).toEqual([]);
  });

  test('explain what Moment has', async () => {
    await owe({ atMoment: BASE }, 19900);
    await pay();
    const asked: unknown[] = [];
    const list = deps.statements.listStatement.bind(deps.statements);
    deps.statements.listStatement = async (...args) => {
      asked.push(args);
      return list(...args);
    };
    expect(await push()).toEqual([{ kind: 'known' }]);
    expect(asked).toEqual([[CUSTOMER, { limit: 100, before: 3 }]]);
  });

  test('none needs no list', async () => {
    await owe({ atMoment: { ...BASE, balance: 15000 } });
    deps.statements.listStatement = async () => {
      throw new Error('nobody asks');
    };
    expect(await push()).toEqual([{ kind: 'pushed' }]);
  });

  test.each([
    [101, 'drift'],
    [102, 'pushed'],
  ])('up to a hundred are read: as of entry %d it is %s', async (sequence, kind) => {
    await owe({ atMoment: { ...BASE, at: at(-MINUTE) }, sequence }, 20001);
    const line = { type: 'opening' as const, effectiveAt: at(0), recordedAt: at(0) };
    const lines = Array.from({ length: 100 }, (_, n) => ({
      ...{ key: `k${n}`, obligationId: CUSTOMER, sequence: sequence - n, amount: 0 },
      ...{ endingBalance: 0, currency: 'ZAR', ...line },
    }));
    deps.statements.listStatement = async () => ({ lines, hasMore: false });
    expect(await push()).toMatchObject([{ kind }]);
  });

  test('are what Moment told: an entry of ours explains nothing', async () => {
    await owe({ atMoment: { ...BASE, balance: 15100 }, sequence: 4 }, 15000);
    const line = (sequence: number, more: object) => ({
      ...{ key: `k${sequence}`, obligationId: CUSTOMER, sequence, amount: -100 },
      ...{ endingBalance: 0, currency: 'ZAR', effectiveAt: at(0), recordedAt: at(-9 * MINUTE) },
      type: 'adjustment' as const,
      ...more,
    });
    const others = [line(4, {}), line(3, {})];
    const listing = (last: object) => async () => ({
      lines: [...others, line(2, last)],
      hasMore: false,
    });
    deps.statements.listStatement = listing({});
    expect(await push()).toEqual([{ kind: 'waits' }]);
    expect((await head())?.untold).toEqual({
      ...MARK,
      dueAt: at(2 * MINUTE),
      differsSince: at(MINUTE),
    });
    deps.clock.advance(MINUTE);
    deps.statements.listStatement = listing({ adjusts: 'pay_1' });
    expect(await push()).toEqual([{ kind: 'pushed' }]);
  });
});

describe('whether Moment lowers', () => {
  const look = async () => (await pushDue(deps.clock.now() + 1, deps))[0]?.lowering;

  test.each([
    [19900, 'yes'],
    [20000, 'no'],
  ] as const)('is seen, kept and told: at %d it is %s', async (balance, lowers) => {
    // More than 28 hours before the payment was made.
    await owe({ atMoment: { ...BASE, at: '2025-06-17T04:00:00.000Z' } }, balance);
    await pay();
    deps.clock.advance(5 * MINUTE);
    const seen = { lowers, obligationId: CUSTOMER, sequence: 2, at: at(6 * MINUTE) };
    expect(await look()).toEqual(seen);
    expect(deps.table.settings.get('moment-lowers')).toEqual(seen);
  });

  test('is told once', async () => {
    await owe({ atMoment: BASE }, 19900);
    const before = { lowers: 'yes', obligationId: 'bcus_1', sequence: 2, at: at(0) } as const;
    deps.table.settings.set('moment-lowers', before);
    await pay();
    expect(await look()).toBeUndefined();
    expect(deps.table.settings.get('moment-lowers')).toEqual(before);
  });

  test.each([
    ['yes', 20000, undefined],
    ['no', 20000, undefined],
    ['no', 19900, 'yes'],
  ] as const)(
    'is still yes once a balance was lowered: %s, and then %d',
    async (lowers, balance, seen) => {
      const before = { lowers, obligationId: 'bcus_1', sequence: 2, at: at(0) };
      deps.table.settings.set('moment-lowers', before);
      await owe({ atMoment: { ...BASE, at: '2025-06-17T04:00:00.000Z' } }, balance);
      await pay();
      deps.clock.advance(5 * MINUTE);
      expect((await look())?.lowers).toBe(seen);
    },
  );

  test('that was seen is used', async () => {
    deps.table.settings.set('moment-lowers', {
      lowers: 'no',
      obligationId: 'bcus_1',
      sequence: 2,
      at: at(0),
    });
    await owe({ atMoment: BASE });
    // Where it lowers nothing, less is no payment.
    expect(await push()).toEqual([{ kind: 'drift', drift: 'changed_at_moment' }]);
  });

  test('that is set is not looked for', async () => {
    deps.momentLowers = 'yes';
    deps.table.settings.set('moment-lowers', {
      lowers: 'no',
      obligationId: 'bcus_1',
      sequence: 2,
      at: at(0),
    });
    await owe({ atMoment: BASE }, 20000);
    await pay();
    deps.clock.advance(5 * MINUTE);
    const before = deps.table.settings.get('moment-lowers');
    expect(await push()).toEqual([{ kind: 'pushed' }]);
    expect(deps.table.settings.get('moment-lowers')).toEqual(before);
  });
});

test('an entry is recorded a second after noon', () => {
  expect(RECORDED_AT).toBe(at(1000));
});

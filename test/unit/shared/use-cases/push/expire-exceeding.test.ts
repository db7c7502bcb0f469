import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler } from '#functions/push/handler.ts';
import { pushDue } from '#shared/use-cases/push/push-due.ts';
import { CUSTOMER, open, opening } from '#test/support/factories.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { refused, unavailable } from '#test/support/memory-moment-api.ts';
import { requestName } from '#test/support/memory-table.ts';
import { paid, postingOf } from '#test/support/postings.ts';
import { NOON } from '#test/support/world.ts';

const MINUTE = 60_000;
const at = (ms: number) => new Date(NOON + ms).toISOString();
const MARK = { state: 'push' as const, dueAt: at(0), since: at(0), refusals: 0 };
const ATMOMENT = { balance: 20_000, sequence: 1, at: at(0), pushed: true };
const ENDS = at(60 * MINUTE);
const IN_TEN_SECONDS = at(10_000);

let deps: ReturnType<typeof createMemoryDeps> & { momentLowers: 'unknown' | 'yes' | 'no' };
beforeEach(() => {
  deps = { ...createMemoryDeps(), momentLowers: 'unknown' };
});

/** Owed 500 here, and marked; at Moment what is told. */
async function owe(theirs = 20_000, more: Parameters<typeof opening>[0] = {}) {
  await open(deps, opening({ balance: 500, untold: MARK, atMoment: ATMOMENT, ...more }));
  deps.moment.put({ id: CUSTOMER, currency: 'ZAR', balance: theirs });
}
const present = (id: string, amount: number, expiresAt = ENDS) => {
  const request = { id, status: 'active', amount, currency: 'ZAR', expiresAt };
  deps.moment.paymentRequests.push(request);
  return deps.presented.keepPresented(CUSTOMER, request);
};
const push = async () =>
  (await pushDue(deps.clock.now() + MINUTE, deps)).map(({ result, notExpired }) => ({
    kind: result.kind,
    notExpired,
  }));
const ends = async () =>
  (await deps.presented.listPresented(CUSTOMER)).map(({ id, expiresAt }) => [id, expiresAt]);

describe('once Moment has a balance', () => {
  test.each([
    [20_000, 'pushed'],
    [500, 'known'],
  ])('%d before: what asks for more is expired, and that is kept', async (theirs, kind) => {
    await owe(theirs);
    await present('pr_more', 501);
    await present('pr_exactly', 500);
    await present('pr_less', 499);
    await present('pr_most', 20_000);
    expect(await push()).toEqual([{ kind, notExpired: [] }]);
    expect(deps.moment.expired).toEqual(['pr_more', 'pr_most']);
    expect(await ends()).toEqual([
      ['pr_more', IN_TEN_SECONDS],
      ['pr_exactly', ENDS],
      ['pr_less', ENDS],
      ['pr_most', IN_TEN_SECONDS],
    ]);
  });

  test.each([0, -1])('of %d, all is expired', async (balance) => {
    await owe(20_000, { balance });
    await present('pr_1', 1);
    await push();
    expect(deps.moment.expired).toEqual(['pr_1']);
  });

  test('what is paid, over or about to be is left as it is', async () => {
    await owe();
    await present('pr_paid', 20_000);
    await present('pr_over', 20_000, at(0));
    await present('pr_soon', 20_000, IN_TEN_SECONDS);
    deps.table.settledRequests.set(requestName(CUSTOMER, 'pr_paid'), `pay_1@${CUSTOMER}`);
    expect(await push()).toEqual([{ kind: 'pushed', notExpired: [] }]);
    expect(deps.moment.expired).toEqual([]);
  });

  test('what Moment says is paid is no failure', async () => {
    await owe();
    await present('pr_paid', 20_000);
    deps.moment.setStatus('pr_paid', 'paid');
    expect(await push()).toEqual([{ kind: 'pushed', notExpired: [] }]);
    expect(await ends()).toEqual([['pr_paid', ENDS]]);
  });

  test('is pushed before anything is expired', async () => {
    await owe();
    await present('pr_1', 20_000);
    const expire = deps.moment.expirePaymentRequest.bind(deps.moment);
    deps.moment.expirePaymentRequest = async (...args) => {
      expect(deps.table.obligations.get(CUSTOMER)?.untold).toBeUndefined();
      return expire(...args);
    };
    await push();
    expect(deps.moment.expired).toEqual(['pr_1']);
  });
});

describe('what Moment does not expire', () => {
  const silent = unavailable();

  test('because it refuses is told, and the next one is asked for', async () => {
    await owe(500);
    await present('pr_1', 501);
    await present('pr_2', 502);
    deps.moment.meet({ when: 'instead', refused: refused(400, 'Not allowed') });
    expect(await push()).toEqual([{ kind: 'known', notExpired: [{ id: 'pr_1' }] }]);
    expect(await ends()).toEqual([
      ['pr_1', ENDS],
      ['pr_2', IN_TEN_SECONDS],
    ]);
    expect(deps.table.obligations.get(CUSTOMER)?.untold).toBeUndefined();
  });

  test('because it is silent is told, after what it refused, and the next one is not asked for', async () => {
    await owe(500);
    for (const n of [1, 2, 3]) await present(`pr_${n}`, 500 + n);
    deps.moment.meet({ when: 'instead', refused: refused(400, 'Not allowed') });
    deps.moment.meet({ when: 'before', error: silent });
    expect(await push()).toEqual([
      { kind: 'known', notExpired: [{ id: 'pr_1' }, { id: 'pr_2', error: silent }] },
    ]);
    expect(deps.moment.expired).toEqual(['pr_1', 'pr_2']);
    expect(deps.table.obligations.get(CUSTOMER)?.untold).toBeUndefined();
  });

  test('is tried again when it is looked at next, and not before', async () => {
    await owe(500);
    await present('pr_1', 501);
    deps.moment.meet({ when: 'before', error: silent });
    await push();
    deps.clock.advance(10 * MINUTE);
    expect(await push()).toEqual([]);
    const head = deps.table.obligations.get(CUSTOMER);
    if (head) deps.table.obligations.set(CUSTOMER, { ...head, untold: MARK });
    expect(await push()).toEqual([{ kind: 'known', notExpired: [] }]);
    expect(await ends()).toEqual([['pr_1', at(10 * MINUTE + 10_000)]]);
  });

  test('because the time for it is over is told', async () => {
    await owe(500);
    await present('pr_1', 501);
    await present('pr_2', 502);
    const expire = deps.moment.expirePaymentRequest.bind(deps.moment);
    const deadlines: unknown[] = [];
    deps.moment.expirePaymentRequest = async (...args) => {
      deadlines.push(args[3]);
      deps.clock.advance(15_000);
      return expire(...args);
    };
    expect(await push()).toEqual([{ kind: 'known', notExpired: [{ id: 'pr_2' }] }]);
    expect(deadlines).toEqual([NOON + 15_000]);
    expect(deps.moment.expired).toEqual(['pr_1']);
  });

  test('is logged', async () => {
    await owe(500);
    await present('pr_1', 501);
    deps.moment.meet({ when: 'before', error: silent });
    await createHandler(deps)({}, lambdaContext(120_000));
    expect(deps.recorder.lines).toContainEqual({
      level: 'warn',
      message: 'push.not_expired',
      members: { obligation_id: CUSTOMER, since: at(0), payment_request: 'pr_1', error: silent },
    });
  });
});

describe('nothing is expired', () => {
  const nothing = async () => {
    expect(deps.moment.expired).toEqual([]);
    expect(await ends()).toEqual([['pr_1', ENDS]]);
  };
  beforeEach(() => present('pr_1', 501));

  test.each([20_000, 500])('where an entry came in between: at Moment %d', async (theirs) => {
    await owe(theirs);
    const record = deps.untold.record.bind(deps.untold);
    let posted = 0;
    deps.untold.record = async (lease, known) => {
      if (known.untold === 'told' && posted === 0) {
        posted += 1;
        const head = deps.table.obligations.get(CUSTOMER);
        await deps.ledger.post(postingOf([paid({ id: 'pay_1' })], head), []);
      }
      return record(lease, known);
    };
    await push();
    expect(posted).toBe(1);
    await nothing();
  });

  test('while an update may land late', async () => {
    await owe(500, { sending: { balance: 20_000, sequence: 1, at: at(0) } });
    expect(await push()).toEqual([{ kind: 'known', notExpired: [] }]);
    await nothing();
  });

  test('where Moment refuses the balance', async () => {
    await owe();
    deps.moment.meet({ when: 'instead', refused: refused(422, 'No') });
    expect(await push()).toEqual([{ kind: 'refused' }]);
    await nothing();
  });

  test.each([
    [20_001, 'drift'],
    [7, 'waits'],
  ])('where Moment has %d, which %s', async (theirs, kind) => {
    await owe(theirs);
    expect(await push()).toEqual([{ kind }]);
    await nothing();
  });

  test('where what was presented cannot be read: nothing is sent either, and it is looked at again', async () => {
    await owe();
    deps.presented.listPresented = async () => Promise.reject(new Error('no table'));
    expect(await push()).toEqual([{ kind: 'failed' }]);
    expect(deps.moment.updates).toEqual([]);
    expect(deps.moment.expired).toEqual([]);
    expect(deps.table.obligations.get(CUSTOMER)?.untold).toMatchObject({ dueAt: at(MINUTE) });
  });
});

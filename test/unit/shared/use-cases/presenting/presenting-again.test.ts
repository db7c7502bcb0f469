import { beforeEach, describe, expect, test } from 'vitest';
import type { Presented } from '#shared/models/presented.ts';
import { presentBalance } from '#shared/use-cases/presenting/present-balance.ts';
import { sweep } from '#shared/use-cases/sweep.ts';
import { CUSTOMER, obligation, open } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { refused, unavailable } from '#test/support/memory-moment-api.ts';
import { NOON } from '#test/support/world.ts';

const at = (ms: number) => new Date(NOON + ms).toISOString();
const IN_TEN_SECONDS = at(10_000);

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(async () => {
  deps = createMemoryDeps();
  await open(deps);
});

const present = async (amount?: number, idempotencyKey?: string) => {
  const presentation = amount === undefined ? {} : { amount };
  const deadline = deps.clock.now() + 20_000;
  const command = {
    kind: 'customer',
    id: CUSTOMER,
    presentation,
    idempotencyKey,
    deadline,
  } as const;
  return (await presentBalance(command, deps)).request;
};
const failureOf = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);
const presented = (
  id: string,
  amount: number,
  status = 'active',
  more: Partial<Presented> = {},
) => {
  const request = { id, status, amount, currency: 'ZAR', expiresAt: at(60_000), ...more };
  deps.moment.paymentRequests.push(request);
  return deps.presented.keepPresented(CUSTOMER, { ...request, status: 'active' });
};
const made = () => deps.moment.calls.length;
const ends = async () =>
  (await deps.presented.listPresented(CUSTOMER)).map(({ id, expiresAt }) => [id, expiresAt]);

describe('a part of the balance of 20000', () => {
  test('may be what the open ones leave, and Moment need not be asked', async () => {
    await presented('pr_a', 12_000);
    await presented('pr_b', 3_000);
    expect((await present(5_000)).amount).toBe(5_000);
    expect([deps.moment.looks, deps.moment.expired]).toEqual([[], []]);
  });

  test('is refused where it is more, with what is left and which are open', async () => {
    await presented('pr_a', 12_000);
    await presented('pr_b', 3_000);
    expect(await failureOf(present(5_001))).toMatchObject({
      code: 'amount.exceeds_unpresented',
      message: '5001 is more than the 5000 that no open Payment Request asks for yet: pr_a, pr_b',
      members: {
        ...{ balance: 20_000, currency: 'ZAR', left: 5_000 },
        open: [
          { id: 'pr_a', amount: 12_000 },
          { id: 'pr_b', amount: 3_000 },
        ],
      },
    });
    expect(made()).toBe(0);
    expect([...deps.table.intents.values()].map(({ operation }) => operation)).toEqual([
      'create_customer',
    ]);
  });

  test('may be more, where Moment says that one of them cannot be paid any more', async () => {
    await presented('pr_a', 12_000);
    await presented('pr_b', 3_000, 'paid');
    expect((await present(8_000)).amount).toBe(8_000);
    expect(deps.moment.looks).toEqual(['pr_a', 'pr_b']);
    expect(await failureOf(present(8_001))).toMatchObject({ members: { left: 0 } });
  });

  test('is answered with the open one of the same amount, whatever is open besides', async () => {
    await presented('pr_a', 12_000);
    await presented('pr_b', 9_000);
    expect((await present(9_000)).id).toBe('pr_b');
    expect(made()).toBe(0);
  });

  test('is refused where the one of the same amount is paid, and the others leave less', async () => {
    await presented('pr_a', 12_000);
    await presented('pr_b', 9_000, 'paid');
    const members = { left: 8_000, open: [{ id: 'pr_a', amount: 12_000 }] };
    expect(await failureOf(present(9_000))).toMatchObject({ members });
  });

  test('that is all of it is refused while another is open: only the whole balance replaces', async () => {
    await presented('pr_a', 1);
    expect(await failureOf(present(20_000))).toMatchObject({ members: { left: 19_999 } });
  });

  test('counts those that nobody is asked about as open', async () => {
    for (let n = 10; n <= 21; n += 1) {
      await presented(`pr_${n}`, n, 'paid', { expiresAt: at(n * 1_000) });
    }
    expect(await failureOf(present(20_000))).toMatchObject({
      members: { left: 20_000 - 10 - 11, open: [{ id: 'pr_10' }, { id: 'pr_11' }] },
    });
  });
});

describe('the whole balance', () => {
  test('replaces open ones of other amounts: Moment lets them end, and that is kept', async () => {
    await presented('pr_a', 12_000);
    await presented('pr_b', 3_000);
    await presented('pr_over', 4_000, 'active', { expiresAt: at(0) });
    expect(await present()).toMatchObject({ amount: 20_000 });
    expect(deps.moment.expired).toEqual(['pr_a', 'pr_b']);
    expect(await ends()).toEqual([
      ['pr_a', IN_TEN_SECONDS],
      ['pr_b', IN_TEN_SECONDS],
      ['pr_over', at(0)],
      ['pr_1', undefined],
    ]);
  });

  test('is answered with the open one of its amount, and replaces the others all the same', async () => {
    await presented('pr_a', 12_000);
    await presented('pr_b', 20_000);
    expect((await present()).id).toBe('pr_b');
    expect([made(), deps.moment.expired]).toEqual([0, ['pr_a']]);
  });

  test.each(['paid', 'expired'])('leaves one that Moment says is %s', async (status) => {
    await presented('pr_a', 12_000, status);
    deps.moment.meet({ when: 'instead', refused: refused(409, 'Not active') });
    expect((await present()).amount).toBe(20_000);
    expect(await ends()).toEqual([
      ['pr_a', at(60_000)],
      ['pr_1', undefined],
    ]);
  });

  test('leaves one that Moment does not have', async () => {
    await presented('pr_a', 12_000);
    deps.moment.paymentRequests.splice(0);
    expect((await present()).amount).toBe(20_000);
  });

  const notReplaced = {
    code: 'presentation.not_replaced',
    message:
      'Moment did not expire pr_b, which asks for another amount; until it is paid or over, present what it leaves',
    members: { payment_request: 'pr_b' },
  };

  test('is refused where Moment refuses to let one end: nothing is made, and the key may be tried again', async () => {
    await presented('pr_b', 12_000);
    deps.moment.meet({ when: 'instead', refused: refused(400, 'Not allowed') });
    expect(await failureOf(present(undefined, 'key-1'))).toMatchObject(notReplaced);
    expect(made()).toBe(0);
    expect(await ends()).toEqual([['pr_b', at(60_000)]]);
    expect(await present(undefined, 'key-1')).toMatchObject({ amount: 20_000 });
  });

  test.each([
    ['later', at(10_001)],
    ['never', undefined],
  ])(
    'is refused where Moment takes it, and lets it end %s all the same',
    async (_when, expiresAt) => {
      await presented('pr_b', 12_000);
      deps.moment.expirePaymentRequest = async (id) => ({
        kind: 'done',
        value: { id, status: 'active', amount: 12_000, currency: 'ZAR', expiresAt },
      });
      expect(await failureOf(present())).toMatchObject(notReplaced);
      expect([made(), await ends()]).toEqual([0, [['pr_b', at(60_000)]]]);
    },
  );

  test('replaces one that is expired at once', async () => {
    await presented('pr_b', 12_000);
    deps.moment.expirePaymentRequest = async (id, expiresAt) => ({
      kind: 'done',
      value: { id, status: 'expired', amount: 12_000, currency: 'ZAR', expiresAt: `${expiresAt}?` },
    });
    expect((await present()).amount).toBe(20_000);
  });

  test('is carried on with where Moment was silent, by whoever asks again, and by the sweep', async () => {
    await presented('pr_a', 12_000);
    await presented('pr_b', 3_000);
    deps.moment.meet({ when: 'after', error: unavailable() });
    expect(await failureOf(present(undefined, 'key-1'))).toMatchObject({
      code: 'moment.unavailable',
      members: { idempotency_key: 'key-1' },
    });
    expect([made(), deps.moment.expired]).toEqual([0, ['pr_a']]);
    deps.table.obligations.set(CUSTOMER, obligation({ balance: 19_000 }));
    expect(await present(undefined, 'key-1')).toMatchObject({ amount: 20_000 });
    expect(deps.moment.expired).toEqual(['pr_a', 'pr_a', 'pr_b']);
  });

  test('that was made, and not kept, is kept when it is carried on with, and replaces nothing twice', async () => {
    await presented('pr_a', 12_000);
    const keep = deps.presented.keepPresented.bind(deps.presented);
    deps.presented.keepPresented = async () => Promise.reject(new Error('died'));
    await failureOf(present(undefined, 'key-1'));
    deps.presented.keepPresented = keep;
    deps.clock.advance(3_600_000);
    await sweep(deps.clock.now() + 60_000, deps);
    expect(deps.moment.paymentRequests.map(({ amount }) => amount)).toEqual([12_000, 20_000]);
    expect(deps.moment.expired).toEqual(['pr_a']);
    expect((await deps.intents.find('key-1'))?.done).toMatchObject({ amount: 20_000 });
    expect((await deps.presented.listPresented(CUSTOMER)).map(({ amount }) => amount)).toEqual([
      12_000, 20_000,
    ]);
  });

  test('carries on at once, too, and asks to let none end anew that is about to', async () => {
    await presented('pr_a', 12_000);
    const keep = deps.presented.keepPresented.bind(deps.presented);
    deps.presented.keepPresented = async () => Promise.reject(new Error('died'));
    await failureOf(present(undefined, 'key-1'));
    deps.presented.keepPresented = keep;
    expect(await present(undefined, 'key-1')).toMatchObject({ amount: 20_000 });
    expect(deps.moment.expired).toEqual(['pr_a']);
  });
});

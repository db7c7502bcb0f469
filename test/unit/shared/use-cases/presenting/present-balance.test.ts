import { beforeEach, describe, expect, test } from 'vitest';
import type { PaymentRequest } from '#shared/models/payment-request.ts';
import type { Presentation } from '#shared/models/presentation.ts';
import { presentBalance } from '#shared/use-cases/presenting/present-balance.ts';
import { CUSTOMER, obligation, open, opening } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { refused, unavailable } from '#test/support/memory-moment-api.ts';
import { NOON } from '#test/support/world.ts';

const HOUR = 60 * 60_000;
const at = (ms: number) => new Date(NOON + ms).toISOString();

let deps: ReturnType<typeof createMemoryDeps>;

beforeEach(async () => {
  deps = createMemoryDeps();
  await open(deps);
});

const present = (presentation: Presentation = {}, idempotencyKey?: string, id = CUSTOMER) =>
  presentBalance(
    { kind: 'customer', id, presentation, idempotencyKey, deadline: deps.clock.now() + 20_000 },
    deps,
  );
const failureOf = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);
/** Presented earlier, and of this status at Moment. */
const presented = (id: string, more: Partial<PaymentRequest> = {}) => {
  const request = { id, status: 'active', amount: 500, currency: 'ZAR', ...more };
  deps.moment.paymentRequests.push(request);
  return deps.presented.keepPresented(CUSTOMER, { ...request, status: 'active' });
};
/** Whatever Moment makes has this to it. */
const momentTells = (more: Partial<PaymentRequest>) => {
  const create = deps.moment.createPaymentRequest.bind(deps.moment);
  deps.moment.createPaymentRequest = async (...args) => {
    const answer = await create(...args);
    return answer.kind === 'done' ? { ...answer, value: { ...answer.value, ...more } } : answer;
  };
};
const made = () => deps.moment.calls.length;

test('what Moment is asked for is the whole of the request', async () => {
  const presentation = { amount: 500, description: 'June', expires_at: at(1) };
  const { request, replayed } = await present(presentation, 'key-1');
  expect(replayed).toBe(false);
  expect(request).toMatchObject({ status: 'active', amount: 500, expiresAt: at(1) });
  expect(deps.moment.calls).toMatchObject([
    {
      obligationId: CUSTOMER,
      facts: {
        amount: 500,
        currency: 'ZAR',
        external_reference: 'UCR1234567890',
        description: 'June',
        expires_at: at(1),
      },
    },
  ]);
});

test('what was made is kept with when it was asked for and what for, and the intent forgets that', async () => {
  const { request } = await present({ amount: 500, description: 'June' }, 'key-1');
  const kept = { ...request, createdAt: at(0), description: 'June' };
  expect(await deps.presented.listPresented(CUSTOMER)).toEqual([kept]);
  expect((await deps.intents.find('key-1'))?.done).toEqual(request);
});

describe('refuses, with what the merchant needs to mend it,', () => {
  const members = { balance: 20000, currency: 'ZAR' };

  test('more than the balance, but not all of it', async () => {
    expect(await failureOf(present({ amount: 20001 }))).toMatchObject({
      code: 'amount.exceeds_balance',
      message: '20001 is more than the balance of 20000',
      members,
    });
    expect((await present({ amount: 20000 })).request.amount).toBe(20000);
  });

  test.each([0, -500])('a balance of %d', async (balance) => {
    deps.table.obligations.set(CUSTOMER, obligation({ balance }));
    expect(await failureOf(present())).toMatchObject({
      code: 'balance.nothing_due',
      message: `The balance of ${CUSTOMER} is ${balance}; only a positive one is due`,
      members: { ...members, balance },
    });
  });

  test('a customer whose balance is not tracked', async () => {
    await open(deps, opening({ id: 'bcus_2', externalReference: 'two', balance: undefined }));
    expect(await failureOf(present({}, undefined, 'bcus_2'))).toMatchObject({
      code: 'balance.not_tracked',
      message: 'bcus_2 was created without a balance, so there is none to present',
    });
  });

  test.each([-1, 0])('a time that is over since %d ms', async (since) => {
    const detail = `is ${at(since)}, which is over; leave it out for Moment's 24 hours`;
    expect(await failureOf(present({ expires_at: at(since) }))).toMatchObject({
      code: 'request.invalid',
      message: `expires_at: ${detail}`,
      members: { errors: [{ field: 'expires_at', detail }] },
    });
    expect(made()).toBe(0);
  });
});

describe('an Idempotency-Key', () => {
  test('that came with another amount, or for another customer, is refused', async () => {
    await open(deps, opening({ id: 'bcus_2', externalReference: 'two' }));
    await present({ amount: 500 }, 'key-1');
    const reused = { code: 'idempotency_key.reused' };
    expect(await failureOf(present({ amount: 501 }, 'key-1'))).toMatchObject(reused);
    expect(await failureOf(present({ amount: 500 }, 'key-1', 'bcus_2'))).toMatchObject(reused);
  });

  test.each(['paid', 'expired'])(
    'gets the answer that it got, though that is %s by now, and Moment is not asked',
    async (status) => {
      const { request } = await present({ amount: 500 }, 'key-1');
      deps.moment.setStatus(request.id, status);
      expect(await present({ amount: 500 }, 'key-1')).toMatchObject({ request, replayed: true });
      expect(deps.moment.looks).toEqual([]);
    },
  );
});

describe('without an Idempotency-Key', () => {
  test('what was made just now is answered as Moment told it, and not asked about', async () => {
    momentTells({ status: 'pending' });
    expect(await present()).toMatchObject({ request: { status: 'pending' }, replayed: false });
    expect([made(), deps.moment.looks]).toEqual([1, []]);
  });

  test('the same request again is the same link, as long as it can be paid', async () => {
    const { request } = await present();
    expect(await present()).toMatchObject({ request, replayed: true });
    expect([made(), deps.moment.looks]).toEqual([1, [request.id]]);
  });

  test.each<[string, (id: string) => void]>([
    ['is paid', (id) => deps.moment.setStatus(id, 'paid')],
    ['is none of those that Moment has', () => deps.moment.paymentRequests.splice(0)],
  ])('another one is made where the first %s', async (_what, change) => {
    const first = await present();
    change(first.request.id);
    const second = await present();
    expect(second.replayed).toBe(false);
    expect(second.request.id).not.toBe(first.request.id);
    expect(made()).toBe(2);
  });

  test('another one is made once the time of the first is over, and Moment need not be asked', async () => {
    momentTells({ expiresAt: at(HOUR) });
    const { request } = await present();
    deps.clock.advance(HOUR - 1);
    expect(await present()).toMatchObject({ request, replayed: true });
    deps.clock.advance(1);
    expect(await present()).toMatchObject({ request: { id: 'pr_2' }, replayed: false });
    expect(deps.moment.looks).toEqual([request.id]);
  });
});

describe('of those that were presented earlier', () => {
  test('one of the same amount that can still be paid is answered, and kept once', async () => {
    await presented('pr_open');
    expect((await present({ amount: 500 }, 'key-1')).request.id).toBe('pr_open');
    expect(await present({ amount: 500 }, 'key-1')).toMatchObject({
      request: { id: 'pr_open' },
      replayed: true,
    });
    expect([made(), deps.table.presented.get(CUSTOMER)?.length]).toEqual([0, 1]);
  });

  test.each([
    ['without an end', undefined],
    ['that ends later', at(1)],
    ['whose end is no time', 'tomorrow'],
  ])('one %s is asked about', async (_what, expiresAt) => {
    await presented('pr_open', { expiresAt });
    expect((await present({ amount: 500 })).request.id).toBe('pr_open');
    expect([made(), deps.moment.looks]).toEqual([0, ['pr_open']]);
  });

  test('one that is settled is not asked about, nor one of another amount', async () => {
    await presented('pr_paid');
    deps.table.settledRequests.set(`${CUSTOMER} pr_paid`, `pay_1@${CUSTOMER}`);
    await presented('pr_other', { amount: 501 });
    expect((await present({ amount: 500 })).request.id).toBe('pr_1');
    expect(deps.moment.looks).toEqual([]);
  });

  test('one that is answered again is answered as Moment made it, and its intent keeps no more', async () => {
    const request = { id: 'pr_open', status: 'active', amount: 500, currency: 'ZAR' };
    deps.moment.paymentRequests.push(request);
    await deps.presented.keepPresented(CUSTOMER, {
      ...request,
      description: 'June',
      createdAt: at(0),
    });
    expect((await present({ amount: 500 }, 'key-1')).request).toEqual(request);
    expect((await deps.intents.find('key-1'))?.done).toEqual(request);
  });

  test.each([-1, 0])('one that is over since %d ms is not asked about', async (since) => {
    await presented('pr_over', { expiresAt: at(since) });
    expect((await present({ amount: 500 })).request.id).toBe('pr_1');
    expect(deps.moment.looks).toEqual([]);
  });

  test('ten are asked about at most, those first that end last, and those that are over do not count', async () => {
    const ends = [5, 11, 2, 8, 1, 9, 3, 12, 4, 10, 6, 7];
    for (const n of ends) await presented(`pr_${n}`, { status: 'paid', expiresAt: at(n) });
    for (const n of [0, 1]) await presented(`pr_over${n}`, { expiresAt: at(-n) });
    expect((await present({ amount: 500 })).request.id).toBe('pr_1');
    expect(deps.moment.looks).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((n) => `pr_${n}`));
  });

  test('one that is open is found, however many of the same amount were paid before', async () => {
    for (let n = 1; n <= 20; n += 1) {
      await presented(`pr_paid${n}`, { status: 'paid', expiresAt: at(n) });
    }
    await presented('pr_a_open', { expiresAt: at(21) });
    expect((await present({ amount: 500 }, 'key-2')).request.id).toBe('pr_a_open');
    expect(made()).toBe(0);
  });

  test.each([undefined, 'tomorrow'])(
    'one whose end is %s is asked about first',
    async (expiresAt) => {
      await presented('pr_paid', { status: 'paid', expiresAt: at(HOUR) });
      await presented('pr_open', { expiresAt });
      await presented('pr_other', { status: 'paid', expiresAt: at(HOUR) });
      await present({ amount: 500 });
      expect(deps.moment.looks).toEqual(['pr_open']);
    },
  );

  test('one that is over while another is asked about is not asked about itself', async () => {
    await presented('pr_open', { expiresAt: at(500) });
    await presented('pr_paid', { status: 'paid' });
    const find = deps.moment.findPaymentRequest;
    deps.moment.findPaymentRequest = async (...args) => {
      deps.clock.advance(500);
      return find.apply(deps.moment, args);
    };
    expect((await present({ amount: 500 })).request.id).toBe('pr_1');
    expect(deps.moment.looks).toEqual(['pr_paid']);
  });
});

describe('when Moment', () => {
  test('refuses, it says so in its words, and the key may be tried again', async () => {
    deps.moment.meet({ when: 'instead', refused: refused(422, 'Amount too small') });
    expect(await failureOf(present({}, 'key-1'))).toMatchObject({
      code: 'moment.refused',
      message: 'Moment answered 422',
      detail: 'Amount too small',
      members: { moment: { status: 422, title: 'Amount too small' } },
    });
    expect(await deps.intents.find('key-1')).toBeUndefined();
  });

  test('is at work on an earlier try, the request is to be sent again with its key', async () => {
    deps.moment.meet({ when: 'instead', refused: refused(409, 'Key in use') });
    expect(await failureOf(present({}, 'key-1'))).toMatchObject({
      code: 'moment.unavailable',
      message:
        'Moment may still be at work on this (409); send the request again with key-1 as its Idempotency-Key',
      members: { idempotency_key: 'key-1' },
    });
    expect(await deps.intents.find('key-1')).toBeDefined();
  });

  test('did not answer, the request may be sent again for as long as Moment knows its key', async () => {
    deps.moment.meet({ when: 'after', error: unavailable() });
    await failureOf(present({}, 'key-1'));
    deps.clock.advance(23 * HOUR);
    expect(await present({}, 'key-1')).toMatchObject({ request: { id: 'pr_1' }, replayed: false });
  });

  test('did not answer and has forgotten the key, a person is told where to look', async () => {
    deps.moment.meet({ when: 'after', error: unavailable() });
    await failureOf(present({}, 'key-1'));
    deps.clock.advance(23 * HOUR + 1);
    expect(await failureOf(present({}, 'key-1'))).toMatchObject({
      code: 'presentation.unresolved',
      message:
        'Moment did not answer to this for a day, and may have made a Payment Request for it; look for it there, and then use a new Idempotency-Key',
      members: { idempotency_key: 'key-1' },
    });
    expect(made()).toBe(1);
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler as createCreateHandler } from '#functions/create-customer/handler.ts';
import { createHandler as createGetHandler } from '#functions/get-customer/handler.ts';
import { createHandler as createListHandler } from '#functions/list-entries/handler.ts';
import { createHandler as createPresentHandler } from '#functions/present-balance/handler.ts';
import { createHandler as createSweepHandler } from '#functions/sweep/handler.ts';
import type { Untold } from '#shared/models/at-moment.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { erasePerson } from '#shared/use-cases/people/erase-person.ts';
import {
  amountApplied,
  incoming,
  obligation,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent, lambdaContext } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { keySpent, refused, unavailable } from '#test/support/memory-moment-api.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

const createDeps = () => ({ ...createMemoryDeps(), ebpLinkTemplate: undefined });
let deps: ReturnType<typeof createDeps>;
beforeEach(() => {
  deps = createDeps();
});

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  call(
    createCreateHandler(deps),
    httpEvent({ path, headers, body: JSON.stringify(body) }),
    deps.logger,
  );
const get = (kind: string, id: string) =>
  call(
    createGetHandler(deps),
    httpEvent({ method: 'GET', path: `/${kind}/{id}`, id }),
    deps.logger,
  );
const settle = (...events: object[]) =>
  settleEvents(
    events.map((event) => incoming(event)),
    NO_DEADLINE,
    deps,
  );
const pay = (n: number, amount: number, on: object) =>
  settle(amountApplied({ id: `evt_${n}`, data: { payment_id: `pay_${n}`, amount, ...on } }));

const CUSTOMER = { external_reference: 'C1', name: 'John Doe' };
const ACCOUNT = { external_reference: 'A1', name: 'Water', currency: 'ZAR', balance: 2000 };
const BILL = {
  external_reference: 'B1',
  currency: 'zar',
  amount_due: 1500,
  due_date: '2026-07-31',
};
const ON_CUSTOMER = { customer_id: 'bcus_1' };
const KEY = { 'idempotency-key': 'key-1' };
const nested = () => ({ ...BILL, account: { ...ACCOUNT, customer: CUSTOMER } });

describe('what is nested', () => {
  test('is created in the order customer, account, bill, each under a key of its own, and all ids are answered', async () => {
    const { status, body } = await post('/bills', nested());
    expect([status, body]).toEqual([
      201,
      {
        id: 'bill_1',
        external_reference: 'B1',
        customer_id: 'bcus_1',
        account_id: 'bacc_1',
        status: 'unpaid',
        currency: 'ZAR',
        amount_due: 1500,
        amount_paid: 0,
        amount_remaining: 1500,
        balance: 1500,
        bill_date: '2026-06-18',
        due_date: '2026-07-31',
        opened_at: '2026-06-18T12:00:00.000Z',
        sequence: 1,
      },
    ]);
    const { calls } = deps.moment;
    expect(calls.map(({ facts }) => facts)).toEqual([
      CUSTOMER,
      { ...ACCOUNT, customer: 'bcus_1' },
      { ...BILL, currency: 'ZAR', account: 'bacc_1' },
    ]);
    expect(new Set(calls.map(({ momentKey }) => momentKey)).size).toBe(3);
  });

  test('is shown with what it hangs on', async () => {
    await post('/bills', nested());
    expect((await get('bills', 'B1')).body).toMatchObject({ id: 'bill_1', account_id: 'bacc_1' });
    expect((await get('accounts', 'A1')).body).toEqual({
      id: 'bacc_1',
      external_reference: 'A1',
      customer_id: 'bcus_1',
      name: 'Water',
      currency: 'ZAR',
      balance: 2000,
      balance_tracked: true,
      opened_at: '2026-06-18T12:00:00.000Z',
      sequence: 1,
      at_moment: { balance: 2000, sequence: 1, at: '2026-06-18T12:00:00.000Z' },
    });
    expect((await get('bills', 'B1')).body).toMatchObject({
      at_moment: { balance: 1500, sequence: 1 },
    });
    expect((await get('customers', 'C1')).body).toMatchObject({ id: 'bcus_1', sequence: 0 });
  });

  test('is shown with why Moment is not told of it', async () => {
    await post('/bills', nested());
    const since = '2026-06-18T12:00:00.000Z';
    const untold = { dueAt: since, since, refusals: 0 };
    const mark = (more: Pick<Untold, 'state' | 'drift'>) => {
      const account = deps.table.obligations.get('bacc_1') as Obligation;
      deps.table.obligations.set('bacc_1', { ...account, untold: { ...untold, ...more } });
    };
    mark({ state: 'push' });
    const waiting = (await get('accounts', 'A1')).body['at_moment'];
    expect(waiting).toEqual({ balance: 2000, sequence: 1, at: since, untold_since: since });
    mark({ state: 'drift', drift: 'changed_at_moment' });
    const drifted = (await get('accounts', 'A1')).body['at_moment'];
    expect(drifted).toEqual({ ...Object(waiting), drift: 'changed_at_moment' });
    const { atMoment: _never, ...account } = deps.table.obligations.get('bacc_1') as Obligation;
    deps.table.obligations.set('bacc_1', account);
    const neverTold = (await get('accounts', 'A1')).body['at_moment'];
    expect(neverTold).toEqual({ untold_since: since, drift: 'changed_at_moment' });
  });

  test('is answered again under its key, and not done again', async () => {
    const first = await post('/bills', nested(), KEY);
    const again = await post('/bills', nested(), KEY);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    expect(deps.moment.calls).toHaveLength(3);
    expect((await post('/bills', { ...nested(), amount_due: 1 }, KEY)).body).toMatchObject({
      code: 'idempotency_key.reused',
    });
    expect((await post('/accounts', { ...ACCOUNT, customer: 'C1' }, KEY)).body).toMatchObject({
      code: 'idempotency_key.reused',
    });
  });

  test('names what has its reference, where no key was sent', async () => {
    await post('/bills', nested());
    for (const body of [nested(), { ...nested(), amount_due: 1 }]) {
      expect((await post('/bills', body)).body).toMatchObject({
        code: 'bill.exists',
        detail: 'B1 is bill_1; read it with GET /bills/B1',
        bill: { id: 'bill_1', external_reference: 'B1' },
      });
    }
  });

  test.each([
    ['customer', '/customers', { ...CUSTOMER }],
    ['account', '/accounts', { ...ACCOUNT, customer: { external_reference: 'C2' } }],
  ])(
    'of which the %s exists is refused before Moment is asked, and reserves nothing',
    async (kind, path, body) => {
      await post(path, body);
      const before = deps.moment.calls.length;
      expect((await post('/bills', nested())).body).toMatchObject({
        status: 409,
        code: `${kind}.exists`,
      });
      expect(deps.moment.calls).toHaveLength(before);
      expect(deps.table.references.has('bill#B1')).toBe(false);
    },
  );

  test('under way keeps its references from every other creation', async () => {
    deps.moment.meet({ when: 'before', error: unavailable() });
    await post('/bills', nested(), KEY);
    for (const [path, body, kind] of [
      ['/customers', CUSTOMER, 'customer'],
      ['/accounts', { ...ACCOUNT, customer: { external_reference: 'C2' } }, 'account'],
      ['/bills', { ...BILL, customer: { external_reference: 'C2' } }, 'bill'],
    ] as const) {
      expect((await post(path, body)).body).toMatchObject({
        code: `${kind}.creation_pending`,
        idempotency_key: 'key-1',
      });
    }
  });

  test.each(['account', 'bill'] as const)(
    'of which Moment refuses the %s leaves what is before it, and says its ids',
    async (kind) => {
      deps.moment.meetAt(kind, { when: 'instead', refused: refused(400, 'Bad Request') });
      const { body } = await post('/bills', nested(), KEY);
      expect(body).toMatchObject({ code: 'moment.refused', customer_id: 'bcus_1' });
      expect(body['account_id']).toBe(kind === 'bill' ? 'bacc_1' : undefined);
      expect([...deps.table.references.values()].map((one) => one.kind)).not.toContain('reserved');
      expect((await post('/bills', nested(), KEY)).body).toMatchObject({ code: 'customer.exists' });
      const account = kind === 'bill' ? 'bacc_1' : { ...ACCOUNT, customer: 'bcus_1' };
      expect(await post('/bills', { ...BILL, account }, KEY)).toMatchObject({
        status: 201,
        body: { customer_id: 'bcus_1', account_id: 'bacc_1' },
      });
    },
  );

  test('of which Moment has the account already is refused, and the account is named', async () => {
    deps.moment.accounts.set('A1', { id: 'bacc_elsewhere', name: 'Water', currency: 'ZAR' });
    expect((await post('/bills', nested())).body).toMatchObject({
      code: 'account.exists_at_moment',
      account: { id: 'bacc_elsewhere', external_reference: 'A1' },
      customer_id: 'bcus_1',
    });
  });

  test('goes on with the account that was made before Moment stored a failure, if it hangs on the same', async () => {
    deps.moment.meetAt('account', { when: 'after', error: keySpent() });
    expect(await post('/bills', nested())).toMatchObject({ status: 201 });
    expect(deps.moment.accounts.size).toBe(1);
  });

  test('does not take for its own an account of another customer', async () => {
    const theirs = { id: 'bacc_9', name: 'Water', currency: 'ZAR', customerId: 'bcus_9' };
    deps.moment.accounts.set('A1', theirs);
    deps.moment.meetAt('account', { when: 'before', error: keySpent() });
    expect((await post('/bills', nested())).body).toMatchObject({
      code: 'account.exists_at_moment',
    });
  });

  test('that was left is finished by the sweep, with what waits for each part of it', async () => {
    await pay(1, 500, { bill_id: 'bill_1' });
    await pay(2, 700, { account_id: 'bacc_1', customer_id: 'bcus_1', bill_id: null });
    deps.moment.meetAt('bill', { when: 'before', error: unavailable() });
    expect((await post('/bills', nested(), KEY)).body).toMatchObject({
      code: 'moment.unavailable',
      idempotency_key: 'key-1',
      customer_id: 'bcus_1',
      account_id: 'bacc_1',
    });
    deps.clock.advance(120_000);
    await createSweepHandler(deps)({}, lambdaContext(300_000));
    expect((await get('bills', 'B1')).body).toMatchObject({ amount_paid: 500, sequence: 2 });
    expect((await get('accounts', 'A1')).body).toMatchObject({ balance: 1300, sequence: 2 });
  });

  test('applies what waits for each part of it at once', async () => {
    await pay(1, 500, { bill_id: 'bill_1', customer_id: 'bcus_1' });
    await pay(2, 700, { account_id: 'bacc_1' });
    await pay(3, 100, ON_CUSTOMER);
    const customer = { ...CUSTOMER, currency: 'ZAR', balance: 100 };
    await post('/bills', { ...BILL, account: { ...ACCOUNT, customer } });
    expect((await get('bills', 'B1')).body).toMatchObject({ amount_paid: 500 });
    expect((await get('accounts', 'A1')).body).toMatchObject({ balance: 1300 });
    expect((await get('customers', 'C1')).body).toMatchObject({ balance: 0 });
    expect(deps.table.held.size).toBe(0);
  });

  test('forgets who it was for as soon as that is opened', async () => {
    deps.moment.meetAt('account', { when: 'before', error: unavailable() });
    await post('/bills', nested(), KEY);
    const stored = () => JSON.stringify(deps.table.intents.get('key-1'));
    expect(stored()).not.toContain('John Doe');
    expect(stored()).toContain('Water');
    await post('/bills', nested(), KEY);
    expect(stored()).not.toContain('Water');
  });

  test('is the same request still after its customer was erased, and another amount is another', async () => {
    const first = await post('/bills', nested(), KEY);
    const { erased } = {
      erased: { kind: 'customer', id: 'C1', actor: 'me', reason: 'asked' } as const,
    };
    await erasePerson({ ...erased, isRehearsal: false }, deps);
    expect(deps.table.profiles.has('bcus_1')).toBe(false);
    expect(await post('/bills', nested(), KEY)).toMatchObject({ status: 201, body: first.body });
    for (const other of [
      { ...nested(), amount_due: 1 },
      { ...nested(), bill_date: '2026-06-01' },
      { ...nested(), due_date: '2026-06-01' },
      { ...nested(), currency: 'USD' },
      { ...nested(), account: { ...nested().account, balance: 1 } },
      { ...nested(), account: { ...nested().account, external_reference: 'A2' } },
      { ...nested(), account: { ...nested().account, customer: 'C1' } },
      { ...nested(), account: 'A1' },
    ]) {
      expect((await post('/bills', other, KEY)).body).toMatchObject({
        code: 'idempotency_key.reused',
      });
    }
  });
});

describe('two runs of one request', () => {
  const body = nested();
  /** Another run ends before this one opens the n-th of its parts, or calls Moment for it. */
  const overtaken = async (at: 'open' | 'createAccount' | 'createBill', n: number) => {
    let other: Awaited<ReturnType<typeof post>> | undefined;
    const target = at === 'open' ? deps.ledger : deps.moment;
    const call = Reflect.get(target, at).bind(target);
    let calls = 0;
    Object.assign(target, {
      [at]: async (...args: unknown[]) => {
        calls += 1;
        if (calls === n) other = await post('/bills', body, KEY);
        return call(...args);
      },
    });
    const mine = await post('/bills', body, KEY);
    return [mine, other] as const;
  };

  test.each([
    ['open', 1],
    ['open', 2],
    ['open', 3],
    ['createAccount', 1],
    ['createBill', 1],
  ] as const)(
    'make one of each, and answer the same, where one comes before %s %d',
    async (at, n) => {
      const [mine, other] = await overtaken(at, n);
      expect(mine).toMatchObject({ status: 201, body: other?.body });
      const { customers, accounts, bills } = deps.moment;
      expect([customers.size, accounts.size, bills.size]).toEqual([1, 1, 1]);
      expect(deps.table.obligations.size).toBe(3);
    },
  );

  test('of which one has only gone on by a part, go on from there', async () => {
    const open = deps.ledger.open.bind(deps.ledger);
    let isFirst = true;
    deps.ledger.open = async (opening) => {
      if (!isFirst) return open(opening);
      isFirst = false;
      deps.moment.meetAt('account', { when: 'before', error: unavailable() });
      await post('/bills', body, KEY);
      return open(opening);
    };
    expect(await post('/bills', body, KEY)).toMatchObject({ status: 201 });
    expect(deps.table.obligations.size).toBe(3);
  });

  test('of which one was refused and the key taken for another request, do not go on with that', async () => {
    const open = deps.ledger.open.bind(deps.ledger);
    deps.ledger.open = async (opening) => {
      deps.ledger.open = open;
      const stored = deps.table.intents.get('key-1');
      const made = { customer: { obligationId: 'bcus_1', openedAt: '2026-06-18T12:00:00.000Z' } };
      if (stored?.operation === 'create_bill') {
        deps.table.intents.set('key-1', { ...stored, requestHash: 'another', made });
      }
      return open(opening);
    };
    expect((await post('/bills', body, KEY)).body).toMatchObject({ code: 'ledger.busy' });
  });
});

describe('what hangs on what is here', () => {
  beforeEach(async () => {
    await post('/customers', { ...CUSTOMER, currency: 'ZAR', balance: 100 });
  });

  test.each(['C1', 'bcus_1'])('an account and a bill, by %s', async (customer) => {
    expect((await post('/accounts', { ...ACCOUNT, customer })).body).toMatchObject({
      id: 'bacc_1',
      customer_id: 'bcus_1',
    });
    const { body } = await post('/bills', { ...BILL, customer });
    expect(body).toMatchObject({ id: 'bill_1', customer_id: 'bcus_1' });
    expect(body).not.toHaveProperty('account_id');
    expect(deps.moment.bills.get('B1')).toMatchObject({ customerId: 'bcus_1' });
  });

  test('an account with the reference of its customer, where no key is sent', async () => {
    const account = { ...ACCOUNT, external_reference: 'C1', customer: 'C1' };
    expect(await post('/accounts', account)).toMatchObject({ status: 201, body: { id: 'bacc_1' } });
  });

  test.each(['A1', 'bacc_1'])(
    'a bill on an account, by %s, is its customer’s too',
    async (account) => {
      await post('/accounts', { ...ACCOUNT, customer: 'C1' });
      expect((await post('/bills', { ...BILL, account })).body).toMatchObject({
        account_id: 'bacc_1',
        customer_id: 'bcus_1',
      });
    },
  );

  test.each([
    ['/accounts', { ...ACCOUNT, customer: 'C9' }, 'customer', 'customer'],
    ['/bills', { ...BILL, customer: 'bcus_9' }, 'customer', 'customer'],
    ['/bills', { ...BILL, account: 'A9' }, 'account', 'account'],
    [
      '/bills',
      { ...BILL, account: { ...ACCOUNT, customer: 'C9' } },
      'customer',
      'account.customer',
    ],
  ])(
    '%s with what is not here is refused, and the member named',
    async (path, body, kind, field) => {
      const detail = `names ${kind === 'account' ? 'an' : 'a'} ${kind} that is not here; create it first, or send a new one in its place`;
      expect((await post(path, body)).body).toMatchObject({
        status: 404,
        code: `${kind}.not_found`,
        detail: `${field}: ${detail}`,
        errors: [{ field, detail }],
      });
      expect(deps.moment.calls).toHaveLength(1);
    },
  );

  test('a table that cannot be read is no account that is not there', async () => {
    deps.ledger.findReference = async () => {
      throw new Error('throttled');
    };
    expect(await post('/accounts', { ...ACCOUNT, customer: 'C1' })).toMatchObject({ status: 500 });
  });
});

test.each([
  ['/accounts', { ...ACCOUNT }, /customer: is required/],
  [
    '/accounts',
    { ...ACCOUNT, customer: 'bacc_1' },
    /^customer: must be the id or external_reference of a customer/,
  ],
  [
    '/accounts',
    { ...ACCOUNT, customer: 5 },
    /^customer: must be the id or external_reference of a customer/,
  ],
  [
    '/accounts',
    { ...ACCOUNT, customer: { ...CUSTOMER, email: 'x' } },
    /^customer.email: must be an e-mail/,
  ],
  [
    '/accounts',
    { ...ACCOUNT, customer: { ...CUSTOMER, colour: 'x' } },
    /^customer.colour: is not known/,
  ],
  ['/accounts', { ...ACCOUNT, customer: {} }, /^customer.external_reference: is required/],
  [
    '/accounts',
    { ...ACCOUNT, customer: 'C1', currency: undefined },
    /^currency: is required with balance/,
  ],
  [
    '/accounts',
    { ...ACCOUNT, customer: 'C1', external_reference: 'bacc_1' },
    /^external_reference/,
  ],
  ['/bills', { ...BILL }, /^customer: needs either customer or account/],
  [
    '/bills',
    { ...BILL, customer: 'C1', account: 'A1' },
    /^customer: needs either customer or account/,
  ],
  ['/bills', { ...BILL, customer: 'C1', amount_due: 0 }, /^amount_due: must be 1 to 99999999/],
  [
    '/bills',
    { ...BILL, customer: 'C1', amount_due: 100_000_000 },
    /^amount_due: must be 1 to 99999999/,
  ],
  ['/bills', { ...BILL, customer: 'C1', amount_due: 0.5 }, /^amount_due/],
  [
    '/bills',
    { ...BILL, customer: 'C1', currency: 'XTS' },
    /^currency: must be an ISO 4217 currency/,
  ],
  ['/bills', { ...BILL, customer: 'C1', due_date: '2026-02-30' }, /^due_date: must be a date/],
  [
    '/bills',
    { ...BILL, account: { ...ACCOUNT, customer: { ...CUSTOMER, phone: '1' } } },
    /^account.customer.phone: must be E.164/,
  ],
  [
    '/bills',
    { ...BILL, account: { ...ACCOUNT, customer: 'C1', currency: 'BGN' } },
    /^account.currency/,
  ],
])('%s: a member that is wrong is named by its path: %j', async (path, body, detail) => {
  const { status, body: problem } = await post(path, body);
  expect([status, problem['code']]).toEqual([400, 'request.invalid']);
  expect(problem['detail']).toMatch(detail);
});

test.each([1, 99_999_999])('a bill may be of %d', async (amount_due) => {
  const { body } = await post('/bills', { ...BILL, amount_due, customer: CUSTOMER });
  expect(body).toMatchObject({ amount_due, amount_remaining: amount_due });
});

describe('a bill', () => {
  beforeEach(async () => {
    await post('/bills', { ...BILL, customer: CUSTOMER });
  });

  test('paid in part is unpaid still, and its customer has nothing of the payment', async () => {
    await pay(1, 500, { ...ON_CUSTOMER, bill_id: 'bill_1' });
    expect((await get('bills', 'B1')).body).toMatchObject({
      status: 'unpaid',
      amount_due: 1500,
      amount_paid: 500,
      amount_remaining: 1000,
      balance: 1000,
    });
    expect((await get('customers', 'C1')).body).toMatchObject({ owed: { ZAR: 1000 } });
  });

  test('paid is paid, and paid beyond its amount is a credit: nothing remains, and less is owed', async () => {
    await pay(1, 1500, { bill_id: 'bill_1' });
    expect((await get('bills', 'B1')).body).toMatchObject({ status: 'paid', amount_remaining: 0 });
    expect((await get('customers', 'C1')).body).toMatchObject({ bills: [], owed: { ZAR: 0 } });
    await pay(2, 200, { bill_id: 'bill_1' });
    expect((await get('bills', 'B1')).body).toMatchObject({
      status: 'paid',
      amount_due: 1500,
      amount_paid: 1700,
      amount_remaining: 0,
      balance: -200,
    });
    expect((await get('customers', 'C1')).body).toMatchObject({
      bills: [{ id: 'bill_1', amount_remaining: 0, balance: -200 }],
      owed: { ZAR: -200 },
    });
  });

  test('is presented, paid by its Payment Request, and listed', async () => {
    const presented = await call(
      createPresentHandler(deps),
      httpEvent({ path: '/bills/{id}/payment-requests', id: 'B1', body: '{}' }),
      deps.logger,
    );
    expect(presented).toMatchObject({
      status: 201,
      body: { amount: 1500, bill_id: 'bill_1', customer_id: 'bcus_1', external_reference: 'B1' },
    });
    expect(deps.moment.calls.at(-1)?.obligationId).toBe('bill_1');
    await settle(
      paymentRequestPaid({ data: { amount: 1500, metadata: { obligation_id: 'bill_1' } } }),
    );
    expect((await get('bills', 'bill_1')).body).toMatchObject({
      status: 'paid',
      amount_paid: 1500,
    });
    const list = httpEvent({ method: 'GET', path: '/bills/{id}/entries', id: 'B1' });
    expect((await call(createListHandler(deps), list, deps.logger)).body).toMatchObject({
      data: [
        { type: 'payment', amount: -1500, ending_balance: 0 },
        { type: 'opening', amount: 1500, ending_balance: 1500 },
      ],
    });
  });

  test.each(['customers', 'accounts'])('is none of the %s', async (kind) => {
    expect((await get(kind, 'bill_1')).status).toBe(404);
    expect((await get(kind, 'B1')).status).toBe(404);
  });
});

test('a presented account names itself and its customer', async () => {
  await post('/accounts', { ...ACCOUNT, customer: CUSTOMER });
  const event = httpEvent({ path: '/accounts/{id}/payment-requests', id: 'A1', body: '{}' });
  expect((await call(createPresentHandler(deps), event, deps.logger)).body).toMatchObject({
    account_id: 'bacc_1',
    customer_id: 'bcus_1',
  });
});

describe('of a customer with very many', () => {
  const many = (n: number, kind: 'account' | 'bill') =>
    Array.from({ length: n }, (_, index) => {
      const id = `${kind === 'bill' ? 'bill' : 'bacc'}_${index}`;
      const one = obligation({ id, kind, externalReference: id, balance: 1 });
      deps.table.obligations.set(id, one);
      return id;
    });

  test.each([
    [100, 100, false, 200],
    [101, 0, true, 101],
    [0, 101, true, 101],
    [0, 1000, true, 1000],
    [0, 1001, true, undefined],
  ])(
    '%d accounts and %d bills, 100 of each are listed, and 1000 summed',
    async (accounts, bills, more, sum) => {
      await post('/customers', CUSTOMER);
      deps.table.owned.set('bcus_1', [...many(accounts, 'account'), ...many(bills, 'bill')]);
      const { body } = await get('customers', 'C1');
      expect(body['accounts']).toHaveLength(Math.min(100, accounts));
      expect(body['bills']).toHaveLength(Math.min(100, bills));
      expect(body['has_more']).toBe(more);
      expect(body['owed']).toEqual(sum === undefined ? undefined : { ZAR: sum });
    },
  );
});

test('what a customer owes in all: their balance, their accounts, their bills, by currency', async () => {
  await post('/customers', { ...CUSTOMER, currency: 'ZAR', balance: 100 });
  await post('/accounts', { ...ACCOUNT, external_reference: 'A2', customer: 'C1' });
  await post('/accounts', { external_reference: 'A1', customer: 'C1' });
  await post('/bills', { ...BILL, external_reference: 'B3', due_date: undefined, customer: 'C1' });
  await post('/bills', { ...BILL, external_reference: 'B2', due_date: undefined, account: 'A2' });
  await post('/bills', { ...BILL, currency: 'USD', customer: 'C1' });
  await post('/bills', {
    ...BILL,
    external_reference: 'B4',
    due_date: '2026-07-01',
    customer: 'C1',
  });
  await pay(1, 1500, { bill_id: 'bill_1' });
  const { body } = await get('customers', 'C1');
  expect(body).toMatchObject({
    balance: 100,
    accounts: [{ external_reference: 'A1' }, { external_reference: 'A2', balance: 2000 }],
    bills: [
      { external_reference: 'B4', due_date: '2026-07-01' },
      { external_reference: 'B1', currency: 'USD' },
      { external_reference: 'B2', account_id: 'bacc_1' },
    ],
    owed: { ZAR: 100 + 2000 + 1500 + 1500, USD: 1500 },
    has_more: false,
  });
});

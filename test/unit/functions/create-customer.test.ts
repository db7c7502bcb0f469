import { beforeEach, describe, expect, test } from 'vitest';
import { CustomerFacts } from '#shared/models/customer.ts';
import { createCustomer } from '#shared/use-cases/obligations/create-customer.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore, MemoryTable } from '#test/support/memory-ledger-store.ts';
import {
  keySpent,
  MemoryMomentApi,
  refused,
  unavailable,
} from '#test/support/memory-moment-api.ts';
import { NOON, TestClock, TestRandomness } from '#test/support/world.ts';

let table: MemoryTable;
let moment: MemoryMomentApi;
let ledger: MemoryLedgerStore;
const randomness = new TestRandomness();

beforeEach(() => {
  table = new MemoryTable();
  moment = new MemoryMomentApi();
  ledger = new MemoryLedgerStore(table);
});

const facts = CustomerFacts.parse({
  external_reference: 'UCR1',
  name: 'John Doe',
  currency: 'zar',
  balance: 2000,
});
const create = (idempotencyKey?: string, more: Partial<CustomerFacts> = {}) =>
  createCustomer(
    { facts: { ...facts, ...more }, idempotencyKey, deadline: NOON + 20_000 },
    { ledger, moment, randomness, intents: new MemoryIntentStore(table), clock: new TestClock() },
  );
const failure = async (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test('a customer is created at Moment and opened here with what the merchant asked', async () => {
  const { status, body, replayed } = await create();
  expect({ status, replayed }).toEqual({ status: 201, replayed: false });
  expect(body).toMatchObject({
    id: 'bcus_1',
    external_reference: 'UCR1',
    name: 'John Doe',
    currency: 'ZAR',
    balance: 2000,
  });
  expect(await ledger.findObligation('bcus_1')).toMatchObject({
    balance: 2000,
    sequence: 1,
    currency: 'ZAR',
  });
  expect([...table.entries.values()]).toMatchObject([
    { type: 'opening', amount: 2000, endingBalance: 2000, sequence: 1 },
  ]);
});

test.each([
  ['zero', 0],
  ['a credit', -500],
])('a balance of %s is opened as it is', async (_what, balance) => {
  await create(undefined, { balance });
  expect([...table.entries.values()]).toMatchObject([{ amount: balance, endingBalance: balance }]);
});

test('the opening balance is what was asked, whatever Moment says of its own', async () => {
  moment.customers.set('UCR1', { ...facts, id: 'bcus_9', balance: 1500 });
  moment.meet({ when: 'instead', refused: refused(409, 'Conflict', true) });
  await create();
  expect(await ledger.findObligation('bcus_9')).toMatchObject({
    balance: 2000,
    balanceAtMoment: 1500,
  });
});

describe('the same Idempotency-Key again', () => {
  test('answers the same without asking Moment', async () => {
    const first = await create('key-1');
    const second = await create('key-1');
    expect(second).toEqual({ ...first, replayed: true });
    expect(moment.calls).toHaveLength(1);
  });

  test('with another request is refused', async () => {
    await create('key-1');
    expect(await failure(create('key-1', { balance: 1 }))).toMatchObject({
      code: 'idempotency_key.reused',
    });
  });

  test('at the same moment creates one customer', async () => {
    const answers = await Promise.all([create('key-1'), create('key-1'), create('key-1')]);
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect(table.entries.size).toBe(1);
  });
});

test.each([
  ['another key', 'key-2'],
  ['no key', undefined],
])('a second create with %s names the customer who has the reference', async (_what, key) => {
  await create();
  const error = await failure(create(key));
  expect(error).toMatchObject({
    code: 'customer.exists',
    members: { customer: { id: 'bcus_1', external_reference: 'UCR1' } },
  });
  expect(table.entries.size).toBe(1);
  expect(table.intents.size).toBe(1);
});

describe('when Moment is in trouble', () => {
  test.each([
    ['did not get the call', 'before'],
    ['did it but the answer was lost', 'after'],
  ] as const)('and %s, a retry finishes what was begun', async (_what, when) => {
    moment.meet({ when, error: unavailable() });
    expect(await failure(create('key-1'))).toMatchObject({ code: 'moment.unavailable' });
    expect((await create('key-1')).body).toMatchObject({ id: 'bcus_1', balance: 2000 });
    expect(moment.calls[0]?.momentKey).toBe(moment.calls[1]?.momentKey);
    expect([moment.customers.size, table.entries.size]).toEqual([1, 1]);
  });

  test('a retry without a key resumes too', async () => {
    moment.meet({ when: 'after', error: unavailable() });
    await failure(create());
    expect((await create()).body).toMatchObject({ id: 'bcus_1' });
  });

  test('a retry without a key and with other values is told to wait', async () => {
    moment.meet({ when: 'after', error: unavailable() });
    await failure(create());
    expect(await failure(create(undefined, { balance: 1 }))).toMatchObject({
      code: 'customer.creation_pending',
    });
  });

  test('and replays a stored failure, another key is used', async () => {
    moment.meet({ when: 'before', error: keySpent() });
    expect((await create('key-1')).status).toBe(201);
    expect(new Set(moment.calls.map(({ momentKey }) => momentKey)).size).toBe(2);
  });

  test('and had created the customer before it failed for good, that customer is ours', async () => {
    moment.meet({ when: 'after', error: keySpent() });
    expect((await create('key-1')).body).toMatchObject({ id: 'bcus_1', balance: 2000 });
    expect(moment.customers.size).toBe(1);
  });

  test('and is still at work on our first try, the request is to be sent again', async () => {
    moment.meet({ when: 'instead', refused: refused(409, 'Key in use') });
    expect(await failure(create('key-1'))).toMatchObject({ code: 'moment.unavailable' });
    expect((await create('key-1')).status).toBe(201);
  });
});

describe('when Moment refuses', () => {
  test('it says so in its words, and the same key may be tried again', async () => {
    moment.meet({ when: 'instead', refused: refused(422, 'Currency not enabled') });
    expect(await failure(create('key-1'))).toMatchObject({
      code: 'moment.refused',
      message: 'Currency not enabled',
      members: { moment: { status: 422, title: 'Currency not enabled' } },
    });
    expect(table.intents.size).toBe(0);
    expect((await create('key-1')).status).toBe(201);
  });

  test('since it has a customer that was not created here, that one is named and left alone', async () => {
    moment.customers.set('UCR1', { ...facts, id: 'bcus_elsewhere' });
    expect(await failure(create('key-1'))).toMatchObject({
      code: 'customer.exists_at_moment',
      members: { customer: { id: 'bcus_elsewhere' } },
    });
    expect(table.obligations.size).toBe(0);
  });

  test('a customer with other facts is not taken for ours, even after a lost answer', async () => {
    moment.customers.set('UCR1', { ...facts, name: 'Somebody Else', id: 'bcus_elsewhere' });
    moment.meet({ when: 'before', error: unavailable() });
    await failure(create('key-1'));
    expect(await failure(create('key-1'))).toMatchObject({ code: 'customer.exists_at_moment' });
  });
});

test.each([0, 1, 2, 3, 4, 5, 6, 7])(
  'a crash at write or read %d of the stores leaves nothing that a retry cannot finish',
  async (n) => {
    let calls = 0;
    const crashing = <T extends object>(store: T): T =>
      new Proxy(store, {
        get: (target, name) => {
          const member = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return async (...args: unknown[]) => {
            calls += 1;
            if (calls - 1 === n) throw new Error('crash');
            return Reflect.apply(member, target, args);
          };
        },
      });
    const deps = { moment, randomness, clock: new TestClock() };
    const command = { facts, idempotencyKey: 'key-1', deadline: NOON + 20_000 };
    const intents = new MemoryIntentStore(table);
    await failure(
      createCustomer(command, { ...deps, ledger: crashing(ledger), intents: crashing(intents) }),
    );
    const answer = await createCustomer(command, { ...deps, ledger, intents });
    expect(answer.body).toMatchObject({ id: 'bcus_1', balance: 2000 });
    expect([moment.customers.size, table.entries.size, table.intents.size]).toEqual([1, 1, 1]);
  },
);

test('of two at once under two keys, one is told which customer the other made', async () => {
  const ended = await Promise.all([failure(create('a')), failure(create('b'))]);
  expect(ended).toEqual([undefined, expect.objectContaining({ code: 'customer.exists' })]);
});

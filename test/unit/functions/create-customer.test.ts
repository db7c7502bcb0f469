import { beforeEach, describe, expect, test } from 'vitest';
import { viewCustomer } from '#shared/api/customer-view.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { createObligation } from '#shared/use-cases/obligations/create-obligation.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import {
  keySpent,
  MemoryMomentApi,
  refused,
  unavailable,
} from '#test/support/memory-moment-api.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { MemoryWaitingEvents } from '#test/support/memory-waiting-events.ts';
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
const create = (
  idempotencyKey?: string,
  more: Partial<CustomerFacts> = {},
  clock = new TestClock(),
) =>
  createObligation(
    {
      asked: { kind: 'customer', facts: { ...facts, ...more } },
      idempotencyKey,
      deadline: NOON + 20_000,
    },
    {
      ...{ ledger, moment, randomness, clock },
      intents: new MemoryIntentStore(table),
      waiting: new MemoryWaitingEvents(table),
    },
  );
const failure = async (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** The stores, with something that happens before each call of them. */
function beforeEachCall<T extends Record<string, object>>(
  stores: T,
  happens: () => Promise<void>,
): T {
  const watched = Object.entries(stores).map(([name, store]) => [
    name,
    new Proxy(store, {
      get: (target, member) => {
        const method = Reflect.get(target, member);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          await happens();
          return Reflect.apply(method, target, args);
        };
      },
    }),
  ]);
  return Object.fromEntries(watched);
}

test('a customer is created at Moment and opened here with what the merchant asked', async () => {
  const { created, replayed } = await create();
  expect(replayed).toBe(false);
  expect(created).toMatchObject({
    obligation: { id: 'bcus_1', externalReference: 'UCR1', currency: 'ZAR', balance: 2000 },
    profile: { name: 'John Doe' },
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

test('what was begun in a currency that ISO has withdrawn since is finished in it', async () => {
  await create(undefined, { currency: 'BGN' });
  expect([...table.entries.values()]).toMatchObject([{ amount: 2000, currency: 'BGN' }]);
});

test('the opening balance is what was asked, whatever Moment says of its own', async () => {
  moment.customers.set('UCR1', { id: 'bcus_9', name: 'JOHN  DOE', currency: 'ZAR', balance: 1500 });
  moment.meet({ when: 'instead', refused: refused(409, 'Conflict', true) });
  await create();
  expect(await ledger.findObligation('bcus_9')).toMatchObject({
    balance: 2000,
    atMoment: { balance: 1500, sequence: 1, pushed: false },
  });
});

describe('the same Idempotency-Key again', () => {
  test('answers the same without asking Moment', async () => {
    const first = await create('key-1');
    const second = await create('key-1');
    expect(second.replayed).toBe(true);
    expect(viewCustomer(second.created)).toEqual(viewCustomer(first.created));
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
    expect(new Set(answers.map(({ created }) => created.obligation.id)).size).toBe(1);
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
    message: 'UCR1 is bcus_1; read it with GET /customers/UCR1',
    members: { customer: { id: 'bcus_1', external_reference: 'UCR1' } },
  });
  expect(table.entries.size).toBe(1);
  expect(table.intents.size).toBe(1);
});

test('other values without a key name the customer who has the reference', async () => {
  await create();
  expect(await failure(create(undefined, { balance: 1 }))).toMatchObject({
    code: 'customer.exists',
    members: { customer: { id: 'bcus_1', external_reference: 'UCR1' } },
  });
});

test('other values without a key wait also where the first request is just being given up', async () => {
  moment.meet({ when: 'before', error: unavailable() });
  await failure(create());
  const intents = new MemoryIntentStore(table);
  ledger.findReference = async () => {
    table.references.clear();
    return undefined;
  };
  expect(await failure(create(undefined, { balance: 1 }))).toMatchObject({
    code: 'customer.creation_pending',
  });
  expect(await intents.find('create:UCR1')).toBeDefined();
});

describe('when Moment is in trouble', () => {
  test.each([
    ['did not get the call', 'before'],
    ['did it but the answer was lost', 'after'],
  ] as const)('and %s, a retry finishes what was begun', async (_what, when) => {
    moment.meet({ when, error: unavailable() });
    expect(await failure(create('key-1'))).toMatchObject({ code: 'moment.unavailable' });
    expect((await create('key-1')).created.obligation).toMatchObject({
      id: 'bcus_1',
      balance: 2000,
    });
    expect(moment.calls[0]?.momentKey).toBe(moment.calls[1]?.momentKey);
    expect([moment.customers.size, table.entries.size]).toEqual([1, 1]);
  });

  test('a retry without a key resumes too', async () => {
    moment.meet({ when: 'after', error: unavailable() });
    await failure(create());
    expect((await create()).created.obligation).toMatchObject({ id: 'bcus_1' });
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
    expect((await create('key-1')).created.obligation.id).toBe('bcus_1');
    expect(new Set(moment.calls.map(({ momentKey }) => momentKey)).size).toBe(2);
  });

  test('and had created the customer before it failed for good, that customer is ours', async () => {
    moment.meet({ when: 'after', error: keySpent() });
    expect((await create('key-1')).created.obligation).toMatchObject({
      id: 'bcus_1',
      balance: 2000,
    });
    expect(moment.customers.size).toBe(1);
  });

  test('and is still at work on our first try, the request is to be sent again', async () => {
    moment.meet({ when: 'instead', refused: refused(409, 'Key in use') });
    expect(await failure(create('key-1'))).toMatchObject({
      code: 'moment.unavailable',
      message: 'Moment is still at work on this customer; send the request again with the same key',
    });
    expect((await create('key-1')).created.obligation.id).toBe('bcus_1');
  });
});

describe('when Moment refuses', () => {
  test('it says so in its words, and the same key may be tried again', async () => {
    moment.meet({ when: 'instead', refused: refused(422, 'Currency not enabled') });
    expect(await failure(create('key-1'))).toMatchObject({
      code: 'moment.refused',
      message: 'Moment answered 422',
      detail: 'Currency not enabled',
      members: { moment: { status: 422, title: 'Currency not enabled' } },
    });
    expect(table.intents.size).toBe(0);
    expect((await create('key-1')).created.obligation.id).toBe('bcus_1');
  });

  test('since it has a customer that was not created here, that one is named and left alone', async () => {
    moment.customers.set('UCR1', { id: 'bcus_elsewhere', name: 'John Doe', currency: 'ZAR' });
    expect(await failure(create('key-1'))).toMatchObject({
      code: 'customer.exists_at_moment',
      message:
        'Moment has UCR1 as bcus_elsewhere, and it was not created here: adopt it with POST /customers and its id in the body; another external_reference would make a second customer',
      members: { customer: { id: 'bcus_elsewhere', external_reference: 'UCR1' } },
    });
    expect(table.obligations.size).toBe(0);
  });

  test('a customer with other facts is not taken for ours, even after a lost answer', async () => {
    moment.customers.set('UCR1', { id: 'bcus_elsewhere', name: 'Somebody Else', currency: 'ZAR' });
    moment.meet({ when: 'before', error: unavailable() });
    await failure(create('key-1'));
    expect(await failure(create('key-1'))).toMatchObject({ code: 'customer.exists_at_moment' });
  });
});

test.each([2, 3])(
  'another run of the same request that ends before read %d of this one is what this one answers',
  async (n) => {
    let calls = 0;
    let other: Promise<unknown> | undefined;
    const stores = beforeEachCall({ ledger, intents: new MemoryIntentStore(table) }, async () => {
      calls += 1;
      if (calls - 1 !== n) return;
      other = create('key-1');
      await other;
    });
    moment.meet({ when: 'instead', refused: refused(409, 'Key in use') });
    const command = {
      asked: { kind: 'customer', facts } as const,
      idempotencyKey: 'key-1',
      deadline: NOON + 20_000,
    };
    const answer = await createObligation(command, {
      ...stores,
      moment,
      randomness,
      waiting: new MemoryWaitingEvents(table),
      clock: new TestClock(),
    });
    expect(answer.created).toEqual(((await other) as typeof answer).created);
    expect([table.entries.size, table.intents.size]).toEqual([1, 1]);
  },
);

test('what was opened is answered, though the table fails from then on', async () => {
  const open = ledger.open.bind(ledger);
  ledger.open = async (opening) => {
    const result = await open(opening);
    ledger.findReference = async () => {
      throw new Error('throttled');
    };
    return result;
  };
  expect((await create('key-1')).created.obligation.id).toBe('bcus_1');
});

describe('a run that others overtake', () => {
  /** They come once, after this run has told the intent, and before Moment or the ledger does what it asks. */
  const overtake = (where: 'atMoment' | 'beforeOpening', others: () => Promise<unknown>) => {
    if (where === 'atMoment') {
      const call = moment.createCustomer.bind(moment);
      moment.createCustomer = async (...args) => {
        moment.createCustomer = call;
        await others();
        return call(...args);
      };
      return;
    }
    const open = ledger.open.bind(ledger);
    ledger.open = async (opening) => {
      ledger.open = open;
      await others();
      return open(opening);
    };
  };
  const beRefused = (key: string) => {
    moment.meet({ when: 'instead', refused: refused(422, 'Currency not enabled') });
    return failure(create(key));
  };

  test('just before it opens answers what they opened', async () => {
    const aSecondLater = new TestClock(NOON + 1000);
    overtake('beforeOpening', () => create('key-1', {}, aSecondLater));
    const { created } = await create('key-1');
    expect(created.obligation.openedAt).toBe('2026-06-18T12:00:01.000Z');
    expect(await ledger.findObligation('bcus_1')).toMatchObject(created.obligation);
  });

  test('takes the customer that they made at Moment for its own', async () => {
    overtake('atMoment', () => {
      moment.meet(
        { when: 'after', error: unavailable() },
        { when: 'instead', refused: refused(409, 'Key in use') },
      );
      return failure(create('key-1'));
    });
    expect((await create('key-1')).created.obligation).toMatchObject({
      id: 'bcus_1',
      balance: 2000,
    });
    expect([moment.calls.length, moment.customers.size]).toEqual([2, 1]);
  });

  test('who are refused, takes no customer for its own that is at Moment by then', async () => {
    overtake('atMoment', async () => {
      await beRefused('key-1');
      moment.customers.set('UCR1', { id: 'bcus_elsewhere', name: 'John Doe', currency: 'ZAR' });
    });
    expect(await failure(create('key-1'))).toMatchObject({
      code: 'customer.exists_at_moment',
      members: { customer: { id: 'bcus_elsewhere' } },
    });
  });

  test('who are refused and begin anew, comes again for what they may have made at Moment', async () => {
    overtake('atMoment', async () => {
      await beRefused('key-1');
      moment.meet({ when: 'after', error: unavailable() });
      await failure(create('key-1'));
    });
    expect(await failure(create('key-1'))).toMatchObject({ code: 'ledger.busy' });
    expect((await create('key-1')).created.obligation.id).toBe('bcus_1');
    expect(moment.customers.size).toBe(1);
  });

  test('who are refused, names the customer who got the reference under another key', async () => {
    overtake('atMoment', async () => {
      await beRefused('key-1');
      await create('key-2');
    });
    expect(await failure(create('key-1'))).toMatchObject({
      code: 'customer.exists',
      members: { customer: { id: 'bcus_1', external_reference: 'UCR1' } },
    });
    expect([table.entries.size, table.intents.size]).toEqual([1, 1]);
  });

  test('who are refused, comes again while the reference is reserved by another key', async () => {
    overtake('beforeOpening', async () => {
      await beRefused('key-1');
      moment.meet({ when: 'before', error: unavailable() });
      await failure(create('key-2'));
    });
    expect(await failure(create('key-1'))).toMatchObject({
      code: 'ledger.busy',
      message: 'Somebody else is opening this obligation; send the request again',
      members: { idempotency_key: 'key-1' },
    });
    expect(table.obligations.size).toBe(0);
  });
});

test.each([0, 1, 2, 3, 4, 5])(
  'a crash at write or read %d of the stores leaves nothing that a retry cannot finish',
  async (n) => {
    let calls = 0;
    const waiting = new MemoryWaitingEvents(table);
    const deps = { moment, randomness, waiting, clock: new TestClock() };
    const command = {
      asked: { kind: 'customer', facts } as const,
      idempotencyKey: 'key-1',
      deadline: NOON + 20_000,
    };
    const intents = new MemoryIntentStore(table);
    const crashing = beforeEachCall({ ledger, intents }, async () => {
      calls += 1;
      if (calls - 1 === n) throw new Error('crash');
    });
    await failure(createObligation(command, { ...deps, ...crashing }));
    const answer = await createObligation(command, { ...deps, ledger, intents });
    expect(answer.created.obligation).toMatchObject({ id: 'bcus_1', balance: 2000 });
    expect([moment.customers.size, table.entries.size, table.intents.size]).toEqual([1, 1, 1]);
  },
);

test('of two at once under two keys, one is told to wait for what the other makes', async () => {
  const ended = await Promise.all([failure(create('a')), failure(create('b'))]);
  expect(ended).toEqual([
    undefined,
    expect.objectContaining({ code: 'customer.creation_pending', retryable: true }),
  ]);
  expect(await failure(create('b'))).toMatchObject({ code: 'customer.exists' });
});

test('a creation that is under way keeps its reference, whatever key another one has', async () => {
  moment.meet({ when: 'after', error: unavailable() });
  await failure(create('a'));
  expect(await failure(create('b'))).toMatchObject({
    code: 'customer.creation_pending',
    message:
      'An earlier request to create UCR1 is being finished; read it with GET /customers/UCR1 in a minute, or send that request again as it was, under its own Idempotency-Key',
    members: { idempotency_key: 'a' },
  });
  expect(moment.calls).toHaveLength(1);
  expect((await create('a')).created.obligation.id).toBe('bcus_1');
});

test('a refusal gives the reference back to whoever asks next', async () => {
  moment.meet({ when: 'instead', refused: refused(422, 'Currency not enabled') });
  await failure(create('a'));
  expect((await create('b')).created.obligation.id).toBe('bcus_1');
});

test('what may pass says under which key to ask again', async () => {
  moment.meet({ when: 'before', error: unavailable() });
  expect(await failure(create('key-1'))).toMatchObject({
    code: 'moment.unavailable',
    members: { idempotency_key: 'key-1' },
  });
});

test('a refusal that is slow to be forgotten forgets nothing of the mended request', async () => {
  const { promise: isSlow, resolve: goOn } = Promise.withResolvers<void>();
  const slow = new MemoryIntentStore(table);
  slow.discard = async (...args) => {
    await isSlow;
    return new MemoryIntentStore(table).discard(...args);
  };
  const waiting = new MemoryWaitingEvents(table);
  const deps = { ledger, moment, randomness, waiting, clock: new TestClock() };
  const command = {
    asked: { kind: 'customer', facts } as const,
    idempotencyKey: 'key-1',
    deadline: NOON + 20_000,
  };
  moment.meet(
    { when: 'instead', refused: refused(422, 'No such currency') },
    { when: 'instead', refused: refused(422, 'No such currency') },
  );
  // Two runs of one request are refused; the first forgets it, and the second takes its time.
  const first = failure(createObligation(command, { ...deps, intents: slow }));
  expect(await failure(create('key-1'))).toMatchObject({ code: 'moment.refused' });
  expect((await create('key-1', { name: 'Mended' })).replayed).toBe(false);
  goOn();
  expect(await first).toMatchObject({ code: 'moment.refused' });
  expect((await create('key-1', { name: 'Mended' })).replayed).toBe(true);
  expect(moment.customers.size).toBe(1);
});

import { beforeEach, describe, expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { createObligation } from '#shared/use-cases/obligations/create-obligation.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { type Erased, erasePerson } from '#shared/use-cases/people/erase-person.ts';
import { amountApplied, incoming, paymentRequestPaid } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

const FACTS = {
  external_reference: 'UCR1234567890',
  name: 'Jane Roe',
  email: 'jane@example.com',
  phone: '+27123456789',
  currency: 'ZAR',
  balance: 50_000,
  metadata: { plan: 'gold' },
};
const CUSTOMER = 'bcus_1';
const COMMAND = {
  kind: 'customer',
  id: 'UCR1234567890',
  actor: 'an operator',
  reason: 'asked for it',
  isRehearsal: false,
} as const;
const PAYMENT = { payment_id: 'pay_1', customer_id: CUSTOMER, metadata: { payer: 'Jane Roe' } };
const PAID = { payment_id: 'pay_1', metadata: { obligation_id: CUSTOMER } };

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(async () => {
  deps = createMemoryDeps();
  await create();
});

const create = (facts: object = FACTS, idempotencyKey: string | undefined = 'create-1') =>
  createObligation(
    {
      asked: { kind: 'customer', facts: { ...FACTS, ...facts } },
      idempotencyKey,
      deadline: NO_DEADLINE,
    },
    deps,
  );
const settle = (...events: unknown[]) =>
  settleEvents(
    events.map((event) => incoming(event)),
    NO_DEADLINE,
    deps,
  );
const erase = async (command: Partial<typeof COMMAND> | object = {}): Promise<Erased> => {
  const erased = await erasePerson({ ...COMMAND, ...command }, deps);
  if (!erased) throw new Error('it was stopped');
  return erased;
};
/** All that the table holds, as text. */
const kept = () =>
  JSON.stringify(
    Object.values(deps.table).map((kind) => [...kind]),
    (_, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString() : value),
  );
/** What is of a person, wherever it is. */
const personal = () =>
  ['Jane', 'jane@example.com', '+27123456789', 'gold'].filter((text) => kept().includes(text));

describe('erasing', () => {
  test('leaves nothing that says who it is, and every amount', async () => {
    await settle(paymentRequestPaid({ data: PAID }), amountApplied({ data: PAYMENT }));
    await settle({ id: 'evt_9', type: 'customer.updated', data: { id: CUSTOMER, name: 'Jane' } });
    await settle(amountApplied({ id: 'evt_8', data: { ...PAYMENT, payment_id: 'pay_2' } }));
    expect(personal()).toEqual(['Jane', 'jane@example.com', '+27123456789', 'gold']);
    const before = deps.table.obligations.get(CUSTOMER);
    const facts = [...deps.table.entries.values()].map(({ cause: _cause, ...entry }) => entry);

    expect(await erase()).toEqual({
      obligation: before,
      hadProfile: true,
      redacted: 4,
      descriptions: 0,
      gone: 0,
      missed: 0,
      unreadable: 0,
      waiting: [],
    });
    expect(personal()).toEqual([]);
    expect(deps.table.obligations.get(CUSTOMER)).toEqual(before);
    const after = [...deps.table.entries.values()].map(({ cause: _cause, ...entry }) => entry);
    expect(after).toEqual(facts);
    const { at } = [...deps.table.erasures.values()][0] ?? {};
    expect([...deps.table.erasures.values()]).toEqual([
      { obligationId: CUSTOMER, at, actor: 'an operator', reason: 'asked for it' },
    ]);
    expect(at).toBe(new Date(deps.clock.now()).toISOString());
  });

  test('takes what Payment Requests were for, and leaves those of others', async () => {
    const request = { status: 'active', amount: 500, currency: 'ZAR' };
    const keep = (id: string, more = {}, owner = CUSTOMER) =>
      deps.presented.keepPresented(owner, { id, ...request, ...more });
    await keep('pr_1', { description: 'for Jane' });
    await keep('pr_2');
    await keep('pr_3', { description: 'for Mary' }, 'bcus_2');
    expect(await erase({ isRehearsal: true })).toMatchObject({ descriptions: 1, missed: 0 });
    expect(kept()).toContain('for Jane');
    expect(await erase()).toMatchObject({ descriptions: 1, redacted: 0, missed: 0 });
    expect(kept()).not.toContain('Jane');
    expect(kept()).toContain('for Mary');
    expect(await deps.presented.listPresented(CUSTOMER)).toEqual([
      { id: 'pr_1', ...request },
      { id: 'pr_2', ...request },
    ]);
    expect(await erase()).toMatchObject({ descriptions: 0, missed: 0 });
  });

  test('tells of what somebody else took meanwhile', async () => {
    const request = { id: 'pr_1', status: 'active', amount: 500, currency: 'ZAR' };
    await deps.presented.keepPresented(CUSTOMER, { ...request, description: 'for Jane' });
    deps.people.forgetDescription = async () => false;
    expect(await erase()).toMatchObject({ descriptions: 0, missed: 1 });
  });

  test('again finds all of it gone, and records that it was asked for', async () => {
    await settle(amountApplied({ data: PAYMENT }));
    await erase();
    deps.clock.advance(1);
    expect(await erase({ id: CUSTOMER })).toMatchObject({
      hadProfile: false,
      redacted: 0,
      gone: 1,
    });
    expect(deps.table.erasures.size).toBe(2);
  });

  test('takes what was told since, with the erasure that it went with', async () => {
    await settle(amountApplied({ data: PAYMENT }));
    await erase();
    await settle(amountApplied({ id: 'evt_2', data: { ...PAYMENT, payment_id: 'pay_2' } }));
    deps.clock.advance(1);
    expect(await erase()).toMatchObject({ redacted: 1, gone: 1 });
    const marks = [...deps.table.entries.values()].flatMap(({ cause }) =>
      cause.kind === 'event' ? [cause.redacted?.at] : [],
    );
    expect(new Set(marks).size).toBe(2);
  });

  test('touches nobody else', async () => {
    await create({ external_reference: 'other', name: 'Mary' }, 'create-2');
    const other = { ...PAYMENT, customer_id: 'bcus_2', payment_id: 'pay_2' };
    await settle(
      amountApplied({ data: other }),
      paymentRequestPaid({
        data: { payment_id: 'pay_2', metadata: { obligation_id: 'bcus_2' } },
      }),
    );
    await settle({ id: 'evt_9', type: 'customer.updated', data: { id: 'bcus_12' } });
    await settle({ id: 'evt_8', type: 'customer.updated', data: { id: 'x_bcus_1' } });
    await settle({ id: 'evt_7', type: 'x', data: { external_reference: 'UCR12345678901' } });
    await settle({ id: 'evt_6', type: 'x', data: { another_reference: 'UCR1234567890' } });
    const [entries, held] = [new Map(deps.table.entries), new Map(deps.table.held)];
    expect(await erase()).toMatchObject({ redacted: 0, gone: 0 });
    expect(deps.table.entries).toEqual(entries);
    expect(deps.table.held).toEqual(held);
    expect(deps.table.profiles.get('bcus_2')).toMatchObject({ name: 'Mary' });
  });

  test.each([
    ["by Moment's id in any member", { data: { id: CUSTOMER } }],
    ['by the reference, as one', { data: { customer: { external_reference: 'UCR1234567890' } } }],
    ['by the id that it is about', { data: { customer_id: CUSTOMER } }],
  ])('finds a held event that names them %s', async (_how, event) => {
    await settle({ id: 'evt_9', type: 'customer.updated', ...event });
    expect(await erase()).toMatchObject({ redacted: 1 });
    expect(await erase()).toMatchObject({ redacted: 0, gone: 1 });
  });

  test('takes an event whose reference stands after blanks', async () => {
    await settle('{"id":"e","type":"x","data":{"external_reference" : "UCR1234567890"}}');
    expect(await erase()).toMatchObject({ redacted: 1 });
  });

  test('leaves what waits for a person, and says which, until they have decided', async () => {
    await settle(amountApplied({ data: { ...PAYMENT, currency: 'USD' } }));
    const [event] = deps.table.held.values();
    const erased = await erase();
    expect(erased).toMatchObject({ redacted: 0, waiting: [event] });
    deps.table.decided.add(event?.hash ?? '');
    expect(await erase()).toMatchObject({ redacted: 1, waiting: [] });
  });

  test('leaves a payment that waits for another obligation, though it names them', async () => {
    const data = { account_id: 'bacc_1', customer_id: CUSTOMER, payment_id: 'pay_3' };
    await settle(amountApplied({ data }));
    const [event] = deps.table.held.values();
    expect(event).toMatchObject({ state: 'unmatched', obligationId: 'bacc_1' });
    expect(await erase()).toMatchObject({ redacted: 0, waiting: [event] });
  });

  test('counts what went from under it', async () => {
    await settle(amountApplied({ data: PAYMENT }));
    deps.people.redact = async () => false;
    expect(await erase()).toMatchObject({ redacted: 0, missed: 1 });
  });

  test('counts items that nobody can read', async () => {
    const unreadable = { kind: 'unreadable', key: 'x', detail: 'y' } as const;
    deps.reader.readPage = async () => ({ items: [unreadable, { kind: 'beside' }] });
    expect(await erase()).toMatchObject({ unreadable: 1, redacted: 0 });
  });

  test('records it before anything goes', async () => {
    await settle(amountApplied({ data: PAYMENT }));
    const before = kept();
    deps.people.recordErasure = async () => {
      throw new Error('no capacity');
    };
    await expect(erase()).rejects.toThrow('no capacity');
    expect(kept()).toBe(before);
  });

  test('of somebody whose creation is forgotten, or another command, goes on', async () => {
    deps.people.findCreationKey = async () => undefined;
    const { find } = deps.intents;
    deps.intents.find = async () => {
      throw new Error('nothing is to be found');
    };
    expect(await erase()).toMatchObject({ hadProfile: true });
    deps.intents.find = find;
    deps.people.findCreationKey = async () => 'gone';
    expect(await erase()).toMatchObject({ hadProfile: false });
    const begun = [...deps.table.intents.values()];
    deps.intents.find = async () => ({ operation: 'present_balance' }) as never;
    await erase();
    expect([...deps.table.intents.values()]).toEqual(begun);
  });

  test('of nobody is refused, and changes nothing', async () => {
    const before = kept();
    const refused = await erase({ id: 'nobody' }).catch((error: unknown) => error);
    expect(ServiceError.is(refused, 'customer.not_found')).toBe(true);
    expect(kept()).toBe(before);
  });

  test('stops between two pages, and says so', async () => {
    await settle(amountApplied({ data: PAYMENT }));
    const stop = new AbortController();
    const seen: number[] = [];
    const onPage = (items: number) => {
      seen.push(items);
      stop.abort();
    };
    expect(await erasePerson(COMMAND, { ...deps, onPage }, stop.signal)).toBeUndefined();
    expect(seen).toEqual([3]);
    seen.length = 0;
    await erasePerson(COMMAND, { ...deps, onPage: (items) => seen.push(items) });
    expect(seen).toEqual([3, 6]);
  });
});

test('a rehearsal finds the same, and changes nothing', async () => {
  await settle(amountApplied({ data: PAYMENT }));
  const before = kept();
  const rehearsed = await erase({ isRehearsal: true });
  expect(kept()).toBe(before);
  expect(rehearsed).toMatchObject({ hadProfile: true, redacted: 1 });
  expect(await erase()).toEqual(rehearsed);
});

test('a creation that is new asks nobody who it is', async () => {
  deps.ledger.findWithProfile = async () => {
    throw new Error('asked');
  };
  const { created } = await create({ external_reference: 'new' }, 'create-2');
  expect(created.profile).toMatchObject({ name: FACTS.name });
});

describe('a creation that is sent again', () => {
  test('is answered as it was, though its intent does not say who it is', async () => {
    expect(JSON.stringify(deps.table.intents.get('create-1'))).not.toContain('Jane');
    const { created, replayed } = await create();
    expect(replayed).toBe(true);
    const { name, email, phone, metadata } = FACTS;
    expect(created.profile).toEqual({ name, email, phone, metadata });
  });

  test('after the erasure is answered without who it was', async () => {
    const hash = deps.table.intents.get('create-1')?.requestHash;
    await erase();
    expect(deps.table.intents.get('create-1')?.requestHash).not.toBe(hash);
    const { created, replayed } = await create();
    expect(replayed).toBe(true);
    expect(created.profile).toEqual({});
    expect(created.obligation.balance).toBe(50_000);
  });

  test.each([
    ['reference', { external_reference: 'another' }],
    ['currency', { currency: 'USD' }],
    ['balance', { balance: 1 }],
  ])('after the erasure with another %s is another request', async (_member, facts) => {
    await erase();
    await expect(create(facts)).rejects.toMatchObject({ code: 'idempotency_key.reused' });
  });

  test('before it, with another name alone, is another request', async () => {
    await expect(create({ name: 'Mary' })).rejects.toMatchObject({
      code: 'idempotency_key.reused',
    });
  });

  test('that never said who it is is another request than one that does', async () => {
    const who = { name: undefined, email: undefined, phone: undefined, metadata: undefined };
    await create({ external_reference: 'nobody', ...who }, 'create-2');
    await expect(create({ external_reference: 'nobody' }, 'create-2')).rejects.toMatchObject({
      code: 'idempotency_key.reused',
    });
  });
});

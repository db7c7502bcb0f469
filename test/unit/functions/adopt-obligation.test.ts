import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler as createCreateHandler } from '#functions/create-customer/handler.ts';
import { createHandler as createGetHandler } from '#functions/get-customer/handler.ts';
import { createHandler as createSweepHandler } from '#functions/sweep/handler.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { erasePerson } from '#shared/use-cases/people/erase-person.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import { amountApplied, incoming } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent, lambdaContext } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { unavailable } from '#test/support/memory-moment-api.ts';
import { NO_DEADLINE, NOON } from '#test/support/world.ts';

const createDeps = () => ({ ...createMemoryDeps(), ebpLinkTemplate: undefined });
let deps: ReturnType<typeof createDeps>;

const ID = 'bcus_Theirs';
const WHO = { name: 'Jane Doe', email: 'jane@example.com', phone: '+27123456789' };
const AS_OF = '2026-06-18T10:00:00.000Z';
const ADOPTED = { id: ID, external_reference: 'C1', currency: 'ZAR', balance: 2000 };
const KEY = { 'idempotency-key': 'key-1' };

beforeEach(() => {
  deps = createDeps();
  const metadata = { plan: 'gold' };
  const rules = { paymentRules: { min_amount: 100 } };
  const customer = { id: ID, externalReference: 'C1', currency: 'ZAR', balance: 777 };
  deps.moment.put({ ...customer, ...WHO, metadata, ...rules });
});

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  call(
    createCreateHandler(deps),
    httpEvent({ path, headers, body: JSON.stringify(body) }),
    deps.logger,
  );
const adopt = (more: object = {}, headers: Record<string, string> = {}) =>
  post('/customers', { ...ADOPTED, balance_as_of: AS_OF, ...more }, headers);
const get = (kind: string, id: string) =>
  call(
    createGetHandler(deps),
    httpEvent({ method: 'GET', path: `/${kind}/{id}`, id }),
    deps.logger,
  );
/** A payment that took effect so many minutes after the balance held; without them, it tells no time. */
const pay = async (n: number, minutes: number | undefined, data: object = {}) => {
  const at = Date.parse(AS_OF) + (minutes ?? 0) * 60_000;
  const created_at = minutes === undefined ? null : new Date(at).toISOString();
  const told = { payment_id: `pay_${n}`, amount: n, customer_id: ID, created_at, ...data };
  const event = amountApplied({ id: `evt_${n}`, data: told });
  const [settled] = await settleEvents([incoming(event)], NO_DEADLINE, deps);
  return settled && 'outcome' in settled ? settled.outcome.kind : settled;
};
const held = () =>
  [...deps.table.held.values()].map((event) => `${event.paymentId} ${event.state} ${event.reason}`);
const theLedgerIsSound = () => {
  const { obligations, entries, held: events } = deps.table;
  const references = [...obligations.values()].map(
    ({ id, externalReference }) => [externalReference, id] as const,
  );
  const whole = { obligations: obligations.values(), entries: entries.values(), references };
  expect(auditSnapshot({ ...whole, heldEvents: events.values() })).toEqual([]);
};

describe('a customer whom Moment has', () => {
  test('is opened with the balance that the merchant states, and as Moment has them where nothing is said', async () => {
    const { status, body } = await adopt();
    const opened = { ...ADOPTED, ...WHO, metadata: { plan: 'gold' } };
    const ours = { balance_tracked: true, opened_at: '2026-06-18T12:00:00.000Z', sequence: 1 };
    expect([status, body]).toEqual([
      201,
      { ...opened, ...ours, payment_rules: { min_amount: 100 } },
    ]);
    expect((await get('customers', 'C1')).body).toMatchObject({ ...opened, ...ours });
    expect(deps.moment.calls).toEqual([]);
    expect(deps.table.entries.get(`opening:${ID}`)).toMatchObject({
      amount: 2000,
      effectiveAt: AS_OF,
      recordedAt: '2026-06-18T12:00:00.000Z',
    });
    expect(deps.table.obligations.get(ID)).toMatchObject({ containedUntil: AS_OF });
    expect(deps.table.obligations.get(ID)).not.toHaveProperty('atMoment');
    expect(deps.table.obligations.get(ID)).not.toHaveProperty('paidBefore');
    theLedgerIsSound();
  });

  test('may be sent with what Moment has of them, spelling aside', async () => {
    const { body } = await adopt({ name: 'JANE  DOE', phone: '+27123456789', metadata: {} });
    expect(body).toMatchObject({ name: 'JANE  DOE', email: WHO.email, metadata: {} });
  });

  test('is opened without a balance where none is sent, and then contains nothing', async () => {
    await pay(1, -5);
    const { body } = await post('/customers', { id: ID, external_reference: 'C1' });
    expect(body).toMatchObject({ balance_tracked: false, sequence: 0 });
    expect(deps.table.obligations.get(ID)).not.toHaveProperty('containedUntil');
    expect(held()).toEqual(['pay_1 quarantined balance_not_tracked']);
  });

  test('that Moment does not know is 404, and nothing is kept of it', async () => {
    const { body } = await adopt({ id: 'bcus_Nobody' }, KEY);
    expect(body).toMatchObject({
      status: 404,
      code: 'adoption.not_at_moment',
      detail: 'Moment has no customer bcus_Nobody; leave id out to create one, there and here',
    });
    expect([deps.table.intents.size, deps.table.references.size]).toEqual([0, 0]);
    expect((await adopt({}, KEY)).status).toBe(201);
  });

  test('that Moment has otherwise is 409, and names the members', async () => {
    const { body } = await adopt({ external_reference: 'C2', name: 'John Doe', currency: 'USD' });
    expect(body).toMatchObject({
      status: 409,
      code: 'adoption.contradicted',
      detail:
        'Moment has bcus_Theirs with another external_reference, another name, another currency; send what Moment has, or leave out what may be left out',
      errors: ['external_reference', 'name', 'currency'].map((field) => ({
        field,
        detail: 'is not as Moment has it',
      })),
    });
    expect(deps.table.obligations.size).toBe(0);
  });

  test('of whom Moment tells no reference is adopted under the one that is sent, once', async () => {
    deps.moment.put({ id: ID });
    expect((await adopt()).status).toBe(201);
    expect((await adopt({ external_reference: 'C2' })).body).toMatchObject({
      code: 'customer.exists',
      customer: { id: ID, external_reference: 'C1' },
    });
    expect([...deps.table.references.keys()]).toEqual(['C1']);
  });
});

describe('who is here already', () => {
  test('is answered again under the same key, and is a refusal under another or without one', async () => {
    const first = await adopt({}, KEY);
    await pay(1, 5);
    const again = await adopt({}, KEY);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    for (const headers of [{ 'idempotency-key': 'another' }, {}]) {
      expect((await adopt({}, headers)).body).toMatchObject({
        code: 'customer.exists',
        customer: { id: ID, external_reference: 'C1' },
      });
    }
  });

  test.each([
    ['another balance', { balance: 1 }],
    ['another moment', { balance_as_of: '2026-06-18T09:00:00Z' }],
    ['no moment', { balance_as_of: undefined }],
    ['another id', { id: 'bcus_Other' }],
  ])('is another request with %s', async (_, more) => {
    await adopt({}, KEY);
    const reused = { status: 422, code: 'idempotency_key.reused' };
    expect((await adopt(more, KEY)).body).toMatchObject(reused);
    const erasing = { kind: 'customer', id: 'C1', actor: 'me', reason: 'asked' } as const;
    await erasePerson({ ...erasing, isRehearsal: false }, deps);
    expect((await adopt(more, KEY)).body).toMatchObject(reused);
    const { name: _n, ...first } = (await adopt({}, KEY)).body;
    expect(first).toMatchObject({ id: ID, sequence: 1 });
  });

  test('is not the creation that has the same key', async () => {
    const { id: _id, ...created } = { ...ADOPTED, external_reference: 'C9' };
    await post('/customers', created, KEY);
    expect((await adopt({ external_reference: 'C9' }, KEY)).body).toMatchObject({
      code: 'idempotency_key.reused',
    });
  });

  test('was created here, and cannot be adopted', async () => {
    const { id: _id, ...created } = { ...ADOPTED, external_reference: 'C9' };
    const { id } = (await post('/customers', created)).body;
    expect((await adopt({ id, external_reference: 'C9' })).body).toMatchObject({
      code: 'customer.exists',
    });
    expect(deps.table.obligations.get(String(id))).not.toHaveProperty('containedUntil');
  });
});

describe('payments of what is adopted', () => {
  test('that wait are contained or counted, by when they took effect', async () => {
    for (const [n, minutes] of [-60, 0, 1, undefined].entries()) await pay(n + 1, minutes);
    await adopt();
    expect((await get('customers', 'C1')).body).toMatchObject({ balance: 1997, sequence: 2 });
    expect(held().toSorted()).toEqual([
      'pay_1 ignored contained_in_opening',
      'pay_2 ignored contained_in_opening',
      'pay_4 quarantined perhaps_contained',
    ]);
    theLedgerIsSound();
  });

  test('that come later are judged alike, and again when they are told again', async () => {
    await adopt();
    expect(await pay(1, -60)).toBe('ignored');
    expect(await pay(2, 0)).toBe('ignored');
    expect(await pay(3, 1)).toBe('applied');
    expect(await pay(4, undefined)).toBe('quarantined');
    expect(await pay(3, 1)).toBe('duplicate');
    expect(await pay(1, -60)).toBe('ignored');
    expect(deps.table.obligations.get(ID)).toMatchObject({ balance: 1997, sequence: 2 });
  });

  test('of which more wait than are read at once count all the same, and are told as that many at least', async () => {
    for (let n = 1; n <= 120; n += 1) await pay(n, 1);
    expect((await adopt({ balance_as_of: undefined })).body['detail']).toMatch(
      /^At least 100 events wait for bcus_Theirs, and/,
    );
    expect((await adopt()).status).toBe(201);
    const paid = (120 * 121) / 2;
    expect(deps.table.obligations.get(ID)).toMatchObject({ balance: 2000 - paid, sequence: 121 });
  });

  test('that wait are listed where it is not said when the balance held, and nothing is opened', async () => {
    await pay(1, -60);
    await pay(2, undefined, { amount: 50 });
    const { body } = await adopt({ balance_as_of: undefined }, KEY);
    expect(body).toMatchObject({
      status: 409,
      code: 'adoption.ambiguous',
      detail:
        '2 events wait for bcus_Theirs, and whether its balance contains them is not said: send balance_as_of, the moment at which it held',
    });
    const waiting = body['waiting'] as readonly { readonly payment_id: string }[];
    expect(waiting.toSorted((a, b) => (a.payment_id < b.payment_id ? -1 : 1))).toEqual([
      {
        event_id: 'evt_1',
        payment_id: 'pay_1',
        amount: 1,
        currency: 'ZAR',
        effective_at: '2026-06-18T09:00:00.000Z',
        received_at: '2026-06-18T12:00:00.000Z',
      },
      {
        event_id: 'evt_2',
        payment_id: 'pay_2',
        amount: 50,
        currency: 'ZAR',
        received_at: '2026-06-18T12:00:00.000Z',
      },
    ]);
    expect([deps.table.obligations.size, deps.table.intents.size]).toEqual([0, 0]);
    expect((await adopt({}, KEY)).status).toBe(201);
  });

  test('are contained up to the request where none wait and nothing is said', async () => {
    await adopt({ balance_as_of: undefined });
    expect(deps.table.obligations.get(ID)).toMatchObject({
      containedUntil: new Date(NOON).toISOString(),
    });
    expect(await pay(1, 119)).toBe('ignored');
    expect(await pay(2, 121)).toBe('applied');
  });

  test('that wait ask for nothing where another run has opened it meanwhile', async () => {
    await pay(1, -60);
    const { waiting } = deps;
    const list = waiting.listWaiting.bind(waiting);
    waiting.listWaiting = async (...args) => {
      // The index shows it to one run, and not yet to the other.
      waiting.listWaiting = async () => ({ items: [], unreadable: [] });
      expect((await adopt({ balance_as_of: undefined }, KEY)).status).toBe(201);
      waiting.listWaiting = list;
      return list(...args);
    };
    expect((await adopt({ balance_as_of: undefined }, KEY)).status).toBe(201);
    expect(held()).toEqual(['pay_1 ignored contained_in_opening']);
    expect(deps.table.obligations.get(ID)).toMatchObject({ balance: 2000 });
  });
});

describe('an adoption that Moment did not answer', () => {
  test('is carried on by whoever asks again, and is not asked for the time anew', async () => {
    const { moment } = deps;
    const find = moment.findAtMoment.bind(moment);
    moment.findAtMoment = async () => Promise.reject(unavailable());
    const asked = { balance_as_of: undefined };
    expect((await adopt(asked, KEY)).body).toMatchObject({ idempotency_key: 'key-1' });
    moment.findAtMoment = find;
    deps.clock.advance(60_000);
    expect((await adopt(asked, KEY)).status).toBe(201);
    expect(deps.table.obligations.get(ID)).toMatchObject({
      openedAt: '2026-06-18T12:01:00.000Z',
      containedUntil: '2026-06-18T12:00:00.000Z',
    });
  });

  test('is finished by the sweep, with what waits', async () => {
    const { moment } = deps;
    const find = moment.findAtMoment.bind(moment);
    moment.findAtMoment = async () => Promise.reject(unavailable());
    await adopt({}, KEY);
    await pay(1, -60);
    await pay(3, 60);
    moment.findAtMoment = find;
    deps.clock.advance(120_000);
    await createSweepHandler(deps)({}, lambdaContext(300_000));
    expect((await get('customers', 'C1')).body).toMatchObject({ balance: 1997, name: WHO.name });
    expect(held()).toEqual(['pay_1 ignored contained_in_opening']);
  });
});

describe('accounts and bills that Moment has', () => {
  const ACCOUNT = {
    id: 'bacc_Theirs',
    external_reference: 'A1',
    currency: 'ZAR',
    balance: 900,
    customer: 'C1',
    balance_as_of: AS_OF,
  };
  const BILL = {
    id: 'bill_Theirs',
    external_reference: 'B1',
    currency: 'ZAR',
    amount_due: 1500,
    balance: 1100,
    account: 'A1',
    balance_as_of: AS_OF,
  };
  beforeEach(async () => {
    await adopt();
    const account = { id: ACCOUNT.id, externalReference: 'A1', customerId: ID, name: 'Water' };
    deps.moment.put({ ...account, currency: 'ZAR', metadata: { meter: '7' } });
    const dates = { billDate: '2026-06-01', dueDate: '2026-07-31' };
    const hangs = { accountId: ACCOUNT.id, customerId: ID };
    const bill = { id: BILL.id, externalReference: 'B1', currency: 'ZAR', amountDue: 1500 };
    deps.moment.put({ ...bill, ...dates, ...hangs, metadata: { run: '7' } });
  });

  test('are opened on what they hang on, with what Moment says where nothing is said', async () => {
    const account = await post('/accounts', ACCOUNT);
    expect(account).toMatchObject({
      status: 201,
      body: {
        id: ACCOUNT.id,
        customer_id: ID,
        name: 'Water',
        balance: 900,
        metadata: { meter: '7' },
      },
    });
    const bill = await post('/bills', BILL);
    expect(bill).toMatchObject({ status: 201, body: { metadata: { run: '7' } } });
    expect((await get('bills', 'B1')).body).toMatchObject({
      ...{ id: BILL.id, customer_id: ID, account_id: ACCOUNT.id, status: 'unpaid' },
      ...{ amount_due: 1500, amount_paid: 400, amount_remaining: 1100, balance: 1100 },
      ...{ bill_date: '2026-06-01', due_date: '2026-07-31' },
    });
    expect(bill.body).toMatchObject({ amount_paid: 400, due_date: '2026-07-31' });
    expect((await get('customers', 'C1')).body).toMatchObject({ owed: { ZAR: 4000 } });
    theLedgerIsSound();
  });

  test('count what was paid on a bill later beside what was paid before', async () => {
    await post('/accounts', ACCOUNT);
    await post('/bills', BILL);
    const on = { bill_id: BILL.id, amount: 300 };
    expect(await pay(1, -5, on)).toBe('ignored');
    expect(await pay(2, 5, on)).toBe('applied');
    expect((await get('bills', 'B1')).body).toMatchObject({
      ...{ amount_due: 1500, amount_paid: 700, amount_remaining: 800, sequence: 2 },
    });
    expect(deps.table.obligations.get(BILL.id)).toMatchObject({ paid: 700, paidBefore: 400 });
    theLedgerIsSound();
  });

  test('may be bills on which more was paid than was due', async () => {
    const { account: _, ...bill } = BILL;
    deps.moment.put({ id: BILL.id, externalReference: 'B1', amountDue: 1500, customerId: ID });
    await post('/bills', { ...bill, customer: ID, balance: -100 });
    expect((await get('bills', 'B1')).body).toMatchObject({
      ...{ status: 'paid', amount_paid: 1600, amount_remaining: 0, balance: -100 },
    });
    theLedgerIsSound();
  });

  test('that hang on another there are refused', async () => {
    await post('/customers', { external_reference: 'C7' });
    expect((await post('/accounts', { ...ACCOUNT, customer: 'C7' })).body).toMatchObject({
      code: 'adoption.contradicted',
      errors: [{ field: 'customer_id' }],
    });
    await post('/accounts', ACCOUNT);
    expect((await post('/bills', { ...BILL, amount_due: 1600 })).body).toMatchObject({
      code: 'adoption.contradicted',
      errors: [{ field: 'amount_due' }],
    });
  });

  test('ask for a bill when its balance held, as all others do', async () => {
    await post('/accounts', ACCOUNT);
    await pay(1, -5, { bill_id: BILL.id });
    const { balance_as_of: _, ...bill } = BILL;
    expect((await post('/bills', bill)).body).toMatchObject({ code: 'adoption.ambiguous' });
  });

  test('are another request with another balance of a bill, after an erasure too', async () => {
    await post('/accounts', ACCOUNT);
    await post('/bills', BILL, KEY);
    const erasing = { kind: 'bill', id: 'B1', actor: 'me', reason: 'asked' } as const;
    await erasePerson({ ...erasing, isRehearsal: false }, deps);
    expect((await post('/bills', { ...BILL, balance: 1 }, KEY)).status).toBe(422);
    expect((await post('/bills', BILL, KEY)).status).toBe(201);
  });
});

describe('a request to adopt is refused', () => {
  test.each([
    ['with the id of another kind', '/customers', { ...ADOPTED, id: 'bacc_1' }, 'id'],
    ['with an id that is none', '/customers', { ...ADOPTED, id: 'C1' }, 'id'],
    ['with null for an id', '/customers', { ...ADOPTED, id: null }, 'id'],
    [
      'with a moment and no balance',
      '/customers',
      { id: ID, external_reference: 'C1', balance_as_of: AS_OF },
      'balance',
    ],
    [
      'with a moment that lies ahead',
      '/customers',
      { ...ADOPTED, balance_as_of: '2026-06-18T12:00:00.001Z' },
      'balance_as_of',
    ],
    [
      'with a moment that is none',
      '/customers',
      { ...ADOPTED, balance_as_of: 'today' },
      'balance_as_of',
    ],
    [
      'with a balance without currency',
      '/customers',
      { ...ADOPTED, currency: undefined },
      'currency',
    ],
    [
      'with a new customer of an account',
      '/accounts',
      { ...ADOPTED, id: 'bacc_1', customer: { external_reference: 'C2' } },
      'customer',
    ],
    [
      'with a bill that hangs on nothing',
      '/bills',
      { ...ADOPTED, id: 'bill_1', amount_due: 2000 },
      'customer',
    ],
    [
      'with more left of a bill than is due',
      '/bills',
      { ...ADOPTED, id: 'bill_1', amount_due: 1999, customer: 'C1' },
      'balance',
    ],
    [
      'with so much paid on a bill that it is no exact number',
      '/bills',
      { ...ADOPTED, id: 'bill_1', amount_due: 1999, balance: -9007199254740991, customer: 'C1' },
      'balance',
    ],
    [
      'with a bill without a balance',
      '/bills',
      { ...ADOPTED, id: 'bill_1', amount_due: 1999, balance: undefined, customer: 'C1' },
      'balance',
    ],
  ])('%s', async (_, path, body, field) => {
    const { body: problem } = await post(path, body);
    expect(problem).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(problem['errors']).toContainEqual(expect.objectContaining({ field }));
  });
});

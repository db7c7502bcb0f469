import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler as createListEntries } from '#functions/list-entries/handler.ts';
import { createHandler } from '#functions/resolve-exception/handler.ts';
import { ResolvedResponse } from '#shared/api/resolution-schemas.ts';
import type { Verdict } from '#shared/models/delivery.ts';
import { exceptionId } from '#shared/models/exception-id.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import { parse } from '#shared/models/parsing.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { settleWaiting } from '#shared/use-cases/payments/settle-waiting.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import { ACTOR, AUTHORIZER } from '#test/support/changes.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  obligation,
  open,
  opening,
  PAYMENT,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE, NOON } from '#test/support/world.ts';

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(() => {
  deps = createMemoryDeps();
});

const OTHER = 'bcus_Other';
const KEY = `${PAYMENT}@${CUSTOMER}`;
const NOW = new Date(NOON).toISOString();
const WHY = { reason: 'paid_elsewhere', note: 'Ticket 77' };
const BY = { ...WHY, actor: ACTOR };

const deliver = async (event: unknown, verdict?: Verdict) => {
  const arrived = [incoming(event, verdict && { verdict })];
  const [settlement] = await settleEvents(arrived, NO_DEADLINE, deps);
  if (!settlement || 'error' in settlement) throw new Error('not settled', { cause: settlement });
  return settlement.outcome.kind;
};
const heldAs = (state: HeldEvent['state']) =>
  [...deps.table.held.values()].filter((event) => event.state === state);
const idOf = (held: HeldEvent | undefined) =>
  exceptionId({ kind: 'event', held: held ?? { hash: '', eventId: '', paymentId: '' } });
/** Of the first event that is held. */
const first = () => idOf([...deps.table.held.values()][0]);
const ask = (body: object, id = first()) =>
  call(
    createHandler(deps),
    httpEvent({
      path: '/exceptions/{id}/resolutions',
      ...{ id, authorizer: AUTHORIZER, body: JSON.stringify(body) },
    }),
    deps.logger,
  );
const resolve = (action: string, more: object = {}, id?: string) =>
  ask({ action, ...WHY, ...more }, id);
const balance = async (id = CUSTOMER) => (await deps.ledger.findObligation(id))?.balance;
const entries = () => [...deps.table.entries.values()].filter(({ type }) => type !== 'opening');
const isSound = () => {
  const { table } = deps;
  const taken = [...table.references].flatMap(([name, to]): [string, string][] =>
    to.kind === 'taken' ? [[name, to.obligationId]] : [],
  );
  expect(
    auditSnapshot({
      obligations: table.obligations.values(),
      entries: table.entries.values(),
      heldEvents: table.held.values(),
      references: taken,
      doubts: table.doubts.values(),
    }),
  ).toEqual([]);
};
const openOther = (overrides: Parameters<typeof opening>[0] = {}) =>
  open(deps, opening({ id: OTHER, externalReference: 'OTHER', ...overrides }, {}));

describe('a dismissal', () => {
  test('answers who decided what and why, and again the same', async () => {
    await deliver(amountApplied());
    const once = await resolve('dismiss');
    expect([once.status, once.headers['idempotent-replayed']]).toEqual([201, undefined]);
    expect(parse(ResolvedResponse, once.body)).toEqual({
      id: first(),
      resolution: { action: 'dismiss', at: NOW, ...BY },
    });
    deps.clock.advance(5000);
    const again = await resolve('dismiss');
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(again.body).toEqual(once.body);
    const { message, members } = deps.recorder.lines.at(-1) ?? {};
    expect([message, members]).toEqual([
      'exception.resolved',
      { action: 'dismiss', entry: undefined, replayed: true },
    ]);
  });

  test('of what was decided about otherwise is refused, and tells how', async () => {
    await deliver(amountApplied());
    await resolve('dismiss');
    for (const more of [{ note: 'Ticket 78' }, { reason: 'goodwill' }, { confirm: ['pay_1@x'] }]) {
      expect(await resolve('dismiss', more)).toMatchObject({
        status: 409,
        body: {
          code: 'exception.resolved',
          detail: 'Somebody decided about it otherwise, and it stays so',
          resolution: { action: 'dismiss', at: NOW, ...BY },
        },
      });
    }
  });

  test('leaves nothing that could count later, whoever tells of it again', async () => {
    await deliver(amountApplied());
    await resolve('dismiss');
    const tellings = [
      amountApplied(),
      amountApplied({ id: 'evt_again' }),
      paymentRequestPaid(),
      paymentRequestPaid({ id: 'evt_part', data: { amount: 1 } }),
    ];
    for (const event of tellings) expect(await deliver(event)).toBe('duplicate');
    expect(await deliver(amountApplied({ id: 'evt_late' }), 'stale')).toBe('duplicate');
    await open(deps);
    expect((await settleWaiting(CUSTOMER, NO_DEADLINE, deps)).settlements).toEqual([]);
    for (const event of tellings) expect(await deliver(event)).toBe('duplicate');
    expect(await balance()).toBe(20000);
    expect(deps.table.held.size).toBe(1);
    isSound();
  });

  test('decides about the amount and the currency that were told: what is told otherwise waits anew', async () => {
    await deliver(amountApplied());
    await resolve('dismiss');
    await open(deps);
    expect(await deliver(amountApplied({ id: 'evt_2', data: { amount: 1 } }))).toBe('quarantined');
    expect(await deliver(amountApplied({ data: { currency: 'USD' } }))).toBe('quarantined');
    expect(await deliver(paymentRequestPaid({ data: { currency: 'USD' } }))).toBe('quarantined');
    expect(heldAs('quarantined').map(({ reason, detail }) => [reason, detail])).toEqual([
      ['payment_retold', 'A person decided about 15000 ZAR of it, and it is told with 1 ZAR'],
      ['payment_retold', 'A person decided about 15000 ZAR of it, and it is told with 15000 USD'],
      ['payment_retold', 'A person decided about 15000 ZAR of it, and it is told with 15000 USD'],
    ]);
    expect(await balance()).toBe(20000);
    isSound();
  });

  test('of a payment in another currency lets it count once it is told in the right one', async () => {
    await open(deps);
    await deliver(amountApplied({ data: { currency: 'USD' } }));
    await resolve('dismiss');
    expect(await deliver(amountApplied({ id: 'evt_2' }))).toBe('applied');
    isSound();
  });

  test('leaves what waits of the same payment with another amount or currency', async () => {
    await deliver(amountApplied());
    await deliver(amountApplied({ id: 'evt_2', data: { amount: 1 } }));
    await deliver(amountApplied({ id: 'evt_3', data: { currency: 'USD' } }));
    await resolve('dismiss');
    expect(heldAs('unmatched').map(({ resolution }) => resolution?.action)).toEqual([
      'dismiss',
      undefined,
      undefined,
    ]);
  });

  test('of which nobody knows the amount is about every amount', async () => {
    await open(deps);
    const payment = { paymentId: PAYMENT, obligationId: CUSTOMER };
    deps.table.doubts.set(KEY, { ...payment, settled: { action: 'dismiss' } });
    expect(await deliver(amountApplied())).toBe('duplicate');
    expect(await balance()).toBe(20000);
  });

  test('of one payment leaves all others', async () => {
    await open(deps);
    await deliver(amountApplied({ data: { currency: 'USD' } }));
    await resolve('dismiss');
    expect(await deliver(amountApplied({ data: { payment_id: 'pay_2' } }))).toBe('applied');
  });

  test('decides about all that waits of the payment on the same obligation, and of no other', async () => {
    await deliver(amountApplied());
    await deliver(amountApplied({ id: 'evt_2' }));
    await deliver(amountApplied({ id: 'evt_3' }), 'stale');
    await deliver(amountApplied({ id: 'evt_4', data: { customer_id: OTHER } }));
    await deliver(amountApplied({ id: 'evt_5', data: { payment_id: 'pay_2' } }));
    await deliver(amountApplied({ id: 'evt_6', data: { amount: 0 } }));
    await resolve('dismiss');
    const decided = [...deps.table.held.values()].map(({ eventId, resolution, state }) => [
      eventId,
      resolution && resolution.state === state,
    ]);
    expect(decided).toEqual([
      ['evt_2341234567890abcdef', true],
      ['evt_2', true],
      ['evt_3', true],
      ['evt_4', undefined],
      ['evt_5', undefined],
      ['evt_6', undefined],
    ]);
  });

  test('of what is stale lets a fresh delivery count, and is kept beside it', async () => {
    await open(deps);
    await deliver(amountApplied(), 'stale');
    await deliver(amountApplied({ id: 'evt_2' }), 'stale');
    expect(await resolve('dismiss')).toMatchObject({ status: 201 });
    expect(heldAs('stale').map(({ resolution }) => resolution?.action)).toEqual([
      'dismiss',
      undefined,
    ]);
    expect(await deliver(amountApplied())).toBe('applied');
    expect(await balance()).toBe(5000);
    expect(heldAs('stale')[0]?.resolution?.action).toBe('dismiss');
  });

  test('of what is stale and comes again can be decided anew', async () => {
    await deliver(amountApplied(), 'stale');
    await resolve('dismiss');
    expect(await deliver(amountApplied())).toBe('unmatched');
    deps.clock.advance(1000);
    const again = await resolve('dismiss');
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, undefined]);
    const [held] = heldAs('unmatched');
    expect([held?.resolution?.state, held?.earlier?.state]).toEqual(['unmatched', 'stale']);
  });

  test('of a contradiction leaves the payment as it is entered', async () => {
    await open(deps);
    await deliver(amountApplied());
    await deliver(amountApplied({ id: 'evt_2', data: { amount: 1 } }));
    await deliver(amountApplied({ id: 'evt_3', data: { amount: 2 } }));
    expect(await resolve('dismiss')).toMatchObject({ status: 201 });
    expect(heldAs('quarantined').map(({ resolution }) => resolution?.action)).toEqual([
      'dismiss',
      undefined,
    ]);
    expect(await balance()).toBe(5000);
    expect(await deliver(amountApplied())).toBe('duplicate');
  });

  test.each([
    ['malformed', { amount: 'much' }],
    ['amount_not_positive', { amount: 0 }],
  ])('of what is %s lets the payment count when it is told well', async (reason, data) => {
    await open(deps);
    await deliver(amountApplied({ id: 'evt_1', data }));
    expect(heldAs('quarantined').map((held) => held.reason)).toEqual([reason]);
    expect(await resolve('dismiss')).toMatchObject({ status: 201 });
    expect(await deliver(amountApplied())).toBe('applied');
  });

  test('of one that a person decided about in another telling is its own', async () => {
    await deliver(amountApplied());
    await resolve('dismiss');
    await open(deps);
    deps.table.held.clear();
    await deps.ledger.hold({ ...(await heldOf(amountApplied())), state: 'quarantined' });
    expect(await resolve('dismiss')).toMatchObject({ status: 201 });
    expect(heldAs('quarantined')[0]?.resolution?.action).toBe('dismiss');
  });

  test('of a doubt ends it', async () => {
    await open(deps);
    await deliver(amountApplied());
    await deliver(paymentRequestPaid({ data: { payment_id: 'p_2' } }));
    expect(heldAs('quarantined')[0]?.reason).toBe('perhaps_told_twice');
    expect(await resolve('dismiss')).toMatchObject({ status: 201 });
    const other = amountApplied({ id: 'evt_3', data: { payment_id: 'p_2' } });
    expect(await deliver(other)).toBe('duplicate');
    expect(await balance()).toBe(5000);
  });
});

const heldOf = async (event: unknown): Promise<HeldEvent> => {
  const world = createMemoryDeps();
  await settleEvents([incoming(event)], NO_DEADLINE, world);
  const [held] = world.table.held.values();
  if (!held) throw new Error('it is not held');
  return held;
};

describe('what is applied', () => {
  const applied = (more: object = {}) => ({
    ...{ key: KEY, obligationId: CUSTOMER, sequence: 2, type: 'payment', amount: -15000 },
    ...{ endingBalance: 5000, applied: -15000, paymentId: PAYMENT },
    ...more,
  });

  test('is entered as the payment that it is, with who decided and why', async () => {
    await open(deps);
    await deliver(amountApplied(), 'stale');
    const once = await resolve('apply');
    expect(once.status).toBe(201);
    expect(parse(ResolvedResponse, once.body)).toEqual({
      id: first(),
      resolution: { action: 'apply', at: NOW, entry: KEY, ...BY },
      entry: {
        ...{ id: KEY, sequence: 2, type: 'payment', amount: -15000, ending_balance: 5000 },
        ...{ currency: 'ZAR', payment_id: PAYMENT, ...BY },
        ...{ effective_at: '2025-06-18T08:45:00.000Z', recorded_at: NOW },
      },
    });
    expect(entries()).toMatchObject([applied({ cause: { decided: { action: 'apply', ...BY } } })]);
    expect(await balance()).toBe(5000);
    expect((await resolve('apply')).body).toEqual(once.body);
    expect((await resolve('apply')).headers['idempotent-replayed']).toBe('true');
    expect(await deliver(amountApplied())).toBe('duplicate');
    const event = httpEvent({ method: 'GET', id: CUSTOMER });
    const { body } = await call(createListEntries(deps), event, deps.logger);
    expect(body).toMatchObject({ data: [{ id: KEY, ...BY }, { type: 'opening' }] });
    isSound();
  });

  test('is told to Moment', async () => {
    await open(deps);
    await deliver(amountApplied(), 'stale');
    await resolve('apply');
    expect((await deps.ledger.findObligation(CUSTOMER))?.untold?.state).toBe('push');
  });

  test('settles all that waits of the same payment', async () => {
    await open(deps);
    await deliver(amountApplied(), 'stale');
    await deliver(amountApplied({ id: 'evt_again' }), 'stale');
    await resolve('apply');
    expect(heldAs('stale').map(({ resolution }) => resolution?.entry)).toEqual([KEY, KEY]);
    expect(await balance()).toBe(5000);
    isSound();
  });

  test('waited for an obligation that is here by now', async () => {
    await deliver(amountApplied());
    expect(await resolve('apply')).toMatchObject({
      status: 409,
      body: { code: 'exception.obligation_unknown', detail: `Nobody here has ${CUSTOMER}` },
    });
    await open(deps);
    expect(await resolve('apply')).toMatchObject({ status: 201 });
    expect(heldAs('unmatched')[0]?.resolution?.entry).toBe(KEY);
    expect(await balance()).toBe(5000);
  });

  test('was perhaps told twice, and is another payment', async () => {
    await open(deps);
    await deliver(amountApplied());
    await deliver(paymentRequestPaid({ data: { payment_id: 'p_2' } }));
    expect(await resolve('apply')).toMatchObject({
      status: 201,
      body: { resolution: { entry: `p_2@${CUSTOMER}` }, entry: { ending_balance: -10000 } },
    });
    expect(deps.table.doubts.size).toBe(0);
    expect(await deliver(paymentRequestPaid({ data: { payment_id: 'p_2' } }))).toBe('duplicate');
    expect(
      await deliver(amountApplied({ id: 'evt_3', data: { id: 'ob_2', payment_id: 'p_2' } })),
    ).toBe('duplicate');
    isSound();
  });

  test('was perhaps told twice, but may be a third payment', async () => {
    await open(deps);
    await deliver(amountApplied());
    await deliver(paymentRequestPaid({ data: { payment_id: 'p_2' } }));
    await deliver(amountApplied({ id: 'evt_3', data: { id: 'ob_3', payment_id: 'pay_3' } }));
    const another = [`pay_3@${CUSTOMER}`];
    expect(await resolve('apply')).toMatchObject({
      status: 409,
      body: {
        code: 'exception.in_doubt',
        detail: `It may be in ${another} already: look, and send confirm with these ids if it is another payment`,
        entries: another,
      },
    });
    expect(heldAs('quarantined')[0]?.resolution).toBeUndefined();
    expect(await resolve('apply', { confirm: another })).toMatchObject({ status: 201 });
    expect(await balance()).toBe(-25000);
  });

  test('is perhaps in the opening balance, and is not', async () => {
    const untimed = { created_at: undefined, updated_at: undefined };
    const containedUntil = new Date(NOON - 1000).toISOString();
    await open(deps, opening({ containedUntil }));
    await deliver(amountApplied({ data: untimed }));
    expect(heldAs('quarantined')[0]?.reason).toBe('perhaps_contained');
    expect(await resolve('apply')).toMatchObject({ status: 201, body: { entry: { sequence: 2 } } });
    expect(await balance()).toBe(5000);
    isSound();
  });

  test('is perhaps in the opening balance, and may be another payment too', async () => {
    const untimed = { created_at: undefined, updated_at: undefined };
    const containedUntil = new Date(NOON - 1000).toISOString();
    await open(deps, opening({ containedUntil }));
    await deliver(amountApplied({ data: untimed }));
    const at = { created_at: NOW, updated_at: NOW };
    await deliver(paymentRequestPaid({ data: { payment_id: 'p_2', ...at } }));
    const other = [`p_2@${CUSTOMER}`];
    expect(await resolve('apply')).toMatchObject({ status: 409, body: { entries: other } });
    expect(await resolve('apply', { confirm: other })).toMatchObject({ status: 201 });
  });

  test('is stale, and may be in the opening balance', async () => {
    await open(deps, opening({ containedUntil: NOW }));
    await deliver(amountApplied(), 'stale');
    const confirm = [`opening:${CUSTOMER}`];
    expect(await resolve('apply')).toMatchObject({ status: 409, body: { entries: confirm } });
    expect(await resolve('apply', { confirm })).toMatchObject({ status: 201 });
  });

  test('tells no payment: it is entered under its own id, and once', async () => {
    await open(deps);
    const event = amountApplied({ id: 'evt_1', data: { payment_id: undefined } });
    await deliver(event);
    const key = `evt_1@${CUSTOMER}`;
    expect(await resolve('apply')).toMatchObject({
      status: 201,
      body: { entry: { id: key, payment_id: 'evt_1', ending_balance: 5000 } },
    });
    expect(await deliver(event)).toBe('quarantined');
    expect(heldAs('quarantined')).toHaveLength(1);
    const [, again] = [await deliver({ ...event, more: 1 }), heldAs('quarantined')[1]];
    expect(await resolve('apply', {}, idOf(again))).toMatchObject({
      status: 409,
      body: { code: 'exception.settled', detail: `The payment counts already: ${key}`, entry: key },
    });
    isSound();
  });

  test('is no payment that both events told of under another id', async () => {
    await open(deps);
    await deliver(paymentRequestPaid({ data: { payment_id: 'p_2' } }));
    await deliver(amountApplied({ id: 'evt_2', data: { id: 'ob_2', payment_id: 'p_2' } }));
    await deliver(amountApplied(), 'stale');
    expect(await resolve('apply')).toMatchObject({ status: 201 });
  });

  test('tells no payment, and may be one that is entered', async () => {
    await open(deps);
    await deliver(paymentRequestPaid());
    await deliver(amountApplied({ data: { payment_id: undefined } }));
    expect(await resolve('apply')).toMatchObject({ status: 409, body: { entries: [KEY] } });
    expect(await resolve('apply', { confirm: [KEY] })).toMatchObject({ status: 201 });
    expect(await balance()).toBe(-10000);
  });

  test('was out of range, and is within by now', async () => {
    const much = Number.MAX_SAFE_INTEGER;
    await open(deps, opening({ balance: -much }));
    await deliver(amountApplied());
    expect(heldAs('quarantined')[0]?.reason).toBe('balance_out_of_range');
    expect(await resolve('apply')).toMatchObject({
      status: 409,
      body: {
        code: 'balance.out_of_range',
        detail: `${-much} and -15000 make no exact number`,
      },
    });
    const owed = deps.table.obligations.get(CUSTOMER) ?? obligation();
    deps.table.obligations.set(CUSTOMER, { ...owed, balance: 0 });
    expect(await resolve('apply')).toMatchObject({ status: 201 });
  });

  test('is another amount of a payment: the difference is entered, and once', async () => {
    await open(deps);
    await deliver(amountApplied());
    await deliver(amountApplied({ id: 'evt_2', data: { amount: 15500 } }));
    await deliver(amountApplied({ id: 'evt_3', data: { amount: 100 } }));
    const [one, , other] = [heldAs('quarantined')[0], 0, heldAs('quarantined')[1]];
    deps.table.held.set(other?.hash ?? '', { ...(other as HeldEvent), obligationId: OTHER });
    expect(await resolve('apply', {}, idOf(one))).toMatchObject({
      status: 201,
      body: {
        entry: {
          ...{ id: `applied:${KEY}`, type: 'adjustment', amount: -500, ending_balance: 4500 },
          ...{ adjusts: KEY, ...BY },
        },
      },
    });
    expect(entries()[1]).toMatchObject({ applied: -15500 });
    expect(await resolve('apply', {}, idOf(other))).toMatchObject({
      status: 409,
      body: {
        code: 'exception.adjusted',
        detail: 'What was applied of it was put right already: use POST adjustments for more',
        entry: `applied:${KEY}`,
      },
    });
    expect(await deliver(amountApplied())).toBe('duplicate');
    expect(await balance()).toBe(4500);
    isSound();
  });

  test('is another amount of a payment that both events told', async () => {
    await open(deps);
    await deliver(paymentRequestPaid());
    await deliver(amountApplied());
    await deliver(amountApplied({ id: 'evt_2', data: { amount: 15500 } }));
    expect(await resolve('apply')).toMatchObject({
      status: 201,
      body: { entry: { id: `applied:${KEY}`, amount: -500 } },
    });
    isSound();
  });

  test('contradicts a payment in what it is about, and has nothing to apply', async () => {
    await open(deps);
    await deliver(amountApplied());
    await deliver(amountApplied({ id: 'evt_2', data: { id: 'ob_other' } }));
    expect(await resolve('apply')).toMatchObject({
      status: 409,
      body: {
        code: 'exception.not_resolvable',
        detail: `${KEY} has the amount that it tells: there is nothing to apply`,
        actions: ['dismiss'],
      },
    });
  });

  test('is another amount than the one in doubt: what it tells is entered', async () => {
    await open(deps);
    await deliver(paymentRequestPaid({ data: { payment_id: 'p_1' } }));
    await deliver(amountApplied());
    await deliver(paymentRequestPaid({ id: 'evt_3', data: { amount: 14000 } }));
    const [doubted, retold] = heldAs('quarantined');
    expect(retold?.reason).toBe('payment_retold');
    const perhaps = [`p_1@${CUSTOMER}`];
    expect(await resolve('apply', {}, idOf(retold))).toMatchObject({
      status: 409,
      body: { entries: perhaps },
    });
    expect(await resolve('apply', { confirm: perhaps }, idOf(retold))).toMatchObject({
      status: 201,
      body: { entry: { id: KEY, amount: -14000 } },
    });
    // It told another amount: whoever decides about it sees the entry.
    expect(doubted && deps.table.held.get(doubted.hash)?.resolution).toBeUndefined();
    isSound();
  });

  test('was entered meanwhile, and does not count again', async () => {
    await open(deps);
    await deliver(amountApplied(), 'stale');
    await deliver(paymentRequestPaid());
    expect(await resolve('apply')).toMatchObject({
      status: 409,
      body: { code: 'exception.settled', entry: KEY },
    });
    expect(await balance()).toBe(5000);
  });

  test('was dismissed in another telling, and does not count', async () => {
    await deliver(amountApplied());
    await resolve('dismiss');
    await deps.ledger.hold({
      ...(await heldOf(amountApplied({ id: 'evt_2' }))),
      ...{ state: 'stale', reason: 'signed_too_long_ago' },
    });
    await open(deps);
    expect(await resolve('apply', {}, idOf(heldAs('stale')[0]))).toMatchObject({
      status: 409,
      body: {
        code: 'exception.settled',
        detail: 'A person said that this payment is not to count',
      },
    });
    expect(await balance()).toBe(20000);
  });

  test('is in another currency by now, or on a balance that is not tracked', async () => {
    await deliver(amountApplied());
    await deliver(amountApplied({ id: 'evt_2', data: { customer_id: OTHER } }));
    const [mine, others] = heldAs('unmatched').map(idOf);
    await open(deps, opening({ currency: 'USD' }));
    await openOther({ balance: undefined });
    expect(await resolve('apply', {}, mine)).toMatchObject({
      status: 409,
      body: {
        code: 'exception.currency_differs',
        detail: `It is ZAR, and the balance of ${CUSTOMER} is in USD`,
      },
    });
    expect(await resolve('apply', {}, others)).toMatchObject({
      status: 409,
      body: {
        code: 'balance.not_tracked',
        detail: `${OTHER} was created without a balance`,
      },
    });
  });
});

describe('what is applied to another obligation', () => {
  const to = { obligation: OTHER };
  const there = `${PAYMENT}@${OTHER}`;

  test('counts there, and never where it was told', async () => {
    await openOther();
    await deliver(amountApplied());
    expect(await resolve('apply_to', to)).toMatchObject({
      status: 201,
      body: {
        resolution: { action: 'apply_to', entry: there, ...BY },
        entry: { id: there, amount: -15000, ending_balance: 5000, payment_id: PAYMENT, ...BY },
      },
    });
    expect(entries()).toMatchObject([
      { obligationId: OTHER, applied: 0, cause: { decided: { action: 'apply_to' } } },
    ]);
    expect([...deps.table.doubts.values()]).toEqual([
      {
        ...{ paymentId: PAYMENT, obligationId: CUSTOMER },
        settled: { action: 'apply_to', entry: there, amount: 15000, currency: 'ZAR' },
      },
    ]);
    await open(deps);
    for (const event of [amountApplied(), paymentRequestPaid(), amountApplied({ id: 'evt_2' })]) {
      expect(await deliver(event)).toBe('duplicate');
    }
    expect([await balance(), await balance(OTHER)]).toEqual([20000, 5000]);
    expect((await deps.ledger.findObligation(OTHER))?.untold?.state).toBe('push');
    isSound();
  });

  test('is refused a second time, though the telling is another', async () => {
    await openOther();
    await deliver(amountApplied());
    await resolve('apply_to', to);
    await deps.ledger.hold(await heldOf(amountApplied({ id: 'evt_2' })));
    await open(deps, opening({ id: 'bcus_Third', externalReference: 'THIRD' }));
    const again = idOf([...deps.table.held.values()][1]);
    for (const obligation of [OTHER, 'bcus_Third']) {
      expect(await resolve('apply_to', { obligation }, again)).toMatchObject({
        status: 409,
        body: { code: 'exception.settled', entry: there },
      });
    }
  });

  test('is refused where it counts already, where it was told or there', async () => {
    await open(deps);
    await openOther();
    await deliver(amountApplied());
    await deliver(amountApplied({ id: 'evt_2', data: { currency: 'USD' } }));
    expect(heldAs('quarantined')[0]?.reason).toBe('currency_mismatch');
    expect(await resolve('apply_to', to)).toMatchObject({
      status: 409,
      body: { code: 'exception.settled', entry: KEY },
    });
    deps = createMemoryDeps();
    await openOther();
    await deliver(amountApplied({ data: { customer_id: OTHER } }));
    await deliver(amountApplied({ id: 'evt_2' }));
    expect(await resolve('apply_to', to)).toMatchObject({
      status: 409,
      body: { code: 'exception.settled', entry: there },
    });
  });

  test('must be in its currency, and it must be here, and track a balance', async () => {
    await deliver(amountApplied());
    expect(await resolve('apply_to', to)).toMatchObject({
      status: 409,
      body: { code: 'exception.obligation_unknown' },
    });
    await openOther({ currency: 'USD' });
    expect(await resolve('apply_to', to)).toMatchObject({
      status: 409,
      body: { code: 'exception.currency_differs' },
    });
  });

  test('must be another', async () => {
    await deliver(amountApplied());
    expect(await resolve('apply_to', { obligation: CUSTOMER })).toMatchObject({
      status: 400,
      body: {
        code: 'request.invalid',
        errors: [
          {
            field: 'obligation',
            detail: 'is the one that Moment told of: have it count there by apply',
          },
        ],
      },
    });
  });

  test('may be a payment that was told there under another id', async () => {
    await openOther();
    const metadata = { obligation_id: OTHER };
    await deliver(paymentRequestPaid({ data: { payment_id: 'p_1', metadata } }));
    await deliver(amountApplied());
    const confirm = [`p_1@${OTHER}`];
    expect(await resolve('apply_to', to)).toMatchObject({
      status: 409,
      body: { code: 'exception.in_doubt', entries: confirm },
    });
    expect(await resolve('apply_to', { ...to, confirm })).toMatchObject({ status: 201 });
    expect(await balance(OTHER)).toBe(-10000);
  });

  test('may be in doubt there, and may be in its opening', async () => {
    await openOther({ containedUntil: NOW });
    const at = new Date(NOON + 1).toISOString();
    const data = { customer_id: OTHER, payment_id: 'pay_0', created_at: at, updated_at: at };
    await deliver(amountApplied({ data }));
    const metadata = { obligation_id: OTHER };
    await deliver(paymentRequestPaid({ data: { metadata, created_at: at, updated_at: at } }));
    await deliver(amountApplied({ id: 'evt_3' }));
    const confirm = [`pay_0@${OTHER}`, `opening:${OTHER}`];
    const [held] = heldAs('unmatched');
    expect(await resolve('apply_to', to, idOf(held))).toMatchObject({ body: { entries: confirm } });
    expect(await resolve('apply_to', { ...to, confirm }, idOf(held))).toMatchObject({
      status: 201,
    });
    isSound();
  });

  test('tells no payment: neither is counted twice', async () => {
    await openOther();
    await open(deps);
    await deliver(amountApplied({ id: 'evt_1', data: { payment_id: undefined } }));
    expect(await resolve('apply_to', to)).toMatchObject({
      status: 201,
      body: { entry: { id: `evt_1@${OTHER}` } },
    });
    await deliver({ ...amountApplied({ id: 'evt_1', data: { payment_id: undefined } }), more: 1 });
    const again = idOf(heldAs('quarantined')[1]);
    for (const [action, more] of [
      ['apply', {}],
      ['apply_to', to],
    ] as const) {
      expect(await resolve(action, more, again)).toMatchObject({
        status: 409,
        body: { code: 'exception.settled', entry: `evt_1@${OTHER}` },
      });
    }
    isSound();
  });

  test('settles no Payment Request there', async () => {
    await openOther();
    const metadata = { obligation_id: CUSTOMER };
    await deliver(paymentRequestPaid({ data: { metadata } }));
    expect(await resolve('apply_to', to)).toMatchObject({
      body: { entry: { payment_request: 'pr_6phg74i4jG9wbzZbFDUQB' } },
    });
    expect(deps.table.settledRequests.size).toBe(0);
  });
});

describe('where Moment told of a payment that is not to count there', () => {
  const aside = () => deps.table.obligations.get(CUSTOMER)?.setAside;
  const unidentified = () => deliver(amountApplied({ data: { payment_id: undefined } }));

  test('it learns that ours is not lowered', async () => {
    await open(deps);
    await unidentified();
    await resolve('dismiss');
    expect(deps.table.obligations.get(CUSTOMER)).toMatchObject({
      setAside: [15000],
      untold: { state: 'push', dueAt: NOW, since: NOW },
    });
  });

  test('it learns that too where the payment counts elsewhere', async () => {
    await open(deps);
    await openOther();
    await unidentified();
    await resolve('apply_to', { obligation: OTHER });
    expect(aside()).toEqual([15000]);
    expect(deps.table.obligations.get(OTHER)).not.toHaveProperty('setAside');
  });

  test('it learns nothing of what is stale, entered, in another currency or on no balance', async () => {
    await open(deps);
    await deliver(amountApplied(), 'stale');
    await resolve('dismiss');
    await deliver(amountApplied());
    await deliver(amountApplied({ id: 'evt_2', data: { amount: 1 } }));
    await resolve('dismiss', {}, idOf(heldAs('quarantined')[0]));
    await deliver(amountApplied({ id: 'evt_3', data: { payment_id: 'pay_3', currency: 'USD' } }));
    await resolve('dismiss', {}, idOf(heldAs('quarantined')[1]));
    expect(heldAs('quarantined').map(({ resolution }) => resolution?.action)).toEqual([
      'dismiss',
      'dismiss',
    ]);
    expect(aside()).toBeUndefined();
    deps = createMemoryDeps();
    await open(deps, opening({ balance: undefined }));
    await deliver(amountApplied());
    expect(await resolve('dismiss')).toMatchObject({ status: 201 });
    expect(aside()).toBeUndefined();
  });
});

describe('where somebody else was faster', () => {
  /** Once; and what is done in between. */
  const conflict = (between: () => Promise<unknown>) => {
    const write = deps.resolutions.resolve.bind(deps.resolutions);
    deps.resolutions.resolve = async () => {
      deps.resolutions.resolve = write;
      await between();
      return 'conflict';
    };
  };

  test('it is decided anew, by what is true then', async () => {
    await deliver(amountApplied());
    await open(deps);
    conflict(() =>
      deliver(amountApplied({ id: 'evt_2', data: { payment_id: 'pay_2', amount: 1 } })),
    );
    expect(await resolve('apply')).toMatchObject({
      status: 201,
      body: { entry: { sequence: 3, ending_balance: 4999 } },
    });
  });

  test('and decided otherwise, that stays', async () => {
    await deliver(amountApplied());
    conflict(() => resolve('dismiss'));
    await open(deps);
    expect(await resolve('apply')).toMatchObject({
      status: 409,
      body: { code: 'exception.resolved', resolution: { action: 'dismiss' } },
    });
  });
});

describe('what was changed by other means', () => {
  test('and has no raw event any more can be dismissed, and nothing else', async () => {
    await open(deps);
    await deliver(amountApplied(), 'stale');
    for (const [hash, { raw: _, ...held }] of deps.table.held) {
      deps.table.held.set(hash, { ...held, redacted: { of: CUSTOMER, at: NOW } });
    }
    expect(await resolve('apply')).toMatchObject({
      status: 409,
      body: {
        code: 'exception.not_resolvable',
        detail: 'Its raw event is gone: it can be dismissed, and nothing else',
      },
    });
    expect(await resolve('dismiss')).toMatchObject({ status: 201 });
  });

  test('and tells of no payment counts nowhere', async () => {
    await open(deps);
    await deliver(amountApplied({ data: { amount: 'much' } }));
    for (const [hash, held] of deps.table.held) {
      deps.table.held.set(hash, { ...held, reason: 'perhaps_told_twice' });
    }
    expect(await resolve('apply')).toMatchObject({
      status: 409,
      body: {
        code: 'exception.not_resolvable',
        detail: 'It tells of no payment: it is malformed',
      },
    });
  });
});

describe('a resolution is refused', () => {
  test.each([
    ['nothing of ours', 'pay_1', 404, 'exception.not_found'],
    ['an event that is not there', `event:${'a'.repeat(43)}:pay_1`, 404, 'exception.not_found'],
    ['a command', 'intent:create', 409, 'exception.not_resolvable'],
    ['what Moment is to be told', 'push:bcus_1', 409, 'exception.not_resolvable'],
    ['a drift', 'drift:bcus_1', 409, 'exception.not_resolvable'],
  ])('of %s', async (_, id, status, code) => {
    expect(await resolve('dismiss', {}, id)).toMatchObject({ status, body: { code } });
  });

  test('of what is not there, with what may have become of it', async () => {
    expect((await resolve('dismiss', {}, 'event')).body['detail']).toBe(
      'Nothing waits under this id: it may have been settled by itself meanwhile',
    );
  });

  test('where it makes no sense, and tells what does', async () => {
    await open(deps);
    await deliver(amountApplied({ data: { currency: 'USD' } }));
    expect(await resolve('apply')).toMatchObject({
      status: 409,
      body: {
        code: 'exception.not_resolvable',
        detail: 'What waits as currency_mismatch can be resolved by apply_to or dismiss',
        actions: ['apply_to', 'dismiss'],
      },
    });
  });

  test('of what is ignored', async () => {
    await deliver(amountApplied({ type: 'payment.created' }));
    expect(await resolve('dismiss')).toMatchObject({
      status: 409,
      body: {
        code: 'exception.not_resolvable',
        detail: 'It is ignored: nobody has to decide about it',
        actions: [],
      },
    });
  });

  test('where the body is wrong, with all that is wrong', async () => {
    const { status, body } = await ask({ action: 'forget', reason: 'other', more: 1 }, 'event');
    expect([status, (body['errors'] as { field: string }[]).map(({ field }) => field)]).toEqual([
      400,
      ['action', 'more', 'note'],
    ]);
    expect(await resolve('apply_to')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'obligation' }] },
    });
    expect(await resolve('dismiss', { obligation: OTHER })).toMatchObject({ status: 400 });
    expect(await ask([])).toMatchObject({ status: 400 });
  });

  test('where nobody says who decides', async () => {
    await deliver(amountApplied());
    const event = httpEvent({ id: first(), body: JSON.stringify({ action: 'dismiss', ...WHY }) });
    expect(await call(createHandler(deps), event, deps.logger)).toMatchObject({ status: 500 });
  });
});

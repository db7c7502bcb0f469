import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler } from '#functions/resolve-exception/handler.ts';
import { ResolvedResponse } from '#shared/api/resolution-schemas.ts';
import { exceptionId } from '#shared/models/exception-id.ts';
import { parse } from '#shared/models/parsing.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { auditSnapshot } from '#test/support/audit-snapshot.ts';
import { ACTOR, AUTHORIZER } from '#test/support/changes.ts';
import { amountApplied, incoming, paymentRequestPaid } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { unavailable } from '#test/support/memory-moment-api.ts';
import { NO_DEADLINE, NOON } from '#test/support/world.ts';

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(() => {
  deps = createMemoryDeps();
  deps.moment.put({ id: ID, externalReference: 'C1', currency: 'ZAR', balance: 777 });
});

const ID = 'bcus_Theirs';
const NOW = new Date(NOON).toISOString();
const AS_OF = '2026-06-18T10:00:00.000Z';
const ADOPT = {
  ...{ id: ID, external_reference: 'C1', currency: 'ZAR', balance: 2000 },
  balance_as_of: AS_OF,
};
const WHY = { reason: 'billing_error', note: 'Ticket 77' };
const BY = { ...WHY, actor: ACTOR };

/** A payment that took effect so many minutes after the balance held; without them, it tells no time. */
const pay = async (n: number, minutes: number | undefined, data: object = {}) => {
  const at = Date.parse(AS_OF) + (minutes ?? 0) * 60_000;
  const created_at = minutes === undefined ? null : new Date(at).toISOString();
  const told = { payment_id: `pay_${n}`, amount: n, customer_id: ID, created_at, ...data };
  await settleEvents([incoming(amountApplied({ id: `evt_${n}`, data: told }))], NO_DEADLINE, deps);
};
const idOf = (n: number) => {
  const held = [...deps.table.held.values()].find(({ eventId }) => eventId === `evt_${n}`);
  return exceptionId({ kind: 'event', held: held ?? { hash: '', eventId: '', paymentId: '' } });
};
const ask = (id: string, body: object) =>
  call(
    createHandler(deps),
    httpEvent({
      path: '/exceptions/{id}/resolutions',
      ...{ id, authorizer: AUTHORIZER, body: JSON.stringify(body) },
    }),
    deps.logger,
  );
const adopt = (id = idOf(1), more: object = {}, why: object = WHY) =>
  ask(id, { action: 'adopt', ...why, adopt: { ...ADOPT, ...more } });
const balance = () => deps.table.obligations.get(ID)?.balance;
const held = () =>
  [...deps.table.held.values()].map(
    ({ eventId, state, resolution }) => `${eventId} ${state} ${resolution?.action}`,
  );
const isSound = () => {
  const { obligations, entries, held: events, doubts } = deps.table;
  const references = [...obligations.values()].map(
    ({ id, externalReference }) => [externalReference, id] as const,
  );
  const whole = { obligations: obligations.values(), entries: entries.values(), references };
  const beside = { heldEvents: events.values(), doubts: doubts.values() };
  expect(auditSnapshot({ ...whole, ...beside })).toEqual([]);
};

describe('adopting what an event waits for', () => {
  test('opens it, and settles all that waits, the event by the word of whoever decided', async () => {
    await pay(1, 5);
    await pay(2, 5);
    const id = idOf(1);
    const once = await adopt(id);
    expect([once.status, once.headers['idempotent-replayed']]).toEqual([201, undefined]);
    const key = `pay_1@${ID}`;
    expect(parse(ResolvedResponse, once.body)).toEqual({
      id,
      resolution: { action: 'adopt', at: NOW, entry: key, ...BY },
      entry: {
        ...{ id: key, sequence: 2, type: 'payment', amount: -1, ending_balance: 1999, ...BY },
        ...{ currency: 'ZAR', payment_id: 'pay_1' },
        ...{ effective_at: '2026-06-18T10:05:00.000Z', recorded_at: NOW },
      },
      obligation: {
        ...{ id: ID, external_reference: 'C1', currency: 'ZAR', balance: 2000, sequence: 1 },
        ...{ balance_tracked: true, opened_at: NOW },
      },
    });
    expect(deps.table.entries.get(key)).toMatchObject({
      applied: -1,
      cause: { decided: { action: 'adopt', ...BY } },
    });
    expect([balance(), held()]).toEqual([1997, ['evt_1 unmatched adopt']]);
    expect(deps.recorder.lines.at(-1)?.members).toEqual({
      action: 'adopt',
      entry: key,
      replayed: false,
    });
    isSound();
    deps.clock.advance(5000);
    const again = await adopt(id);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(again.body).toEqual(once.body);
  });

  test('by another request afterwards is refused', async () => {
    await pay(1, 5);
    await adopt();
    expect(await adopt(idOf(1), {}, { reason: 'goodwill' })).toMatchObject({
      status: 409,
      body: { code: 'exception.resolved', resolution: { action: 'adopt', ...BY } },
    });
  });

  test('with a balance that contains it settles it, too', async () => {
    await pay(1, -5);
    const once = await adopt();
    expect(once.body).toMatchObject({
      resolution: { action: 'adopt', at: NOW, ...BY },
      obligation: { balance: 2000 },
    });
    expect(once.body).not.toHaveProperty('entry');
    expect([balance(), held()]).toEqual([2000, ['evt_1 ignored adopt']]);
    expect((await adopt()).body).toEqual(once.body);
    isSound();
  });

  test('that may contain it leaves it to a person still, and says so again', async () => {
    await pay(1, undefined);
    const once = await adopt();
    expect(once).toMatchObject({
      status: 201,
      body: { state: 'quarantined', reason: 'perhaps_contained', obligation: { balance: 2000 } },
    });
    expect(once.body).not.toHaveProperty('resolution');
    expect((await adopt()).body).toEqual(once.body);
    expect(held()).toEqual(['evt_1 quarantined undefined']);
    expect(await ask(idOf(1), { action: 'apply', ...WHY })).toMatchObject({ status: 201 });
    expect(balance()).toBe(1999);
    expect(await adopt()).toMatchObject({ status: 409, body: { code: 'exception.resolved' } });
  });

  test('where another telling of its payment came first leaves nothing of it', async () => {
    await pay(1, 5);
    const id = idOf(1);
    const metadata = { obligation_id: ID };
    const open = deps.ledger.open.bind(deps.ledger);
    deps.ledger.open = async (opening) => {
      const opened = await open(opening);
      const event = paymentRequestPaid({
        data: { metadata, payment_id: 'pay_1', amount: 1, created_at: NOW, updated_at: NOW },
      });
      await settleEvents([incoming(event)], NO_DEADLINE, deps);
      return opened;
    };
    const once = await adopt(id);
    expect([once.status, Object.keys(once.body)]).toEqual([201, ['id', 'obligation']]);
    expect([balance(), held()]).toEqual([1999, []]);
    expect((await adopt(id)).body).toEqual(once.body);
    isSound();
  });

  test('is decided anew where somebody else was faster', async () => {
    for (const minutes of [5, -5]) {
      deps = createMemoryDeps();
      deps.moment.put({ id: ID, externalReference: 'C1', currency: 'ZAR', balance: 777 });
      await pay(1, minutes);
      const write = deps.resolutions.resolve.bind(deps.resolutions);
      deps.resolutions.resolve = async () => {
        deps.resolutions.resolve = write;
        return 'conflict';
      };
      expect(await adopt()).toMatchObject({ status: 201, body: { resolution: { ...BY } } });
      isSound();
    }
  });

  test('of what was dismissed as stale, and came again, is a decision of its own', async () => {
    const told = { payment_id: 'pay_1', amount: 1, customer_id: ID, created_at: NOW };
    const event = amountApplied({ id: 'evt_1', data: told });
    await settleEvents([incoming(event, { verdict: 'stale' })], NO_DEADLINE, deps);
    expect(await ask(idOf(1), { action: 'dismiss', ...WHY })).toMatchObject({ status: 201 });
    await settleEvents([incoming(event)], NO_DEADLINE, deps);
    expect(await adopt()).toMatchObject({ status: 201, body: { resolution: { action: 'adopt' } } });
    expect([...deps.table.held.values()][0]?.earlier?.action).toBe('dismiss');
  });

  test('settles what another event is believed to tell of', async () => {
    const metadata = { obligation_id: ID };
    const data = { metadata, payment_id: 'pay_1', amount: 1, created_at: NOW, updated_at: NOW };
    const event = paymentRequestPaid({ id: 'evt_1', data });
    await settleEvents([incoming(event)], NO_DEADLINE, deps);
    const once = createHandler({ ...deps, tellings: 'application_only' });
    const body = JSON.stringify({ action: 'adopt', ...WHY, adopt: ADOPT });
    const asked = httpEvent({ path: '/', id: idOf(1), authorizer: AUTHORIZER, body });
    expect((await call(once, asked, deps.logger)).body).toMatchObject({
      resolution: { action: 'adopt', ...BY },
    });
    expect([balance(), held()]).toEqual([2000, ['evt_1 ignored adopt']]);
  });

  test('needs when the balance held, where that is to be said', async () => {
    await pay(1, 5);
    expect(await adopt(idOf(1), { balance_as_of: undefined })).toMatchObject({
      status: 409,
      body: { code: 'adoption.ambiguous' },
    });
    expect(held()).toEqual(['evt_1 unmatched undefined']);
    expect(await adopt()).toMatchObject({ status: 201 });
  });

  test('while Moment does not answer goes on when it is sent again', async () => {
    await pay(1, 5);
    const find = deps.moment.findAtMoment.bind(deps.moment);
    deps.moment.findAtMoment = async () => {
      throw unavailable();
    };
    expect(await adopt()).toMatchObject({ status: 503, body: { code: 'moment.unavailable' } });
    deps.moment.findAtMoment = find;
    expect(await adopt()).toMatchObject({ status: 201, body: { entry: { sequence: 2 } } });
  });

  test('is refused where the event is about another, or waits for something else', async () => {
    await pay(1, 5);
    expect(await adopt(idOf(1), { id: 'bcus_Other' })).toMatchObject({
      status: 400,
      body: {
        errors: [{ field: 'adopt.id', detail: `must be ${ID}, for which the event waits` }],
      },
    });
    await pay(2, 5, { amount: 0 });
    expect(await adopt(idOf(2))).toMatchObject({
      status: 409,
      body: { code: 'exception.not_resolvable' },
    });
    expect(await adopt('push:bcus_1')).toMatchObject({ status: 409 });
    expect(await adopt(`event:${'a'.repeat(43)}:pay_1`)).toMatchObject({ status: 404 });
    expect(deps.table.obligations.size).toBe(0);
  });

  test.each([
    [{ id: 'bacc_1', external_reference: 'A1' }, ['adopt.customer']],
    [{ id: 'bill_1', external_reference: 'B1' }, ['adopt.amount_due']],
    [{ id: undefined }, ['adopt.id']],
    [{ balance: 'much', more: 1 }, ['adopt.balance', 'adopt.more']],
    [{ balance_as_of: '2027-01-01T00:00:00Z' }, ['balance_as_of']],
  ])('is refused where %j is sent, with all that is wrong', async (more, fields) => {
    await pay(1, 5);
    const { status, body } = await adopt(idOf(1), more);
    const errors = body['errors'] as { readonly field: string }[];
    expect(status).toBe(400);
    expect(errors.map(({ field }) => field)).toEqual(expect.arrayContaining(fields));
  });

  test.each([
    ['account', { id: 'bacc_Theirs', customer: ID, currency: 'ZAR', balance: 2000 }, 'account_id'],
    [
      'bill',
      { id: 'bill_Theirs', customer: ID, currency: 'ZAR', amount_due: 2500, balance: 2000 },
      'bill_id',
    ],
  ] as const)('adopts %ss', async (_, more, member) => {
    await pay(1, 5);
    await adopt();
    deps.moment.put({
      ...{ id: more.id, externalReference: 'X1', currency: 'ZAR', balance: 777 },
      ...{ customerId: ID, amountDue: 2500 },
    });
    await pay(2, 5, { customer_id: null, [member]: more.id });
    const sent = { ...more, external_reference: 'X1', balance_as_of: AS_OF };
    const answer = await ask(idOf(2), { action: 'adopt', ...WHY, adopt: sent });
    expect(answer).toMatchObject({
      status: 201,
      body: { entry: { ending_balance: 1998 }, obligation: { id: more.id } },
    });
    isSound();
  });
});

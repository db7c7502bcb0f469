import { beforeEach, describe, expect, test } from 'vitest';
import { exceptionId } from '#shared/models/exception-id.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { BalancesSnapshot, Exceptions } from '#shared/ports/exceptions.ts';
import type { CandidateDeps } from '#shared/use-cases/exceptions/find-candidates.ts';
import { lookAtException } from '#shared/use-cases/exceptions/look-at-exception.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { settleWaiting } from '#shared/use-cases/payments/settle-waiting.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  obligation,
  open,
  opening,
  PAYMENT,
  paymentRequestPaid,
  presentation,
} from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE, NOON } from '#test/support/world.ts';

const at = (minute: number) => new Date(NOON + minute * 60_000).toISOString();
let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(() => {
  deps = createMemoryDeps();
});

const look = (id: string, more: Partial<CandidateDeps> = {}) =>
  lookAtException(id, { ...deps, ...more });
const tell = async (event: unknown) => {
  await settleEvents([incoming(event)], NO_DEADLINE, deps);
  const [held] = [...deps.table.held.values()].slice(-1) as [HeldEvent];
  return exceptionId({ kind: 'event', held });
};
const openOne = (more: Partial<Obligation> & { readonly id: string }) =>
  open(deps, opening({ externalReference: `ref-${more.id}`, ...more }));
const candidatesOf = async (id: string, more: Partial<CandidateDeps> = {}) =>
  (await look(id, more)).candidates?.map(({ obligation: { id: found }, because }) => [
    found,
    ...because,
  ]);

describe('an event', () => {
  test('is told with its history, what Moment said, and who may be meant', async () => {
    await openOne({ id: 'bcus_9', externalReference: 'wellness_joburg_2025' });
    const id = await tell(amountApplied());
    expect(await look(id)).toMatchObject({
      exception: { id, kind: 'unmatched', amount: 15000 },
      history: [{ what: 'signed' }, { what: 'received', at: at(0) }],
      told: { dataId: 'ob_N2a38DJQWPL8K4X42354234', ids: [CUSTOMER] },
      candidates: [{ obligation: { id: 'bcus_9' }, because: ['reference'] }],
    });
  });

  test('whose payment is entered already has that in its history, and no candidates', async () => {
    await open(deps);
    await settleEvents([incoming(amountApplied())], NO_DEADLINE, deps);
    const id = await tell(amountApplied({ id: 'evt_2', data: { amount: 7, id: 'ob_2' } }));
    const story = await look(id);
    expect(story.exception.reason).toBe('payment_retold');
    expect(story.history).toMatchObject([
      {},
      {},
      { what: 'entered', entry: `${PAYMENT}@${CUSTOMER}`, amount: -15000 },
    ]);
    expect(story.candidates).toBeUndefined();
  });

  test('whose bytes are gone is told without them', async () => {
    const id = await tell(amountApplied());
    const [[hash, event]] = [...deps.table.held] as [[string, HeldEvent]];
    const { raw: _raw, ...rest } = event;
    deps.table.held.set(hash, { ...rest, redacted: { of: CUSTOMER, at: at(0) } });
    const story = await look(id);
    expect([story.told, story.candidates]).toEqual([undefined, undefined]);
  });

  test('that settled by itself is gone, and names its entry', async () => {
    const id = await tell(amountApplied());
    await open(deps);
    await settleWaiting(CUSTOMER, NO_DEADLINE, deps);
    const members = { entry: `${PAYMENT}@${CUSTOMER}`, obligation: CUSTOMER };
    await expect(look(id)).rejects.toMatchObject({ code: 'exception.not_found', members });
    await expect(look(id)).rejects.toThrow(/It settled: its payment is entered as/);
  });

  test('that is ignored is none', async () => {
    const id = await tell({ id: 'evt_1', type: 'other', data: {} });
    await expect(look(id)).rejects.toThrow(/ignored, type_without_meaning/);
    await expect(look(id)).rejects.toMatchObject({ members: {} });
  });
});

test('an intent and a head are told with their history', async () => {
  await deps.intents.begin(presentation({ key: 'key-1', startedAt: at(-16) }), at(0));
  expect(await look('intent:key-1')).toMatchObject({
    exception: { kind: 'intent' },
    history: [{ what: 'begun', at: at(-16) }],
  });
  const untold = {
    state: 'drift',
    dueAt: at(4),
    since: at(4),
    refusals: 0,
    drift: 'refused',
  } as const;
  deps.table.obligations.set(CUSTOMER, obligation({ untold }));
  expect(await look(`drift:${CUSTOMER}`)).toMatchObject({
    exception: { kind: 'drift' },
    history: [{ what: 'waits' }],
  });
});

test.each([
  ['nothing', /^No exception has this id/],
  ['intent:key-2', /is gone$/],
  [`push:${CUSTOMER}`, /shows in at_moment what Moment knows$/],
])('%s is not found, and says why', async (id, why) => {
  await expect(look(id)).rejects.toMatchObject({ code: 'exception.not_found', members: {} });
  await expect(look(id)).rejects.toThrow(why);
});

describe('one that cannot be read', () => {
  const [event, drift] = [`event:${'a'.repeat(43)}:pay_1`, 'drift:bcus_1'];
  const unreadable = (listed: readonly string[]): Exceptions => ({
    ...{ listEntered: async () => [], findHeads: async () => [] },
    read: async (ids) => new Map(ids.map((id) => [id, { of: 'unreadable' }])),
    listRows: async (kind) =>
      listed.map((id) => ({ kind, id, since: at(kind === 'stale' || kind === 'drift' ? 1 : 2) })),
  });

  test('is told as the list has it', async () => {
    const exceptions = unreadable(['push:bcus_9', event, drift]);
    expect(await look(drift, { exceptions })).toMatchObject({
      exception: { id: drift, kind: 'drift', reason: 'unreadable', since: at(1) },
      history: [],
    });
    expect(await look(event, { exceptions })).toMatchObject({
      exception: { id: event, kind: 'unmatched', reason: 'unreadable', since: at(2) },
    });
  });

  test('of an event, whichever kind lists it', async () => {
    for (const one of ['quarantined', 'stale'] as const) {
      const all = unreadable([event]);
      const listRows: Exceptions['listRows'] = async (kind) =>
        kind === one ? all.listRows(kind) : [];
      expect(await look(event, { exceptions: { ...all, listRows } })).toMatchObject({
        exception: { kind: one },
      });
    }
  });

  test('and is in no list waits for nobody', async () => {
    await expect(look(drift, { exceptions: unreadable([]) })).rejects.toMatchObject({
      code: 'exception.not_found',
    });
    await expect(look(event, { exceptions: unreadable([]) })).rejects.toThrow(/is gone$/);
  });
});

describe('candidates', () => {
  const told = (data: object = {}) =>
    amountApplied({ data: { amount: 500, metadata: {}, ...data } });

  test('are what the payment names by any kind of reference, that are opened', async () => {
    await openOne({ id: 'bcus_9' });
    await openOne({
      id: 'bacc_1',
      kind: 'account',
      customerId: 'bcus_9',
      externalReference: 'A-1',
    });
    await openOne({
      id: 'bill_1',
      kind: 'bill',
      customerId: 'bcus_9',
      externalReference: 'A-1',
      paid: 0,
    });
    deps.table.references.set('bill#R-1', { kind: 'reserved', intentKey: 'key-1' });
    const id = await tell(told({ metadata: { order: 'A-1', other: 'R-1' } }));
    expect(await candidatesOf(id)).toEqual([
      ['bacc_1', 'reference'],
      ['bill_1', 'reference'],
    ]);
  });

  test('are what hangs on the same payer and is owed or asked for alike', async () => {
    const customer = { customerId: 'bcus_9' };
    await openOne({ id: 'bcus_9', externalReference: 'C-9', balance: 500 });
    await openOne({ id: 'bill_1', kind: 'bill', ...customer, balance: 500, paid: 0 });
    await openOne({ id: 'bill_2', kind: 'bill', ...customer, balance: 900, paid: 0 });
    await openOne({ id: 'bill_3', kind: 'bill', ...customer, balance: 7, paid: 0 });
    const request = { id: 'pr_2', status: 'active', amount: 500, currency: 'ZAR' };
    await deps.presented.keepPresented('bill_2', request);
    const id = await tell(told({ metadata: { invoice: 'ref-bill_3' } }));
    expect(await candidatesOf(id)).toEqual([
      ['bill_3', 'reference'],
      ['bill_2', 'open_request'],
      ['bcus_9', 'amount'],
      ['bill_1', 'amount'],
    ]);
  });

  test('are one of each, also of an obligation that the payment names itself', async () => {
    await openOne({ id: 'bcus_9', externalReference: 'C-9', balance: 500 });
    const data = { metadata: { obligation_id: 'bcus_8', a: 'bcus_9', b: 'C-9' }, amount: 500 };
    const id = await tell(paymentRequestPaid({ data: { ...data, id: 'pr_7' } }));
    expect(await candidatesOf(id)).toEqual([['bcus_9', 'id', 'reference', 'amount']]);
  });

  test('are none in another currency', async () => {
    await openOne({ id: 'bcus_9', externalReference: 'C-9', balance: 500, currency: 'USD' });
    expect(await candidatesOf(await tell(told({ metadata: { who: 'C-9' } })))).toEqual([]);
  });

  test('of three payers at most are what hangs on them', async () => {
    const names = [1, 2, 3, 4].map((n) => `bcus_${n}`);
    for (const id of names) {
      await openOne({ id });
      await openOne({
        id: id.replace('bcus', 'bacc'),
        kind: 'account',
        customerId: id,
        balance: 500,
      });
    }
    const metadata = Object.fromEntries(names.map((id) => [id, id]));
    const found = await candidatesOf(await tell(told({ metadata })));
    expect(found?.map(([id]) => id)).toEqual([...names, 'bacc_1', 'bacc_2', 'bacc_3']);
  });

  test('are what was owed alike when balances were written down, and is still', async () => {
    await openOne({ id: 'bcus_9', balance: 500 });
    await openOne({ id: 'bcus_8', balance: 400 });
    const asked: unknown[] = [];
    const balances: BalancesSnapshot = {
      findByTotal: async (...of) => {
        asked.push(of);
        return ['bcus_9', 'bcus_8', 'bcus_7'];
      },
    };
    const id = await tell(told());
    expect(await candidatesOf(id, { balances })).toEqual([['bcus_9', 'amount']]);
    expect(asked).toEqual([['ZAR', 500, 20]]);
    expect(await candidatesOf(id)).toEqual([]);
  });

  test('are not looked for by an amount or a currency that is not told', async () => {
    const balances: BalancesSnapshot = {
      findByTotal: async () => Promise.reject(new Error('asked for nothing')),
    };
    const id = await tell(told());
    const [[hash, event]] = [...deps.table.held] as [[string, HeldEvent]];
    for (const data of [{ amount: 500 }, { currency: 'ZAR' }]) {
      const raw = Buffer.from(JSON.stringify({ data }));
      deps.table.held.set(hash, { ...event, raw });
      expect(await candidatesOf(id, { balances })).toEqual([]);
    }
  });
});

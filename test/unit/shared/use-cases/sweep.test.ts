import { beforeEach, describe, expect, test } from 'vitest';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { sweep } from '#shared/use-cases/sweep.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  intent,
  open,
  opening,
} from '#test/support/factories.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { MemoryMomentApi, refused } from '#test/support/memory-moment-api.ts';
import { MemoryPresentedRequests } from '#test/support/memory-presented-requests.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { MemoryWaitingEvents } from '#test/support/memory-waiting-events.ts';
import { NOON, TestClock, TestRandomness } from '#test/support/world.ts';

const MINUTE = 60_000;
const at = (ms: number) => new Date(NOON + ms).toISOString();
const FACTS = { amount: 500, currency: 'ZAR', external_reference: 'UCR1' };

function makeWorld() {
  const table = new MemoryTable();
  return {
    ledger: new MemoryLedgerStore(table),
    intents: new MemoryIntentStore(table),
    waiting: new MemoryWaitingEvents(table),
    presented: new MemoryPresentedRequests(table),
    moment: new MemoryMomentApi(),
    clock: new TestClock(),
    randomness: new TestRandomness(),
    tellings: 'both' as const,
  };
}
let world: ReturnType<typeof makeWorld>;
beforeEach(() => {
  world = makeWorld();
});
const run = (forMs = MINUTE) => sweep(world.clock.now() + forMs, world);
const payment = (n: number, customer_id = CUSTOMER) =>
  amountApplied({ id: `evt_${n}`, data: { payment_id: `pay_${n}`, amount: n, customer_id } });
const wait = (...events: unknown[]) =>
  settleEvents(
    events.map((event) => incoming(event)),
    NOON + MINUTE,
    world,
  );
const creation = (n: number, facts: { balance?: number; currency?: string } = {}) =>
  intent({ key: `key-${n}`, request: { external_reference: `UCR${n}`, ...facts } });
const OWES = { balance: 20_000, currency: 'ZAR' };
const presentation = (startedAt = at(0)) => ({
  key: 'present-1',
  operation: 'present_balance' as const,
  requestHash: 'hash',
  request: { obligationId: CUSTOMER, facts: FACTS },
  momentKey: 'moment-1',
  startedAt,
  tries: 1,
});

test('abandoned commands of every kind are finished, and counted as tried', async () => {
  await world.intents.begin(creation(1), at(0));
  await world.intents.begin(presentation(), at(0));
  const listWaiting = world.waiting.listWaiting.bind(world.waiting);
  const waitedFor: unknown[] = [];
  world.waiting.listWaiting = async (id, limit) => {
    waitedFor.push(id);
    return listWaiting(id, limit);
  };
  expect(await run()).toMatchObject({ finished: 2, failed: [] });
  expect(waitedFor).toEqual(['bcus_1']);
  expect(await world.intents.find('key-1')).toMatchObject({
    tries: 2,
    done: { obligationId: 'bcus_1' },
  });
  expect(await world.intents.find('present-1')).toMatchObject({ tries: 2, done: { amount: 500 } });
  expect(world.moment.calls.map(({ momentKey }) => momentKey)).toContain('moment-1');
});

test('what is not due yet, or was finished, is left alone', async () => {
  await world.intents.begin(creation(1), at(1));
  expect(await run()).toMatchObject({ finished: 0, failed: [] });
  expect(world.moment.calls).toEqual([]);
});

test('each command fails alone, and a refusal forgets its own', async () => {
  for (const n of [1, 2, 3]) await world.intents.begin(creation(n), at(n - 3));
  world.moment.meet({ when: 'instead', refused: refused(422, 'No') });
  const { finished, failed } = await run();
  expect(finished).toBe(2);
  expect(failed).toMatchObject([{ key: 'key-1', error: { code: 'moment.refused' } }]);
  expect(await world.intents.find('key-1')).toBeUndefined();
});

test('what was finished or forgotten since it was listed is left alone', async () => {
  await world.intents.begin(creation(1), at(0));
  await run();
  world.intents.listDue = async () => ['key-1', 'key-2'];
  expect(await run()).toMatchObject({ finished: 0, failed: [] });
  expect(world.moment.calls).toHaveLength(1);
});

test('a hundred that cannot be read hide no other for long', async () => {
  for (let n = 1; n <= 101; n += 1) await world.intents.begin(creation(n), at(n - 200));
  const find = world.intents.find.bind(world.intents);
  world.intents.find = async (key) => {
    if (key !== 'key-101') throw new Error('none of ours');
    return find(key);
  };
  expect(await run()).toMatchObject({ finished: 0, failed: { length: 100 } });
  expect(await run()).toMatchObject({ finished: 1, failed: [] });
  expect(world.ledger.table.intents.get('key-1')?.dueAt).toBe(at(60 * MINUTE));
});

test('a creation is carried on with, however long ago it was begun', async () => {
  await world.intents.begin({ ...creation(1), startedAt: at(-48 * 60 * MINUTE) }, at(0));
  expect(await run()).toMatchObject({ finished: 1, failed: [] });
});

test.each([
  [20_000, [20_000, 30_000]],
  [15_000, [20_000, 30_000]],
])('half of the time is for commands, though each takes %d ms', async (takes, expected) => {
  for (const n of [1, 2, 3]) await world.intents.begin(creation(n), at(n - 3));
  const create = world.moment.createCustomer.bind(world.moment);
  const deadlines: number[] = [];
  world.moment.createCustomer = async (facts, key, deadline) => {
    deadlines.push(deadline - NOON);
    world.clock.advance(takes);
    return create(facts, key, deadline);
  };
  await wait(payment(1));
  await open(world, opening({ externalReference: 'other' }));
  const swept = await run();
  expect(swept.finished).toBe(2);
  expect(deadlines).toEqual(expected);
  expect(swept.settlements).toMatchObject([{ outcome: { kind: 'applied' } }]);
});

describe('a presentation that Moment did not answer to', () => {
  test.each([
    ['for less than a day is made', 23 * 60 * MINUTE, 1],
    ['for a day is left to whoever asks again', 23 * 60 * MINUTE + 1, 0],
  ])('%s', async (_what, age, finished) => {
    await world.intents.begin(presentation(at(-age)), at(0));
    expect(await run()).toMatchObject({ finished, failed: [] });
    expect(world.moment.calls).toHaveLength(finished);
    expect(await world.intents.find('present-1')).toMatchObject({ tries: 2 });
    expect(world.ledger.table.intents.get('present-1')?.dueAt).toBe(at(60 * MINUTE));
  });
});

describe('events that wait', () => {
  test('are applied once their obligation is there', async () => {
    await wait(payment(1), payment(2, 'bcus_x'));
    await open(world);
    const swept = await run();
    expect(swept.settlements).toMatchObject([{ outcome: { kind: 'applied' } }]);
    expect(swept.waiting).toEqual({ count: 1, oldestReceivedAt: at(0) });
    expect((await world.ledger.findObligation(CUSTOMER))?.balance).toBe(19_999);
  });

  test('for a customer that the sweep itself creates are applied at once, though not due', async () => {
    await wait(payment(1, 'bcus_1'));
    const [hash = ''] = world.ledger.table.held.keys();
    world.ledger.table.dueAt.set(hash, at(24 * 60 * MINUTE));
    await world.intents.begin(creation(1, OWES), at(0));
    const swept = await run();
    expect(swept).toMatchObject({ finished: 1, failed: [], waiting: { count: 0 } });
    expect(swept.settlements).toMatchObject([{ outcome: { kind: 'applied' } }]);
  });

  test('for one of two such customers, and cannot be listed, are told and fail alone', async () => {
    await wait(payment(1, 'bcus_1'), payment(2, 'bcus_2'));
    for (const n of [1, 2]) await world.intents.begin(creation(n, OWES), at(n - 2));
    const list = world.waiting.listWaiting.bind(world.waiting);
    world.waiting.listWaiting = async (id, limit) => {
      if (id === 'bcus_1') throw new Error('throttled');
      return { ...(await list(id, limit)), unreadable: [{ key: 'x', error: new Error('no') }] };
    };
    world.waiting.listDue = async () => ({ items: [], unreadable: [] });
    const swept = await run();
    expect(swept.failed).toMatchObject([
      { key: 'bcus_1', error: { message: 'throttled' } },
      { key: 'x' },
    ]);
    expect(swept.settlements).toMatchObject([{ outcome: { kind: 'applied' } }]);
  });

  test('and are applied are put off no more', async () => {
    await wait(payment(1));
    await open(world);
    const postponed: unknown[] = [];
    world.waiting.postpone = async (...args) => void postponed.push(args);
    await run();
    expect(postponed).toEqual([]);
  });

  test('are left to the next sweep once the time is up', async () => {
    await wait(...Array.from({ length: 101 }, (_, n) => payment(n + 1)));
    const listDue = world.waiting.listDue.bind(world.waiting);
    const pages: unknown[] = [];
    world.waiting.listDue = async (page) => {
      if (page.state === 'unmatched') pages.push(page.cursor);
      const found = await listDue(page);
      world.clock.advance(MINUTE - (world.clock.now() - NOON));
      return found;
    };
    await run();
    expect(pages).toEqual([undefined]);
  });

  test('in vain are looked at ever more seldom', async () => {
    await wait(payment(1));
    const looks: number[] = [];
    const read = world.ledger.readLedger.bind(world.ledger);
    world.ledger.readLedger = async (...args) => {
      looks.push((world.clock.now() - NOON) / MINUTE);
      return read(...args);
    };
    for (let minutes = 0; minutes <= 60; minutes += 5) {
      await run();
      world.clock.advance(5 * MINUTE);
    }
    expect(looks).toEqual([0, 5, 10, 20, 40]);
  });

  test('and cannot be settled are told, and looked at again later', async () => {
    await wait(payment(1));
    await open(world);
    world.ledger.post = async () => {
      throw new Error('throttled');
    };
    const swept = await run();
    expect(swept.settlements).toMatchObject([{ error: { message: 'throttled' } }]);
    expect([...world.ledger.table.dueAt.values()]).toEqual([at(5 * MINUTE)]);
  });

  test('of which one cannot be put off fail alone', async () => {
    await wait(payment(1, 'bcus_x'), payment(2, 'bcus_x'), payment(3));
    await open(world);
    const [first] = world.ledger.table.held.keys();
    const postpone = world.waiting.postpone.bind(world.waiting);
    world.waiting.postpone = async (key, until) => {
      if (key.hash === first) throw new Error('throttled');
      return postpone(key, until);
    };
    const swept = await run();
    expect(swept.failed).toMatchObject([{ key: first, error: { message: 'throttled' } }]);
    expect(swept.settlements).toMatchObject([{ outcome: { kind: 'applied' } }]);
    expect(swept.waiting.count).toBe(2);
    const due = [...world.ledger.table.dueAt.values()].filter((time) => time !== at(0));
    expect(due).toEqual([at(5 * MINUTE)]);
  });

  test('are read page after page, and one that cannot be read hides no other', async () => {
    const events = Array.from({ length: 101 }, (_, n) => payment(n + 1));
    await wait(...events);
    await open(world);
    const listDue = world.waiting.listDue.bind(world.waiting);
    const pages: unknown[] = [];
    world.waiting.listDue = async (page) => {
      if (page.state === 'unmatched') pages.push(page.cursor === undefined);
      const found = await listDue(page);
      const isFirst = page.state === 'unmatched' && !page.cursor;
      return { ...found, unreadable: isFirst ? [{ key: 'x', error: new Error('no') }] : [] };
    };
    const swept = await run();
    expect(pages).toEqual([true, false]);
    expect(swept.settlements).toHaveLength(101);
    expect(swept.failed).toMatchObject([{ key: 'x' }]);
    expect(swept.waiting).toEqual({ count: 0, oldestReceivedAt: undefined });
  });
});

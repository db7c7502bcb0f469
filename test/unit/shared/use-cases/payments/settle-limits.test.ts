import { beforeEach, describe, expect, test } from 'vitest';
import type { Posting } from '#shared/models/posting.ts';
import type { PostResult } from '#shared/ports/ledger.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { settleWaiting } from '#shared/use-cases/payments/settle-waiting.ts';
import { amountApplied, CUSTOMER, incoming, open, opening } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { NO_DEADLINE, NOON, TestClock } from '#test/support/world.ts';

class SleepingClock extends TestClock {
  readonly pauses: number[] = [];

  override async sleep(milliseconds: number): Promise<void> {
    this.pauses.push(milliseconds);
    await super.sleep(milliseconds);
  }
}

let ledger: MemoryLedgerStore;
let clock: SleepingClock;
let deps: ReturnType<typeof createMemoryDeps>;

beforeEach(() => {
  clock = new SleepingClock();
  deps = { ...createMemoryDeps(), clock };
  ({ ledger } = deps);
});

const payment = (n: number, data: Record<string, unknown> = {}) =>
  amountApplied({ id: `evt_${n}`, data: { id: `ob_${n}`, payment_id: `pay_${n}`, ...data } });
const inOtherMoney = (n: number) => payment(n, { currency: 'USD' });
const settle = (...events: unknown[]) =>
  settleEvents(
    events.map((event) => incoming(event)),
    NO_DEADLINE,
    deps,
  );
const told = (settlements: Awaited<ReturnType<typeof settle>>) =>
  settlements.map((settlement) =>
    'outcome' in settlement ? settlement.outcome.kind : settlement.error,
  );
const unexpected = async () => {
  throw new Error('not to be called');
};

describe('an obligation that others write to', () => {
  /** Answers as if somebody else had written, this many times, and counts all tries. */
  const moves = (times: number) => {
    const post = ledger.post.bind(ledger);
    let tries = 0;
    ledger.post = async (posting: Posting, settled): Promise<PostResult> => {
      tries += 1;
      if (tries === 100) throw new Error('without end');
      return tries > times ? post(posting, settled) : 'conflict';
    };
    return () => tries;
  };

  beforeEach(async () => {
    await open(deps, opening());
  });

  test('is tried again after pauses five times as long each, up to 2 s, shortened by chance', async () => {
    moves(7);
    expect(told(await settle(payment(1)))).toEqual(['applied']);
    expect(clock.pauses).toEqual([10, 50, 250, 1000, 1000, 1000, 1000]);
  });

  test('is given up after ten tries, and the error says so', async () => {
    const tries = moves(Number.POSITIVE_INFINITY);
    expect(told(await settle(payment(1)))).toMatchObject([
      { code: 'ledger.busy', message: expect.stringContaining('10 times') },
    ]);
    expect(tries()).toBe(10);
  });

  test('is looked at anew before each try', async () => {
    const results = moves(3);
    const read = ledger.readLedger.bind(ledger);
    let reads = 0;
    ledger.readLedger = async (...args) => {
      reads += 1;
      return read(...args);
    };
    expect(told(await settle(payment(1), payment(2)))).toEqual(['applied', 'applied']);
    expect([reads, results()]).toEqual([4, 4]);
  });

  test('costs a try, and no more, for each of its payments that others are faster to enter', async () => {
    const post = ledger.post.bind(ledger);
    let tries = 0;
    ledger.post = async (posting, settled) => {
      tries += 1;
      const other = new MemoryLedgerStore(ledger.table);
      // Each time another one of our payments, but for the last.
      if (tries <= 9)
        await settleEvents([incoming(payment(tries))], NO_DEADLINE, { ...deps, ledger: other });
      return post(posting, settled);
    };
    const events = Array.from({ length: 10 }, (_, n) => payment(n + 1));
    const duplicates = Array.from({ length: 9 }, () => 'duplicate');
    expect(told(await settle(...events))).toEqual([...duplicates, 'applied']);
    expect(tries).toBe(10);
  });

  test('is given up as well if the table refuses an entry that it never shows', async () => {
    await settle(payment(1));
    let looks = 0;
    ledger.readLedger = async (id) => {
      looks += 1;
      if (looks === 100) throw new Error('without end');
      const obligation = await ledger.findObligation(id);
      return { obligation, entries: [], tellings: [], doubts: [] };
    };
    expect(told(await settle(payment(1)))).toMatchObject([{ code: 'ledger.busy' }]);
    expect((await ledger.findObligation(CUSTOMER))?.sequence).toBe(2);
  });
});

test('what concerns no obligation is kept without a look at any', async () => {
  ledger.readLedger = unexpected;
  ledger.post = unexpected;
  const events = ['{"id": 1', { id: 'evt_x', type: 'customer.created', data: {} }];
  expect(told(await settle(...events))).toEqual(['quarantined', 'ignored']);
});

test.each([
  ['that concerns no obligation', incoming({ id: 'evt_x', type: 'customer.created', data: {} })],
  ['whose age was not right', incoming(payment(1), { verdict: 'stale' })],
])('an event %s and could not be kept comes again, and no other', async (_what, event) => {
  await open(deps, opening());
  ledger.hold = async () => {
    throw new Error('throttled');
  };
  const settlements = await settleEvents([event, incoming(payment(2))], NO_DEADLINE, deps);
  expect(settlements).toMatchObject([
    { incoming: event, error: { message: 'throttled' } },
    { outcome: { kind: 'applied' } },
  ]);
});

test('an event whose age was not right comes again where the ledger cannot be read', async () => {
  ledger.readLedger = async () => {
    throw new Error('throttled');
  };
  const event = incoming(payment(1), { verdict: 'early' });
  expect(await settleEvents([event], NO_DEADLINE, deps)).toMatchObject([
    { incoming: event, error: { message: 'throttled' } },
  ]);
});

test('an event that could not be kept comes again, and no other of its obligation', async () => {
  await open(deps, opening());
  ledger.hold = async () => {
    throw new Error('throttled');
  };
  const settlements = await settle(inOtherMoney(1), payment(2));
  expect(settlements).toMatchObject([
    { incoming: { event: { payment: { eventId: 'evt_1' } } }, error: { message: 'throttled' } },
    { incoming: { event: { payment: { eventId: 'evt_2' } } }, outcome: { kind: 'applied' } },
  ]);
});

test('a duplicate that did not wait lets nothing go', async () => {
  await open(deps, opening());
  await settle(payment(1));
  ledger.release = unexpected;
  expect(told(await settle(payment(1)))).toEqual(['duplicate']);
});

describe('an event that waits', () => {
  test('is left as it is for as long as its obligation is unknown', async () => {
    await settle(payment(1));
    ledger.hold = unexpected;
    expect(told((await settleWaiting(CUSTOMER, NO_DEADLINE, deps)).settlements)).toEqual([
      'unmatched',
    ]);
    expect(ledger.table.held.size).toBe(1);
  });

  test('goes on waiting until it is written down that it goes to a person', async () => {
    await settle(payment(1), inOtherMoney(2));
    await open(deps, opening());
    ledger.hold = async () => {
      throw new Error('throttled');
    };
    expect(told((await settleWaiting(CUSTOMER, NO_DEADLINE, deps)).settlements)).toMatchObject([
      'applied',
      { message: 'throttled' },
    ]);
    expect([...ledger.table.held.values()]).toMatchObject([
      { eventId: 'evt_2', state: 'unmatched' },
    ]);
  });
});

describe('a deadline', () => {
  beforeEach(async () => {
    await open(deps, opening());
  });

  test('ends the tries, and no pause goes beyond it', async () => {
    ledger.post = async () => 'conflict';
    const deadline = NOON + 500;
    const settlements = await settleEvents([incoming(payment(1))], deadline, deps);
    expect(told(settlements)).toMatchObject([{ code: 'ledger.busy' }]);
    expect(clock.now()).toBe(deadline);
  });

  test('that has passed lets nothing begin: all of it comes back, and nothing was read', async () => {
    ledger.readLedger = unexpected;
    const events = Array.from({ length: 60 }, (_, n) => incoming(payment(n)));
    const settlements = await settleEvents(events, NOON, deps);
    expect(settlements).toHaveLength(60);
    const message = 'No time was left to settle it';
    for (const error of told(settlements)) expect(error).toMatchObject({ message });
  });

  test.each([
    ['that moves no balance', incoming('{"id": 1')],
    ['whose age was not right', incoming(payment(1), { verdict: 'stale' })],
  ])('that has passed lets no event %s begin, either', async (_what, event) => {
    ledger.readLedger = unexpected;
    ledger.hold = unexpected;
    expect(await settleEvents([event], NOON, deps)).toMatchObject([
      { incoming: event, error: { message: 'No time was left to settle the event' } },
    ]);
  });

  test('that comes while events are kept sends the others back', async () => {
    const deadline = NOON + 1000;
    const hold = ledger.hold.bind(ledger);
    ledger.hold = async (event) => {
      clock.advance(1000);
      return hold(event);
    };
    const events = [inOtherMoney(1), payment(2), inOtherMoney(3)].map((event) => incoming(event));
    expect(told(await settleEvents(events, deadline, deps))).toMatchObject([
      'quarantined',
      'applied',
      { code: 'ledger.busy', message: 'No time was left to settle the event' },
    ]);
    expect(ledger.table.held.size).toBe(1);
  });
});

test('what the index still shows of what waited is settled once, and looked for no further', async () => {
  await settle(...Array.from({ length: 130 }, (_, n) => payment(n)));
  await open(deps);
  const shown = await deps.waiting.listWaiting(CUSTOMER, 200);
  let looks = 0;
  const waiting = Object.assign(Object.create(deps.waiting), {
    listWaiting: async (_id: string, limit: number) => {
      looks += 1;
      return { ...shown, items: shown.items.slice(0, limit) };
    },
  });
  const { settlements } = await settleWaiting(CUSTOMER, NO_DEADLINE, { ...deps, waiting });
  expect([looks, settlements.length]).toEqual([2, 100]);
  expect((await ledger.findObligation(CUSTOMER))?.sequence).toBe(101);
});

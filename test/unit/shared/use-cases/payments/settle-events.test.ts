import { beforeEach, describe, expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { VERDICTS, type Verdict } from '#shared/models/delivery.ts';
import { isWhole } from '#shared/models/held-event.ts';
import type { PostResult } from '#shared/ports/ledger.ts';
import { fromWaiting } from '#shared/use-cases/payments/incoming-event.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { settleWaiting } from '#shared/use-cases/payments/settle-waiting.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  open,
  opening,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { NO_DEADLINE, NOON, type TestClock } from '#test/support/world.ts';

let ledger: MemoryLedgerStore;
let clock: TestClock;
let deps: ReturnType<typeof createMemoryDeps>;

beforeEach(() => {
  deps = createMemoryDeps();
  ({ ledger, clock } = deps);
});

const settle = async (...events: unknown[]) => {
  const settlements = await settleEvents(
    events.map((event) => incoming(event)),
    NO_DEADLINE,
    deps,
  );
  return settlements.map((settlement) =>
    'outcome' in settlement ? settlement.outcome.kind : settlement.error,
  );
};
const payment = (n: number, data: Record<string, unknown> = {}) =>
  amountApplied({
    id: `evt_${n}`,
    data: { id: `ob_${n}`, payment_id: `pay_${n}`, amount: n, ...data },
  });
const balance = async (id = CUSTOMER) => (await ledger.findObligation(id))?.balance;

const enterElsewhere = (event: unknown) =>
  settleEvents([incoming(event)], NO_DEADLINE, {
    ...deps,
    ledger: new MemoryLedgerStore(ledger.table),
  });
/** Another consumer is faster, once. What came of each of our own postings. */
const whileOthersEnter = (event: unknown): readonly PostResult[] => {
  const results: PostResult[] = [];
  const post = ledger.post.bind(ledger);
  ledger.post = async (posting, settled) => {
    if (results.length === 0) await enterElsewhere(event);
    const result = await post(posting, settled);
    results.push(result);
    return result;
  };
  return results;
};

describe('with a customer who owes 200.00', () => {
  beforeEach(async () => {
    await open(deps, opening());
  });

  test('what contradicts a telling is not judged before that is kept', async () => {
    const data = { id: 'pr_1', payment_id: 'pay_1', amount: 5 };
    expect(await settle(paymentRequestPaid({ data }))).toEqual(['applied']);
    const same = payment(1, { amount: 5 });
    const other = amountApplied({
      id: 'evt_2',
      data: { id: 'ob_2', payment_id: 'pay_1', amount: 6 },
    });
    const keepTelling = ledger.keepTelling.bind(ledger);
    const busy = new Error('busy');
    ledger.keepTelling = () => Promise.reject(busy);
    expect(await settle(same, other)).toEqual([busy, busy]);
    expect(ledger.table.held.size).toBe(0);
    ledger.keepTelling = keepTelling;
    expect(await settle(same, other)).toEqual(['duplicate', 'quarantined']);
  });

  test('a batch of payments lowers the balance by their sum, each once', async () => {
    expect(await settle(payment(1), payment(2), payment(1), payment(3))).toEqual([
      'applied',
      'applied',
      'duplicate',
      'applied',
    ]);
    expect(await balance()).toBe(20000 - 6);
  });

  test('the same event a year later is a duplicate', async () => {
    await settle(payment(1));
    clock.advance(365 * 86_400_000);
    expect(await settle(payment(1))).toEqual(['duplicate']);
    expect(await balance()).toBe(19999);
  });

  test('both events of one payment, in batches of their own, count once', async () => {
    expect(await settle(paymentRequestPaid())).toEqual(['applied']);
    expect(await settle(amountApplied())).toEqual(['duplicate']);
    expect(await balance()).toBe(5000);
  });

  test('a payment told again with another amount is kept for a person, and not applied', async () => {
    await settle(payment(1));
    expect(await settle(payment(1, { amount: 2 }))).toEqual(['quarantined']);
    expect(await balance()).toBe(19999);
    expect([...ledger.table.held.values()]).toMatchObject([
      { state: 'quarantined', reason: 'payment_retold', eventId: 'evt_1' },
    ]);
  });

  test('a hundred payments in one batch are written in postings of 25 at most', async () => {
    const sizes: number[] = [];
    const post = ledger.post.bind(ledger);
    ledger.post = async (posting, settled) => {
      sizes.push(posting.entries.length);
      return post(posting, settled);
    };
    await settle(...Array.from({ length: 100 }, (_, n) => payment(n + 1)));
    expect(sizes).toEqual([25, 25, 25, 25]);
    expect(await balance()).toBe(20000 - 5050);
  });

  test('large events share a posting only up to 3 MB', async () => {
    const sizes: number[] = [];
    const post = ledger.post.bind(ledger);
    ledger.post = async (posting, settled) => {
      sizes.push(posting.entries.length);
      return post(posting, settled);
    };
    const large = (from: number, bytes: number) =>
      Array.from({ length: 25 }, (_, n) => JSON.stringify(payment(from + n)).padEnd(bytes));
    await settle(...large(1, 250_000));
    await settle(...large(101, 250_001));
    expect(sizes).toEqual([12, 12, 1, 11, 11, 3]);
  });

  test('a conflict is tried again, with pauses', async () => {
    const results: PostResult[] = ['conflict', 'conflict'];
    const post = ledger.post.bind(ledger);
    ledger.post = async (posting, settled) => results.shift() ?? post(posting, settled);
    const before = clock.now();
    expect(await settle(payment(1))).toEqual(['applied']);
    expect(clock.now()).toBeGreaterThan(before);
    expect(await balance()).toBe(19999);
  });

  test('a payment told again is settled by one look at the ledger, and no write', async () => {
    await settle(payment(1));
    const reads: unknown[] = [];
    const read = ledger.readLedger.bind(ledger);
    ledger.readLedger = async (...args) => {
      reads.push(args);
      return read(...args);
    };
    ledger.post = async () => {
      throw new Error('not to be called');
    };
    expect(await settle(payment(1), payment(1))).toEqual(['duplicate', 'duplicate']);
    const key = `pay_1@${CUSTOMER}`;
    expect(reads).toEqual([[CUSTOMER, { entries: [key, key] }]]);
    expect(await settle(payment(1, { amount: 2 }))).toEqual(['quarantined']);
  });

  test('a new payment beside one told again is entered on the balance as it is by then', async () => {
    await settle(payment(1));
    const results = whileOthersEnter(payment(4));
    expect(await settle(payment(1), payment(2))).toEqual(['duplicate', 'applied']);
    expect(results).toEqual(['conflict', 'posted']);
    expect(await balance()).toBe(20000 - 7);
  });

  test.each([
    ['the same event', payment(1), 'duplicate'],
    ['another event of the same payment', { ...payment(1), id: 'evt_again' }, 'duplicate'],
    ['other facts of the same payment', payment(1, { amount: 7 }), 'quarantined'],
  ])(
    'where another consumer enters %s after we looked, it counts once',
    async (_, theirs, kind) => {
      whileOthersEnter(theirs);
      expect(await settle(payment(1), payment(2))).toEqual([kind, 'applied']);
      expect(await balance()).toBe(20000 - 2 - theirs.data.amount);
    },
  );

  test('where an entry appears between two parts of a look, it counts once', async () => {
    const findObligation = ledger.findObligation.bind(ledger);
    let looks = 0;
    ledger.findObligation = async (id) => {
      looks += 1;
      if (looks === 1) await enterElsewhere(payment(1));
      return findObligation(id);
    };
    expect(await settle(payment(1), payment(2))).toEqual(['duplicate', 'applied']);
    expect(looks).toBe(2);
    expect(await balance()).toBe(20000 - 3);
  });

  test('conflicts without end send the event back to the queue', async () => {
    let tries = 0;
    ledger.post = async () => {
      tries += 1;
      if (tries === 100) throw new Error('without end');
      return 'conflict';
    };
    const [error] = await settle(payment(1));
    expect(error).toMatchObject({ code: 'ledger.busy', retryable: true });
  });

  test('a write whose answer was lost counts once when the event comes again', async () => {
    const post = ledger.post.bind(ledger);
    ledger.post = async (posting, settled) => {
      await post(posting, settled);
      throw new Error('socket hang up');
    };
    expect(await settle(payment(1))).toMatchObject([{ message: 'socket hang up' }]);
    ledger.post = post;
    expect(await settle(payment(1))).toEqual(['duplicate']);
    expect(await balance()).toBe(19999);
  });

  /** As where what stands at a payment's key cannot be read. */
  const cannotRead = (paymentId: string, error: Error) => {
    const readLedger = ledger.readLedger.bind(ledger);
    let reads = 0;
    ledger.readLedger = async (id, keys) => {
      reads += 1;
      if (keys.entries.some((key) => key.startsWith(`${paymentId}@`))) throw error;
      return readLedger(id, keys);
    };
    return () => reads;
  };

  test('a payment that cannot be judged fails itself, what is told of it later, and no other', async () => {
    const { payment_id } = payment(2).data;
    cannotRead(String(payment_id), new Error('no item of ours'));
    const retold = { ...payment(2, { amount: 7 }), id: 'evt_retold' };
    expect(await settle(payment(1), payment(2), retold, payment(3))).toMatchObject([
      'applied',
      { message: 'no item of ours' },
      { message: 'no item of ours' },
      'applied',
    ]);
    expect(await balance()).toBe(20000 - 4);
  });

  test('what is told of a payment later does not count before what was told first', async () => {
    const post = ledger.post.bind(ledger);
    let failures = 0;
    ledger.post = async (posting, settled) => {
      failures += 1;
      if (failures <= 2) throw new Error('socket hang up');
      return post(posting, settled);
    };
    const retold = { ...payment(1, { amount: 7 }), id: 'evt_retold' };
    expect(await settle(payment(1), retold, payment(2))).toMatchObject([
      { message: 'socket hang up' },
      { message: 'socket hang up' },
      'applied',
    ]);
    expect(await balance()).toBe(20000 - 2);
  });

  test('a ledger that is busy fails all of them together: each alone would add to it', async () => {
    const { payment_id } = payment(2).data;
    const reads = cannotRead(String(payment_id), new ServiceError('ledger.busy', 'no'));
    const errors = await settle(payment(1), payment(2), payment(3));
    expect(errors).toMatchObject([{ message: 'no' }, { message: 'no' }, { message: 'no' }]);
    expect(reads()).toBe(1);
  });

  test('trouble with one obligation fails no event of another', async () => {
    await open(deps, opening({ id: 'bcus_2', externalReference: 'two' }));
    const post = ledger.post.bind(ledger);
    ledger.post = async (posting, settled) => {
      if (posting.obligationId === CUSTOMER) throw new Error('throttled');
      return post(posting, settled);
    };
    const kinds = await settle(payment(1), payment(2, { customer_id: 'bcus_2' }), {
      id: 'evt_x',
      type: 'other',
      data: {},
    });
    expect(kinds).toMatchObject(['ignored', { message: 'throttled' }, 'applied']);
    expect(await balance('bcus_2')).toBe(19998);
  });
});

describe('one payment told by both events', () => {
  const request = (amount: number, payment_id = 'pay_1') =>
    paymentRequestPaid({ id: `evt_r${amount}`, data: { id: 'pr_1', amount, payment_id } });
  const readsOf = () => {
    const reads: unknown[] = [];
    const read = ledger.readLedger.bind(ledger);
    ledger.readLedger = async (id, keys) => {
      reads.push(keys);
      return read(id, keys);
    };
    return reads;
  };
  const KEY = `pay_1@${CUSTOMER}`;

  beforeEach(async () => {
    await open(deps);
  });

  test('is kept with its other telling, once, and one look is enough', async () => {
    await settle(payment(1));
    const reads = readsOf();
    expect(await settle(request(1))).toEqual(['duplicate']);
    expect(await settle(request(1))).toEqual(['duplicate']);
    expect(reads).toEqual([{ entries: [KEY] }, { entries: [KEY] }]);
    expect([...ledger.table.tellings]).toMatchObject([
      [KEY, { paymentRequest: 'pr_1', amount: 1 }],
    ]);
  });

  test('with two amounts moves the balance by what was applied, after a second look', async () => {
    await settle(request(1500));
    const reads = readsOf();
    expect(await settle(payment(1, { amount: 1000 }))).toEqual(['applied']);
    expect(reads).toEqual([
      { entries: [KEY] },
      { entries: [KEY, `applied:${KEY}`], tellings: [KEY] },
    ]);
    expect(await balance()).toBe(19000);
    expect(await settle(payment(1, { amount: 1000 }))).toEqual(['duplicate']);
    expect(await settle(payment(1, { amount: 900 }), payment(1, { amount: 1500 }))).toEqual([
      'quarantined',
      'quarantined',
    ]);
    expect(await balance()).toBe(19000);
  });

  test('that was applied as requested goes to a person if another amount is applied later', async () => {
    await settle(request(1500));
    expect(await settle(payment(1, { amount: 1500 }))).toEqual(['duplicate']);
    expect(await settle(payment(1, { amount: 1000 }))).toEqual(['quarantined']);
    expect(await balance()).toBe(18500);
  });

  test('under two ids goes to a person, and so does it again', async () => {
    expect(await settle(request(7, 'p_42'))).toEqual(['applied']);
    expect(await settle(payment(7), payment(7))).toEqual(['quarantined', 'quarantined']);
    expect(await balance()).toBe(20000 - 7);
    expect([...ledger.table.held.values()]).toMatchObject([
      { reason: 'perhaps_told_twice', paymentId: 'pay_7' },
    ]);
  });

  test('stays with the person, however many payments come before it is delivered again', async () => {
    await settle(request(7, 'p_42'));
    expect(await settle(payment(7))).toEqual(['quarantined']);
    const others = Array.from({ length: 9 }, (_, n) => payment(n + 20));
    await settle(...others);
    const owed = await balance();
    expect(await settle(payment(7))).toEqual(['quarantined']);
    const retold = amountApplied({
      id: 'evt_other',
      data: { id: 'ob_7', payment_id: 'pay_7', amount: 7 },
    });
    expect(await settle(retold)).toEqual(['quarantined']);
    expect(await balance()).toBe(owed);
  });

  test('that was entered elsewhere while it was in doubt comes again, and is not held', async () => {
    await settle(request(7, 'p_42'));
    const keepDoubt = ledger.keepDoubt.bind(ledger);
    ledger.keepDoubt = async (doubted) => {
      await enterElsewhere(request(7, 'pay_7'));
      return keepDoubt(doubted);
    };
    expect(await settle(payment(7))).toMatchObject([
      { code: 'ledger.busy', message: 'The payment was entered while it was in doubt' },
    ]);
    expect(ledger.table.held.size).toBe(0);
    ledger.keepDoubt = keepDoubt;
    expect(await settle(payment(7))).toEqual(['duplicate']);
    expect(await balance()).toBe(20000 - 14);
  });

  test('that the other event enters in the same batch is in no doubt', async () => {
    const batch = [request(7, 'p_42'), payment(7), request(7, 'pay_7')];
    expect(await settle(...batch)).toEqual(['applied', 'duplicate', 'applied']);
    expect([ledger.table.held.size, ledger.table.tellings.size]).toEqual([0, 1]);
    expect(await balance()).toBe(20000 - 14);
  });

  test('that another run enters while it is in doubt comes again, and is a duplicate', async () => {
    await settle(request(7, 'p_42'));
    const keepDoubt = ledger.keepDoubt.bind(ledger);
    ledger.keepDoubt = async (doubt) => {
      ledger.keepDoubt = keepDoubt;
      expect(await settle(request(7, 'pay_7'))).toEqual(['applied']);
      return keepDoubt(doubt);
    };
    expect(await settle(payment(7))).toMatchObject([
      { code: 'ledger.busy', message: 'The payment was entered while it was in doubt' },
    ]);
    expect(ledger.table.held.size).toBe(0);
    expect(await settle(payment(7))).toEqual(['duplicate']);
    expect(await balance()).toBe(20000 - 14);
  });

  test('leaves no doubt about another one of the same amount, once both were seen', async () => {
    await settle(request(7, 'p_42'));
    await settle(payment(7, { payment_id: 'p_42' }));
    expect(await settle(payment(8, { amount: 7 }))).toEqual(['applied']);
    expect(await balance()).toBe(20000 - 14);
  });

  test('leaves no doubt about another one of the same amount, once it was adjusted', async () => {
    await settle(request(7, 'p_42'));
    await settle(payment(5, { payment_id: 'p_42' }));
    expect(await settle(payment(8, { amount: 7 }))).toEqual(['applied']);
    expect(await balance()).toBe(20000 - 12);
  });

  test('that is entered stays so, though what was told of it before could not be kept', async () => {
    ledger.keepTelling = async () => {
      throw new Error('throttled');
    };
    const batch = [request(7, 'p_42'), payment(7), request(7, 'pay_7')];
    expect(await settle(...batch)).toMatchObject(['applied', { message: 'throttled' }, 'applied']);
    expect(await balance()).toBe(20000 - 14);
  });

  const appliedFor = (dataId: string) => payment(1, { id: dataId, payment_id: 'pay_1' });

  test('that is applied for two things goes to a person, in one batch or in two', async () => {
    await settle(request(1));
    expect(await settle(appliedFor('ob_1'), appliedFor('ob_2'))).toEqual([
      'duplicate',
      'quarantined',
    ]);
    expect(await settle(appliedFor('ob_3'), appliedFor('ob_1'))).toEqual([
      'quarantined',
      'duplicate',
    ]);
    expect([...ledger.table.held.values()]).toMatchObject([
      {
        reason: 'payment_retold',
        detail: `pay_1@${CUSTOMER} is entered for ob_1, and told again for ob_2`,
      },
      { reason: 'payment_retold' },
    ]);
    expect(await balance()).toBe(19999);
  });

  test('that two runs apply for two things at once goes to a person', async () => {
    await settle(request(1));
    const keep = ledger.keepTelling.bind(ledger);
    ledger.keepTelling = async (telling) => {
      ledger.keepTelling = keep;
      expect(await settle(appliedFor('ob_2'))).toEqual(['duplicate']);
      return keep(telling);
    };
    expect(await settle(appliedFor('ob_1'))).toMatchObject([
      {
        code: 'ledger.busy',
        message: 'Another application of the payment was told at the same time',
      },
    ]);
    expect(await settle(appliedFor('ob_1'))).toEqual(['quarantined']);
  });

  test('is read once more, and written no more, when its other event comes again', async () => {
    await settle(request(1));
    await settle(appliedFor('ob_1'));
    ledger.keepTelling = async () => {
      throw new Error('It is kept already');
    };
    expect(await settle(appliedFor('ob_1'))).toEqual(['duplicate']);
  });

  test('whose other telling could not be kept comes again', async () => {
    await settle(payment(1));
    const keep = ledger.keepTelling.bind(ledger);
    ledger.keepTelling = async () => {
      throw new Error('throttled');
    };
    expect(await settle(request(1))).toMatchObject([{ message: 'throttled' }]);
    ledger.keepTelling = keep;
    expect(await settle(request(1))).toEqual(['duplicate']);
    expect(ledger.table.tellings.size).toBe(1);
  });
});

describe('a payment in a delivery whose age was not right', () => {
  const settleAged = (verdict: Verdict) =>
    settleEvents([incoming(payment(1), { verdict })], NO_DEADLINE, deps);
  const REASONS = { stale: 'signed_too_long_ago', early: 'signed_ahead_of_time' };

  test.each(VERDICTS)('is kept as %s, and is that whenever it is looked at', async (verdict) => {
    await open(deps);
    const outcome = { kind: 'stale', reason: REASONS[verdict] };
    expect(await settleAged(verdict)).toMatchObject([{ outcome }]);
    const waiting = [...ledger.table.held.values()].filter(isWhole);
    expect(waiting).toMatchObject([{ state: 'stale', reason: REASONS[verdict] }]);
    const arrived = waiting.map(fromWaiting);
    expect(arrived).toEqual([{ ...incoming(payment(1), { verdict }), waited: true }]);
    ledger.hold = async () => {
      throw new Error('written again');
    };
    const again = await settleEvents(arrived, NO_DEADLINE, deps);
    expect(again).toMatchObject([{ outcome }]);
    expect(await balance()).toBe(20000);
  });

  test('is a duplicate where the payment is entered, and is not kept', async () => {
    await open(deps);
    await settle(payment(1));
    expect(await settleAged('early')).toMatchObject([{ outcome: { kind: 'duplicate' } }]);
    expect(ledger.table.held.size).toBe(0);
  });
});

test('a payment without an id goes to a person, whatever is known', async () => {
  await open(deps);
  expect(await settle(payment(1, { payment_id: null }), payment(1))).toEqual([
    'quarantined',
    'applied',
  ]);
  expect([...ledger.table.held.values()]).toMatchObject([{ reason: 'payment_unidentified' }]);
});

describe('before the customer exists', () => {
  test('a payment waits, and is applied once when the customer appears', async () => {
    expect(await settle(payment(1), payment(2))).toEqual(['unmatched', 'unmatched']);
    expect(await settle(payment(1))).toEqual(['unmatched']);
    await open(deps, opening());
    const settled = await settleWaiting(CUSTOMER, NO_DEADLINE, deps);

    expect(
      settled.settlements.map((settlement) => 'outcome' in settlement && settlement.outcome.kind),
    ).toEqual(['applied', 'applied']);
    expect(await balance()).toBe(19997);
    expect(ledger.table.held.size).toBe(0);
  });

  test('a payment that arrives while the customer is being created does not slip past', async () => {
    const read = ledger.readLedger.bind(ledger);
    let created = false;
    ledger.readLedger = async (...args) => {
      const found = await read(...args);
      // Created after we looked, before we write down that the payment waits.
      if (!created) await open(deps, opening());
      created = true;
      return found;
    };
    expect(await settle(payment(1))).toEqual(['applied']);
    expect(await balance()).toBe(19999);
    expect(ledger.table.held.size).toBe(0);
  });

  test('a waiting event that came again and was applied meanwhile is let go as a duplicate', async () => {
    await settle(payment(1));
    await open(deps, opening());
    expect(await settle(payment(1))).toEqual(['applied']);
    const { settlements } = await settleWaiting(CUSTOMER, NO_DEADLINE, deps);
    expect(settlements).toMatchObject([{ outcome: { kind: 'duplicate' } }]);
    expect(ledger.table.held.size).toBe(0);
    expect(await balance()).toBe(19999);
  });

  test('a waiting event that contradicts the customer goes to a person', async () => {
    await settle(payment(1, { currency: 'USD' }));
    await open(deps, opening());
    await settleWaiting(CUSTOMER, NO_DEADLINE, deps);
    expect([...ledger.table.held.values()]).toMatchObject([
      { state: 'quarantined', reason: 'currency_mismatch' },
    ]);
  });
});

test('what is malformed or meaningless is kept whole, with the reason', async () => {
  expect(
    await settle('{"id": 1', { id: 'evt_x', type: 'customer.created', data: { a: 1 } }),
  ).toEqual(['quarantined', 'ignored']);
  expect([...ledger.table.held.values()]).toMatchObject([
    { state: 'quarantined', reason: 'malformed', raw: Buffer.from('{"id": 1') },
    { state: 'ignored', reason: 'type_without_meaning', eventId: 'evt_x' },
  ]);
});

describe('a payment that tells no time, on an obligation that was adopted with the balance of noon', () => {
  const untimed = payment(500, { created_at: null });
  const signed = (hours: number, event: unknown = untimed) =>
    incoming(event, { webhookTimestamp: NOON / 1000 + hours * 3600 });
  const adopted = () =>
    open(deps, opening({ containedUntil: new Date(NOON).toISOString(), balance: 2000 }));
  const settleSigned = async (...events: ReturnType<typeof signed>[]) => {
    const settlements = await settleEvents(events, NO_DEADLINE, deps);
    return settlements.map((one) => ('outcome' in one ? one.outcome.kind : one.error));
  };
  const reasons = () => [...ledger.table.held.values()].map(({ reason }) => reason);

  test.each([
    [-1, 'ignored', 'contained_in_opening'],
    [27, 'quarantined', 'perhaps_contained'],
  ])(
    'moves no balance once it was held (signed %i hours later), sent again days later',
    async (hours, kind, reason) => {
      await adopted();
      expect(await settleSigned(signed(hours))).toEqual([kind]);
      expect(await settleSigned(signed(96))).toEqual(['quarantined']);
      expect(await settleSigned(signed(97), signed(98))).toEqual(['quarantined', 'quarantined']);
      expect([await balance(), reasons()]).toEqual([2000, [reason]]);
    },
  );

  test('moves none in one batch with that, and once where that comes later', async () => {
    await adopted();
    expect(await settleSigned(signed(-1), signed(96))).toEqual(['ignored', 'quarantined']);
    expect(await balance()).toBe(2000);
    const other = payment(7, { created_at: null });
    expect(await settleSigned(signed(96, other), signed(-1, other))).toEqual([
      'applied',
      'duplicate',
    ]);
    expect(await balance()).toBe(1993);
  });

  test('is not entered by who looked before it was held', async () => {
    await adopted();
    const read = ledger.readLedger.bind(ledger);
    ledger.readLedger = async (...args) => {
      const state = await read(...args);
      ledger.readLedger = read;
      await settleSigned(signed(-1));
      return state;
    };
    expect(await settleSigned(signed(96))).toEqual(['quarantined']);
    expect([await balance(), reasons()]).toEqual([2000, ['contained_in_opening']]);
  });

  test('counts where the other event says that it was made later, also in one batch', async () => {
    await adopted();
    const data = { payment_id: 'pay_500', amount: 500, updated_at: '2026-06-18T12:00:01Z' };
    const request = signed(0, paymentRequestPaid({ data }));
    expect(await settleSigned(signed(-1), request)).toEqual(['duplicate', 'applied']);
    expect(await settleSigned(signed(96))).toEqual(['duplicate']);
    expect([await balance(), reasons()]).toEqual([1500, []]);
  });
});

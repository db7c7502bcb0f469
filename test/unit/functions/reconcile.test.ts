import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler } from '#functions/reconcile/handler.ts';
import { createHandler as createSweepHandler } from '#functions/sweep/handler.ts';
import { ServiceError } from '#shared/errors.ts';
import { type Delivery, toQueueMessage } from '#shared/models/delivery.ts';
import { evidenceOf } from '#shared/models/evidence.ts';
import { heldWith } from '#shared/models/held-event.ts';
import { ParseError } from '#shared/models/parsing.ts';
import type { SigningKey, SigningKeys } from '#shared/ports/moment.ts';
import { amountApplied, CUSTOMER, delivery, open, opening } from '#test/support/factories.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { MemoryWaitingEvents } from '#test/support/memory-waiting-events.ts';
import { keysOf, MemoryDeadLetters, SIGNING_KEY, signatureOf } from '#test/support/signing.ts';
import { NOON, Recorder, TestClock, TestRandomness } from '#test/support/world.ts';

let table: MemoryTable;
let ledger: MemoryLedgerStore;
let recorder: Recorder;
let clock: TestClock;
let keys: SigningKeys;
let deadLetters: MemoryDeadLetters;

beforeEach(async () => {
  table = new MemoryTable();
  ledger = new MemoryLedgerStore(table);
  recorder = new Recorder();
  clock = new TestClock();
  keys = keysOf();
  deadLetters = new MemoryDeadLetters();
  await openHere(opening());
});

const openHere = (whole: ReturnType<typeof opening>) =>
  open({ ledger, intents: new MemoryIntentStore(table) }, whole);
const handle = (...bodies: string[]) => handleWithin(60_000, ...bodies);
const handleWithin = (remainingMs: number, ...bodies: string[]) => {
  const Records = bodies.map((body, index) => ({ messageId: `msg-${index}`, body }) as SQSRecord);
  const deps = {
    ledger,
    keys,
    deadLetters,
    clock,
    randomness: new TestRandomness(),
    logger: recorder,
    metrics: recorder,
    tellings: 'both' as const,
  };
  return createHandler(deps)({ Records } satisfies SQSEvent, lambdaContext(remainingMs));
};
const message = (n: number, data: Record<string, unknown> = {}) =>
  toQueueMessage(
    delivery(
      amountApplied({ id: `evt_${n}`, data: { payment_id: `pay_${n}`, amount: 100, ...data } }),
    ),
  );

test('a batch is reconciled, and nothing goes back', async () => {
  expect(await handle(message(1), message(2))).toEqual({ batchItemFailures: [] });
  expect((await ledger.findObligation(CUSTOMER))?.balance).toBe(19800);
});

test('only the messages that failed go back to the queue, by their ids', async () => {
  await openHere(opening({ id: 'bcus_2', externalReference: 'two' }));
  const post = ledger.post.bind(ledger);
  ledger.post = async (posting, settled) => {
    if (posting.obligationId === 'bcus_2') throw new Error('throttled');
    return post(posting, settled);
  };
  const response = await handle(
    'not ours',
    message(1),
    message(2, { customer_id: 'bcus_2' }),
    message(3),
  );
  expect(response.batchItemFailures).toEqual([{ itemIdentifier: 'msg-2' }]);
  expect((await ledger.findObligation(CUSTOMER))?.balance).toBe(19800);
});

test('a message that is not ours is dead at once, with its id and what is wrong with it in the log', async () => {
  expect(await handle('not ours')).toEqual({ batchItemFailures: [] });
  expect(deadLetters.messages).toEqual([{ message: 'not ours', reason: 'unreadable' }]);
  expect(recorder.metrics).toEqual([
    { name: 'MessagesRefused', value: 1, dimensions: { outcome: 'unreadable' } },
  ]);
  expect(recorder.lines).toEqual([
    {
      level: 'error',
      message: 'message.unreadable',
      members: { message_id: 'msg-0', error: new ParseError([{ field: '', detail: 'not JSON' }]) },
    },
  ]);
});

describe('what Moment did not sign', () => {
  const forge = (change: Record<string, unknown>) =>
    JSON.stringify({ ...JSON.parse(message(1)), ...change });
  const anotherBody = JSON.parse(message(2)).body;
  const NEW: SigningKey = { id: 'new', bytes: Buffer.alloc(32, 'new') };
  const signedWith = (key: SigningKey, overrides: Partial<Delivery> = {}) => {
    const unsigned = delivery(amountApplied({ data: { amount: 100 } }), overrides);
    return toQueueMessage({
      ...unsigned,
      keyId: key.id,
      signature: signatureOf(unsigned.body, unsigned, key),
    });
  };
  const balance = async () => (await ledger.findObligation(CUSTOMER))?.balance;

  test.each<[string, Record<string, unknown>]>([
    ['another body', { body: anotherBody }],
    ['another webhook-id', { webhook_id: 'msg_other' }],
    ['another time of signing', { webhook_timestamp: NOON / 1000 + 1 }],
    ['a made-up signature', { signature: Buffer.alloc(32).toString('base64') }],
    ['an empty signature', { signature: '' }],
    ['another spelling of its signature', { signature: `${JSON.parse(message(1)).signature} ` }],
    ['no signature', { signature: undefined }],
  ])(
    'is dead at once and moves nothing, nor keeps others from moving: %s',
    async (_what, change) => {
      const forged = forge(change);
      expect(await handle(forged, message(3))).toEqual({ batchItemFailures: [] });
      expect(deadLetters.messages).toMatchObject([{ message: forged }]);
      expect(await balance()).toBe(19900);
      expect(table.entries.size).toBe(2);
    },
  );

  test('is told with what it claims, and counted for an alarm', async () => {
    await handle(forge({ signature: 'AAAA' }));
    expect(recorder.lines).toEqual([
      {
        level: 'error',
        message: 'message.forged',
        members: {
          message_id: 'msg-0',
          webhook_id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
          key_id: 'key-1',
          event_id: 'evt_1',
          payment_id: 'pay_1',
          obligation_id: CUSTOMER,
          claimed: 100,
          currency: 'ZAR',
        },
      },
    ]);
    expect(recorder.metrics).toEqual([
      { name: 'MessagesRefused', value: 1, dimensions: { outcome: 'forged' } },
    ]);
  });

  test('is looked for in newer keys, and nothing else is: that costs a call', async () => {
    keys.reread = async () => {
      throw new Error('read again');
    };
    expect(await handle(message(1), message(2))).toEqual({ batchItemFailures: [] });
  });

  test('comes again where it cannot be kept', async () => {
    deadLetters.bury = async () => {
      throw new ServiceError('queue.unavailable', 'no');
    };
    expect(await handle(forge({ signature: 'AAAA' }), 'not ours', message(2))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'msg-0' }, { itemIdentifier: 'msg-1' }],
    });
    expect(recorder.lines).toContainEqual({
      level: 'error',
      message: 'message.not_buried',
      members: { message_id: 'msg-0', error: expect.objectContaining({ message: 'no' }) },
    });
    expect(await balance()).toBe(19900);
  });

  test('is not told from what a newer key signed before the keys are read anew', async () => {
    keys = keysOf([SIGNING_KEY], [SIGNING_KEY, NEW]);
    expect(await handle(signedWith(NEW))).toEqual({ batchItemFailures: [] });
    expect(await balance()).toBe(19900);
    expect([...table.entries.values()][1]).toMatchObject({
      cause: { evidence: { keyId: 'new' } },
    });
  });

  test('waits for a moment where they were just read anew: perhaps a newer key signed it', async () => {
    keys = { read: async () => [SIGNING_KEY], reread: async () => undefined };
    expect(await handle(signedWith(NEW), message(2))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'msg-0' }],
    });
    expect(deadLetters.messages).toEqual([]);
    expect(recorder.lines[0]).toEqual({
      level: 'warn',
      message: 'message.undecided',
      members: { message_id: 'msg-0' },
    });
    expect(await balance()).toBe(19900);
  });

  test.each(['read', 'reread'] as const)(
    'is never said of anything while the keys cannot be read: %s',
    async (call) => {
      keys[call] = async () => {
        throw new ServiceError('signing_keys.unavailable', 'no');
      };
      expect((await handle(message(1), signedWith(NEW))).batchItemFailures).toHaveLength(2);
      expect(deadLetters.messages).toEqual([]);
      expect(recorder.lines[0]).toEqual({
        level: 'error',
        message: 'signing_keys.unread',
        members: { messages: 2, error: expect.objectContaining({ message: 'no' }) },
      });
    },
  );

  const retired = { ...SIGNING_KEY, retiredAt: new Date(NOON - 60_000).toISOString() };

  test('is not what a key signed until it was retired, nor in the minutes until the webhook knew', async () => {
    keys = keysOf([NEW, retired]);
    const ofLongAgo = delivery(amountApplied({ data: { amount: 1, payment_id: 'pay_2' } }), {
      webhookTimestamp: NOON / 1000 - 86_400,
    });
    expect(await handle(message(1), toQueueMessage(ofLongAgo))).toEqual({ batchItemFailures: [] });
    expect(await balance()).toBe(19899);
    expect(deadLetters.messages).toEqual([]);
  });

  test('is not what a key signed to the moment a quarter of an hour after it was retired', async () => {
    keys = keysOf([NEW, { ...retired, retiredAt: new Date(NOON - 15 * 60_000).toISOString() }]);
    await handle(message(1));
    expect(await balance()).toBe(19900);
  });

  test('is what a key signed more than a quarter of an hour after it was retired', async () => {
    keys = keysOf([NEW, { ...retired, retiredAt: new Date(NOON - 15 * 60_000 - 1).toISOString() }]);
    await handle(message(1));
    expect(deadLetters.messages).toMatchObject([{ reason: 'forged' }]);
    expect(await balance()).toBe(20000);
  });

  test('the entry shows who signed it: whoever has the key can check', async () => {
    await handle(message(1));
    const [, entry] = table.entries.values();
    const sent = delivery(
      amountApplied({ id: 'evt_1', data: { payment_id: 'pay_1', amount: 100 } }),
    );
    expect(entry).toMatchObject({ cause: { raw: sent.body, evidence: evidenceOf(sent) } });
  });
});

test.each([
  '2025-12-31T23:59:59.999Z',
  '9999-12-31T00:00:00Z',
  '1969-01-01T00:00:00Z',
  new Date(NOON + 3_600_001).toISOString(),
])('a message that says it was received at %s is none of our webhook', async (received_at) => {
  const body = JSON.stringify({ ...JSON.parse(message(1)), received_at });
  await handle(body, message(2));
  expect(deadLetters.messages).toEqual([{ message: body, reason: 'unreadable' }]);
  expect(recorder.lines[0]?.members).toMatchObject({
    error: { message: `received_at is ${received_at}` },
  });
  expect((await ledger.findObligation(CUSTOMER))?.balance).toBe(19900);
});

test.each(['2026-01-01T00:00:00.000Z', new Date(NOON + 3_600_000).toISOString()])(
  'a message that says it was received at %s is taken, as the first and the last moment are',
  async (received_at) => {
    await handle(JSON.stringify({ ...JSON.parse(message(1)), received_at }));
    expect((await ledger.findObligation(CUSTOMER))?.balance).toBe(19900);
  },
);

test('what became of each event is logged and counted', async () => {
  clock.advance(1500);
  await handle(
    message(1),
    message(1),
    message(2, { currency: 'USD' }),
    message(3, { customer_id: 'bcus_unknown' }),
  );
  expect(recorder.metrics).toEqual(
    expect.arrayContaining([
      { name: 'Events', value: 1, dimensions: { outcome: 'applied' } },
      { name: 'Events', value: 1, dimensions: { outcome: 'duplicate' } },
      { name: 'Events', value: 1, dimensions: { outcome: 'quarantined' } },
      { name: 'Events', value: 1, dimensions: { outcome: 'unmatched' } },
      { name: 'AmountApplied', value: 100, dimensions: { currency: 'ZAR' } },
      { name: 'ReconcileAge', value: 1500, dimensions: { outcome: 'applied' } },
    ]),
  );
  expect(recorder.lines[0]?.members).toMatchObject({
    event_id: 'evt_1',
    outcome: 'applied',
    amount: -100,
    ending_balance: 19900,
  });
});

test.each([
  ['malformed', amountApplied({ id: 'evt_1', data: { payment_id: 'pay_1', id: 5 } })],
  ['ignored', amountApplied({ id: 'evt_1', type: 'refunded', data: { payment_id: 'pay_1' } })],
])('what is %s is found by its payment, with its amount', async (_what, event) => {
  await handle(toQueueMessage(delivery(event)));
  expect(recorder.lines[0]?.members).toMatchObject({
    event_id: 'evt_1',
    payment_id: 'pay_1',
    obligation_id: CUSTOMER,
    paid: 15000,
    currency: 'ZAR',
  });
  const [held] = table.held.values();
  expect(held).toMatchObject({ paymentId: 'pay_1', amount: 15000, currency: 'ZAR' });
  expect(held && heldWith(held)).toBe('pay_1');
});

test('a message that there is no time left for goes back', async () => {
  const { batchItemFailures } = await handleWithin(10_000, message(1));
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'msg-0' }]);
  expect((await ledger.findObligation(CUSTOMER))?.balance).toBe(20000);
});

test('an event that failed is logged with what a person asks by, and how much it is about', async () => {
  ledger.post = async () => {
    throw new Error('throttled');
  };
  await handle(message(1));
  expect(recorder.lines).toMatchObject([
    {
      level: 'error',
      message: 'event.failed',
      members: {
        event_id: 'evt_1',
        payment_id: 'pay_1',
        obligation_id: CUSTOMER,
        paid: 100,
        currency: 'ZAR',
      },
    },
  ]);
});

describe('a delivery whose age was not right', () => {
  const told = (event: unknown, verdict?: 'stale' | 'early') =>
    toQueueMessage(delivery(event, { verdict }));
  const event = amountApplied({ id: 'evt_1', data: { payment_id: 'pay_1', amount: 100 } });
  const states = () => [...table.held.values()].map(({ state, reason }) => [state, reason]);

  test.each([
    ['stale', 'signed_too_long_ago'],
    ['early', 'signed_ahead_of_time'],
  ] as const)('is kept as %s, and moves no balance', async (verdict, reason) => {
    expect(await handle(told(event, verdict))).toEqual({ batchItemFailures: [] });
    expect((await ledger.findObligation(CUSTOMER))?.balance).toBe(20000);
    expect(states()).toEqual([['stale', reason]]);
  });

  test('is a duplicate if its payment is entered', async () => {
    await handle(told(event));
    await handle(told(event, 'stale'));
    expect(table.held.size).toBe(0);
    expect(recorder.lines.at(-1)?.members).toMatchObject({ outcome: 'duplicate' });
  });

  test('holds up no fresh delivery of the same, and leaves with the next sweep', async () => {
    const deps = { ...createMemoryDeps(), table, ledger, waiting: new MemoryWaitingEvents(table) };
    await handle(told(event, 'stale'));
    await handle(told(event));
    expect((await ledger.findObligation(CUSTOMER))?.balance).toBe(19900);
    expect(states()).toEqual([['stale', 'signed_too_long_ago']]);
    deps.clock.advance(61_000);
    await createSweepHandler(deps)({}, lambdaContext(300_000));
    expect(table.held.size).toBe(0);
    expect((await ledger.findObligation(CUSTOMER))?.balance).toBe(19900);
  });

  test('is written once, however often the sweep looks at it in vain', async () => {
    const deps = { ...createMemoryDeps(), table, ledger, waiting: new MemoryWaitingEvents(table) };
    await handle(told(event, 'stale'));
    ledger.hold = async () => {
      throw new Error('It is held already');
    };
    deps.clock.advance(61_000);
    await createSweepHandler(deps)({}, lambdaContext(300_000));
    expect(states()).toEqual([['stale', 'signed_too_long_ago']]);
    expect([...table.dueAt.values()]).toEqual([expect.stringMatching(/^2026-06-18T12:06/)]);
  });

  test('gives way to a fresh one that waits for its obligation', async () => {
    const elsewhere = amountApplied({ data: { customer_id: 'bcus_elsewhere' } });
    await handle(told(elsewhere, 'early'));
    await handle(told(elsewhere));
    await handle(told(elsewhere, 'stale'));
    expect(states()).toEqual([['unmatched', 'obligation_unknown']]);
  });
});

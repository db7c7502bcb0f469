import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { beforeEach, expect, test } from 'vitest';
import { createReconcileHandler } from '#functions/reconcile/handler.ts';
import { toQueueMessage } from '#shared/models/delivery.ts';
import { amountApplied, CUSTOMER, delivery, opening } from '#test/support/factories.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { Recorder, TestClock, TestRandomness } from '#test/support/world.ts';

let ledger: MemoryLedgerStore;
let recorder: Recorder;
let clock: TestClock;

beforeEach(async () => {
  ledger = new MemoryLedgerStore();
  recorder = new Recorder();
  clock = new TestClock();
  await ledger.open(opening());
});

const handle = (...bodies: string[]) => handleWithin(60_000, ...bodies);
const handleWithin = (remainingMs: number, ...bodies: string[]) => {
  const Records = bodies.map((body, index) => ({ messageId: `msg-${index}`, body }) as SQSRecord);
  const deps = {
    ledger,
    clock,
    randomness: new TestRandomness(),
    logger: recorder,
    metrics: recorder,
  };
  return createReconcileHandler(deps)({ Records } satisfies SQSEvent, lambdaContext(remainingMs));
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
  await ledger.open(opening({ id: 'bcus_2', externalReference: 'two' }));
  const post = ledger.post.bind(ledger);
  ledger.post = async (posting) => {
    if (posting.obligationId === 'bcus_2') throw new Error('throttled');
    return post(posting);
  };
  const response = await handle(
    'not ours',
    message(1),
    message(2, { customer_id: 'bcus_2' }),
    message(3),
  );
  expect(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).toSorted()).toEqual(
    ['msg-0', 'msg-2'],
  );
  expect((await ledger.findObligation(CUSTOMER))?.balance).toBe(19800);
});

test('a message that is not ours is logged with its id and what is wrong with it', async () => {
  expect(await handle('not ours')).toEqual({ batchItemFailures: [{ itemIdentifier: 'msg-0' }] });
  expect(recorder.lines).toEqual([
    {
      level: 'error',
      message: 'message.unreadable',
      members: { message_id: 'msg-0', error: expect.any(SyntaxError) },
    },
  ]);
});

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

test('a message that there is no time left for goes back', async () => {
  const { batchItemFailures } = await handleWithin(10_000, message(1));
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'msg-0' }]);
  expect((await ledger.findObligation(CUSTOMER))?.balance).toBe(20000);
});

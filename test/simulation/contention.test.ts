import { expect, test } from 'vitest';
import { createHandler } from '#functions/reconcile/handler.ts';
import { toQueueMessage } from '#shared/models/delivery.ts';
import { Chance } from '#test/support/chance.ts';
import { amountApplied, delivery, open, opening } from '#test/support/factories.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { keysOf, MemoryDeadLetters } from '#test/support/signing.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';
import { NOON, Recorder } from '#test/support/world.ts';
import { ContendedLedger } from './contended-ledger.ts';
import { SimulatedTime } from './simulated-time.ts';

const PAYMENTS = 4000;
const BATCH = 50;
const OWED = 1_000_000;

/** Payments on one obligation, taken from the queue batch by batch by so many functions at once. */
async function race(functions: number) {
  const time = new SimulatedTime(NOON);
  const chance = new Chance(1);
  const ledger = new ContendedLedger(time, chance);
  await open({ ledger, intents: new MemoryIntentStore(ledger.table) }, opening({ balance: OWED }));
  const recorder = new Recorder();
  const deps = {
    ...{ ledger, clock: time, randomness: chance, tellings: 'both' as const },
    ...{ keys: keysOf(), deadLetters: new MemoryDeadLetters() },
    ...{ logger: recorder, metrics: recorder },
  };
  const reconcile = createHandler(deps);
  const queue = Array.from({ length: PAYMENTS }, (_, n) => message(n));
  let returned = 0;
  let slowestMs = 0;
  const takeAll = async () => {
    await time.sleep(chance.between(0, 20));
    while (queue.length > 0) {
      const startedAt = time.now();
      const { batchItemFailures } = await reconcile(
        toSqsEvent(queue.splice(0, BATCH)),
        lambdaContext(60_000),
      );
      returned += batchItemFailures.length;
      slowestMs = Math.max(slowestMs, time.now() - startedAt);
    }
  };
  for (let n = 0; n < functions; n += 1) void takeAll();
  await time.run(() => undefined);
  const [obligation] = ledger.table.obligations.values();
  const { writtenUnits, wastedUnits } = ledger;
  const wastedShare = wastedUnits / (writtenUnits + wastedUnits);
  return { wastedShare, returned, slowestMs, balance: obligation?.balance };
}

test('ten functions on one obligation waste less than two fifths of what they write', async () => {
  const { wastedShare, returned, slowestMs, balance } = await race(10);
  expect(balance).toBe(OWED - (PAYMENTS - returned));
  expect(wastedShare).toBeLessThan(0.4);
  // What goes back waits for six minutes, and may do so ten times.
  expect(returned / PAYMENTS).toBeLessThan(0.05);
  // Of the minute that an invocation may take.
  expect(slowestMs).toBeLessThan(30_000);
});

test('one function wastes nothing', async () => {
  expect(await race(1)).toMatchObject({ wastedShare: 0, returned: 0, balance: OWED - PAYMENTS });
});

function message(n: number) {
  const data = { id: `ob_${n}`, payment_id: `pay_${n}`, amount: 1 };
  return { id: `${n}`, body: toQueueMessage(delivery(amountApplied({ id: `evt_${n}`, data }))) };
}

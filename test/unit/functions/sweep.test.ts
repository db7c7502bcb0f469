import { beforeEach, expect, test } from 'vitest';
import { createSweepHandler } from '#functions/sweep/handler.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { createCustomer } from '#shared/use-cases/obligations/create-customer.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { amountApplied, incoming } from '#test/support/factories.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore, MemoryTable } from '#test/support/memory-ledger-store.ts';
import { MemoryMomentApi, unavailable } from '#test/support/memory-moment-api.ts';
import { NO_DEADLINE, Recorder, TestClock, TestRandomness } from '#test/support/world.ts';

function createDeps() {
  const table = new MemoryTable();
  const recorder = new Recorder();
  return {
    table,
    recorder,
    ledger: new MemoryLedgerStore(table),
    intents: new MemoryIntentStore(table),
    moment: new MemoryMomentApi(),
    clock: new TestClock(),
    randomness: new TestRandomness(),
    logger: recorder,
    metrics: recorder,
  };
}

let deps: ReturnType<typeof createDeps>;
beforeEach(() => {
  deps = createDeps();
});

const sweep = () => createSweepHandler(deps)({}, lambdaContext(300_000));
const begin = async (reference = 'UCR1') => {
  deps.moment.meet({ when: 'after', error: unavailable() });
  const facts = CustomerFacts.parse({
    external_reference: reference,
    currency: 'ZAR',
    balance: 2000,
  });
  await createCustomer({ facts, idempotencyKey: undefined, deadline: 0 }, deps).catch(
    () => undefined,
  );
};
const paid = (n: number) =>
  incoming(
    amountApplied({
      id: `evt_${n}`,
      data: { payment_id: `pay_${n}`, customer_id: 'bcus_1', amount: 100 },
    }),
  );

test('a creation that was abandoned is finished, and what waited for it is applied', async () => {
  await begin();
  await settleEvents([paid(1)], deps, NO_DEADLINE);
  deps.clock.advance(61_000);
  await sweep();
  expect(await deps.ledger.findObligation('bcus_1')).toMatchObject({ balance: 1900, sequence: 2 });
  expect(deps.table.held.size).toBe(0);
  await sweep();
  expect(await deps.ledger.findObligation('bcus_1')).toMatchObject({ balance: 1900, sequence: 2 });
});

test('a creation that may still run is left alone', async () => {
  await begin();
  await sweep();
  expect(deps.table.obligations.size).toBe(0);
});

test('a creation that fails again keeps nobody else from being finished', async () => {
  await begin('UCR1');
  await begin('UCR2');
  deps.clock.advance(61_000);
  deps.moment.meet({ when: 'before', error: unavailable() });
  await sweep();
  expect([...deps.table.references.keys()]).toEqual(['UCR2']);
  expect(deps.recorder.lines).toContainEqual(
    expect.objectContaining({ level: 'error', message: 'intent.failed' }),
  );
  deps.clock.advance(61_000);
  await sweep();
  expect([...deps.table.references.keys()]).toEqual(['UCR2', 'UCR1']);
});

test('events whose customer is still unknown go on waiting, and are counted', async () => {
  await settleEvents(
    Array.from({ length: 250 }, (_, n) => paid(n)),
    deps,
    NO_DEADLINE,
  );
  await sweep();
  expect(deps.table.held.size).toBe(250);
  expect(deps.recorder.metrics).toContainEqual({ name: 'Waiting', value: 250, dimensions: {} });
});

import { beforeEach, expect, test } from 'vitest';
import type { Outcome } from '#shared/ledger/outcome.ts';
import { reportSettlements } from '#shared/use-cases/payments/report-settlements.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { amountApplied, CUSTOMER, incoming, open } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

const NOT_FOR_US = { id: 'evt_x', type: 'customer.created', data: {} };

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(async () => {
  deps = createMemoryDeps();
  await open(deps);
});

const payment = (n: number, data: Record<string, unknown> = {}) =>
  amountApplied({
    id: `evt_${n}`,
    data: { id: `ob_${n}`, payment_id: `pay_${n}`, amount: 100, ...data },
  });
const report = async (...events: unknown[]) => {
  const arrived = events.map((event) => incoming(event));
  reportSettlements(await settleEvents(arrived, NO_DEADLINE, deps), deps);
};
const metricsOf = (name: string) =>
  deps.recorder.metrics
    .filter((metric) => metric.name === name)
    .map(({ name: _, ...rest }) => rest);

test('each event is logged with what a person asks by, and what became of it', async () => {
  await report(NOT_FOR_US, payment(1), payment(1), payment(2, { currency: 'USD' }));
  const webhook_id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  const ids = {
    webhook_id,
    event_id: 'evt_1',
    payment_id: 'pay_1',
    obligation_id: CUSTOMER,
    paid: 100,
    currency: 'ZAR',
  };
  const line = (members: object) => ({ level: 'info', message: 'event.settled', members });
  // As it is printed: without what is undefined.
  expect(JSON.parse(JSON.stringify(deps.recorder.lines))).toEqual([
    line({ webhook_id, event_id: 'evt_x', outcome: 'ignored', reason: 'type_without_meaning' }),
    line({
      ...ids,
      outcome: 'applied',
      type: 'payment',
      sequence: 2,
      amount: -100,
      ending_balance: 19900,
    }),
    line({ ...ids, outcome: 'duplicate' }),
    line({
      ...ids,
      event_id: 'evt_2',
      payment_id: 'pay_2',
      currency: 'USD',
      outcome: 'quarantined',
      reason: 'currency_mismatch',
      detail: 'USD paid on a balance in ZAR',
    }),
  ]);
});

test('what failed is logged as an error, and counted as failed whatever it was to be', async () => {
  const error = new Error('throttled');
  deps.ledger.post = () => Promise.reject(error);
  await report(payment(1), payment(2));
  expect(deps.recorder.lines).toMatchObject([
    { level: 'error', message: 'event.failed', members: { event_id: 'evt_1', error } },
    { level: 'error', message: 'event.failed', members: { event_id: 'evt_2', error } },
  ]);
  expect(deps.recorder.metrics).toEqual([
    { name: 'Events', value: 2, dimensions: { outcome: 'failed' } },
  ]);
});

test('events are counted by outcome, and what was applied is summed by currency', async () => {
  await report(payment(1), payment(2, { amount: 50 }), payment(1), NOT_FOR_US);
  expect(metricsOf('Events')).toEqual([
    { value: 1, dimensions: { outcome: 'ignored' } },
    { value: 2, dimensions: { outcome: 'applied' } },
    { value: 1, dimensions: { outcome: 'duplicate' } },
  ]);
  expect(metricsOf('AmountApplied')).toEqual([{ value: 150, dimensions: { currency: 'ZAR' } }]);
});

test('how long an event took is told, but not of one that waited for its customer', () => {
  const outcome: Outcome = { kind: 'duplicate', entryKey: 'pay_1' };
  const fresh = incoming(payment(1));
  deps.clock.advance(1500);
  reportSettlements(
    [
      { incoming: fresh, outcome },
      { incoming: { ...fresh, waited: true }, outcome },
    ],
    deps,
  );
  expect(metricsOf('ReconcileAge')).toEqual([
    { value: 1500, dimensions: { outcome: 'duplicate' } },
  ]);
  expect(metricsOf('Events')).toEqual([{ value: 2, dimensions: { outcome: 'duplicate' } }]);
});

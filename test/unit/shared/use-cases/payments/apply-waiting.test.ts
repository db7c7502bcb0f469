import { beforeEach, expect, test } from 'vitest';
import { applyWaiting } from '#shared/use-cases/payments/apply-waiting.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { amountApplied, CUSTOMER, incoming, open } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(async () => {
  deps = createMemoryDeps();
  await settleEvents([incoming(amountApplied())], NO_DEADLINE, deps);
  await open(deps);
});
const lines = () => deps.recorder.lines.map(({ level, message }) => `${level} ${message}`);

test('what waited for an obligation is applied, and logged as what it became', async () => {
  await applyWaiting(CUSTOMER, NO_DEADLINE, deps);
  expect(deps.table.obligations.get(CUSTOMER)?.balance).toBe(5000);
  expect(lines()).toEqual(['info event.settled']);
  expect(deps.recorder.metrics).toContainEqual(
    expect.objectContaining({ name: 'Events', dimensions: { outcome: 'applied' } }),
  );
});

test('what cannot be read is logged by its key', async () => {
  const error = new Error('broken');
  const unreadable = [{ key: 'pay_1 EVENT#1', error }];
  deps.waiting.listWaiting = async () => ({ items: [], unreadable });
  await applyWaiting(CUSTOMER, NO_DEADLINE, deps);
  expect(deps.recorder.lines).toEqual([
    { level: 'error', message: 'item.unreadable', members: unreadable[0] },
  ]);
});

test('where nothing can be read, the sweep does it: whoever opened the obligation is answered', async () => {
  const error = new Error('broken');
  deps.waiting.listWaiting = async () => Promise.reject(error);
  await applyWaiting(CUSTOMER, NO_DEADLINE, deps);
  expect(deps.recorder.lines).toEqual([
    {
      level: 'error',
      message: 'waiting.failed',
      members: { obligation_id: CUSTOMER, error },
    },
  ]);
});

import { expect, onTestFinished, test } from 'vitest';
import { FREE_PORTS, start } from '#test/support/npm-start.ts';
import { addsUp, planPayments, readStatement, settle } from '#test/support/payments.ts';
import { Sender } from '#test/support/sender.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

test('kill -9 of everything, and a start with the same data, loses and doubles nothing', async () => {
  const args = [...FREE_PORTS, '--data', temporaryDirectory()];
  const first = await start([...args, '--no-demo']);
  const plan = await planPayments(first.apiUrl, { customers: 10, count: 400, name: 'NINE' });
  const sender = new Sender(first);
  const sent = sender.sendAll(plan.events);
  while (sender.acknowledged < 250) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await first.stop('SIGKILL')).toBeNull();

  const second = await start(args);
  onTestFinished(async () => {
    await second.stop('SIGKILL');
  });
  expect(second.signingSecret).toBe(first.signingSecret);
  sender.moveTo(second);
  await sent;
  expect(sender.refused).toBeGreaterThan(0);
  expect(await settle(second.apiUrl, plan)).toEqual(plan.balances);
  for (const id of plan.customers) {
    const lines = await readStatement(second.apiUrl, id);
    expect(lines).toHaveLength(41);
    expect(addsUp(lines)).toBe(true);
  }
}, 180_000);

import { afterAll, beforeAll, expect, test } from 'vitest';
import { deadLetters, startTestMerchant, untilDrained } from '#test/support/local-merchant.ts';
import { addsUp, planPayments, readStatement, settle } from '#test/support/payments.ts';
import { Sender } from '#test/support/sender.ts';

/** By work and not by time: a slow machine would start processes, and do nothing else. */
const ACKNOWLEDGED_BETWEEN_KILLS = 20;

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
beforeAll(async () => {
  merchant = await startTestMerchant();
}, 180_000);
afterAll(() => merchant.close());

test('2,000 webhooks for 50 customers, 32 at a time and every tenth twice, leave each balance exact', async () => {
  const { apiUrl } = merchant.stack;
  const plan = await planPayments(apiUrl, { customers: 50, count: 2000, name: 'EXACT' });
  const sender = new Sender(merchant);
  await sender.sendAll(plan.events);
  expect({ acknowledged: sender.acknowledged, refused: sender.refused }).toEqual({
    acknowledged: 2200,
    refused: 0,
  });
  await untilDrained(merchant);
  expect(await settle(apiUrl, plan)).toEqual(plan.balances);
  expect(await deadLetters(merchant)).toBe(0);
  for (const id of plan.customers) {
    const lines = await readStatement(apiUrl, id);
    expect(lines).toHaveLength(1 + 2000 / 50);
    expect(addsUp(lines)).toBe(true);
  }
}, 180_000);

test('killing function processes all the while loses and doubles nothing', async () => {
  const { apiUrl } = merchant.stack;
  const plan = await planPayments(apiUrl, { customers: 10, count: 500, name: 'KILLED' });
  const sender = new Sender(merchant);
  let killed = 0;
  const killer = setInterval(() => {
    if (sender.acknowledged < killed * ACKNOWLEDGED_BETWEEN_KILLS) return;
    const running = merchant.stack.processes();
    const unlucky = running[killed % running.length];
    if (unlucky === undefined) return;
    process.kill(unlucky, 'SIGKILL');
    killed += 1;
  }, 10);
  try {
    await sender.sendAll(plan.events);
  } finally {
    clearInterval(killer);
  }
  expect(killed).toBeGreaterThan(20);
  expect(await settle(apiUrl, plan)).toEqual(plan.balances);
  await untilDrained(merchant);
  for (const id of plan.customers) expect(addsUp(await readStatement(apiUrl, id, 7))).toBe(true);
}, 180_000);

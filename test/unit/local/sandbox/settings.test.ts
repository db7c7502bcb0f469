import { describe, expect, test } from 'vitest';
import { playSandbox } from '#test/support/played-sandbox.ts';

const { get, post, patch, put } = playSandbox();
const CUSTOMER = { external_reference: 'UCR1', currency: 'ZAR', balance: 2000 };

test('the settings are shown, and changed by name: what is not sent stays', async () => {
  const before = {
    moment_lowers: true,
    payment_rules: {
      min_amount: 1,
      max_amount: 99_999_999,
      underpayment_allowed: true,
      overpayment_allowed: true,
    },
    slow_ms: 0,
    lose_answers: 0,
    refuse_with_429: { calls: 0, retry_after: 1 },
  };
  expect(await get('/sandbox/settings')).toMatchObject({ status: 200, body: before });
  const { status, body } = await put('/sandbox/settings', { slow_ms: 5, moment_lowers: false });
  expect(status).toBe(200);
  expect(body).toEqual({ ...before, slow_ms: 5, moment_lowers: false });
  expect((await get('/sandbox/settings')).body).toEqual(body);
});

describe('a sandbox that is started so that Moment lowers no balance', () => {
  const started = playSandbox({ momentLowers: false });

  test('lowers none', async () => {
    await started.post('/billing/customers', CUSTOMER);
    await started.post('/sandbox/payments', { customer: 'UCR1', amount: 500 });
    expect((await started.get('/billing/customers/UCR1')).body.balance).toBe(2000);
  });
});

test.each([
  [{ moment_lowers: 'no' }, 'moment_lowers'],
  [{ slow_ms: -1 }, 'slow_ms'],
  [{ slow_ms: 60_001 }, 'slow_ms'],
  [{ lose_answers: 1.5 }, 'lose_answers'],
  [{ refuse_with_429: 3 }, 'refuse_with_429'],
  [{ slow_ms: 5, speed: 1 }, 'speed is not known here'],
])('a setting of %j is refused, and nothing is changed', async (wrong, detail) => {
  const { body: before } = await get('/sandbox/settings');
  const answer = await put('/sandbox/settings', wrong);
  expect(answer.status).toBe(400);
  expect(answer.body.detail).toContain(detail);
  expect((await get('/sandbox/settings')).body).toEqual(before);
});

test('payment rules are those of what is created from then on, or none', async () => {
  await post('/billing/customers', CUSTOMER);
  const rules = {
    min_amount: 100,
    max_amount: 1000,
    underpayment_allowed: false,
    overpayment_allowed: false,
  };
  await put('/sandbox/settings', { payment_rules: rules });
  const bill = { customer: 'UCR1', external_reference: 'INV1', currency: 'ZAR', amount_due: 500 };
  expect((await post('/billing/bills', bill)).body.payment_rules).toEqual(rules);
  await put('/sandbox/settings', { payment_rules: null });
  const account = { customer: 'UCR1', external_reference: 'ACC1' };
  expect((await post('/billing/accounts', account)).body).not.toHaveProperty('payment_rules');
  expect((await get('/billing/customers/UCR1')).body.payment_rules).toMatchObject({
    underpayment_allowed: true,
  });
});

describe('a Moment that is slow', () => {
  test('answers its own API late, and the sandbox at once', async () => {
    await put('/sandbox/settings', { slow_ms: 400 });
    const startedAt = performance.now();
    expect((await post('/billing/customers', CUSTOMER)).status).toBe(201);
    const slow = performance.now() - startedAt;
    expect(slow).toBeGreaterThan(390);
    await get('/sandbox/settings');
    expect(performance.now() - startedAt - slow).toBeLessThan(390);
  });

  test('has done by then what was asked', async () => {
    await put('/sandbox/settings', { slow_ms: 400 });
    const answered = post('/billing/customers', CUSTOMER);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await put('/sandbox/settings', { slow_ms: 0 });
    expect((await get('/billing/customers/UCR1')).status).toBe(200);
    expect((await answered).status).toBe(201);
  });
});

describe('a Moment whose answers are lost', () => {
  test('has done the write, and answers it to the same key', async () => {
    await put('/sandbox/settings', { lose_answers: 1 });
    await expect(post('/billing/customers', CUSTOMER, 'once')).rejects.toThrow('fetch failed');
    const { status, headers, body } = await post('/billing/customers', CUSTOMER, 'once');
    expect(status).toBe(201);
    expect(headers.get('idempotent-replayed')).toBe('true');
    expect((await get('/billing/customers/UCR1')).body).toEqual(body);
  });

  test('loses as many as told, of writes that were done, and none of what is read or refused', async () => {
    await post('/billing/customers', CUSTOMER);
    await put('/sandbox/settings', { lose_answers: 2 });
    expect((await get('/billing/customers/UCR1')).status).toBe(200);
    expect((await post('/billing/customers', CUSTOMER)).status).toBe(409);
    for (const balance of [1, 2]) {
      await expect(patch('/billing/customers/UCR1', { balance })).rejects.toThrow('fetch failed');
    }
    expect((await get('/billing/customers/UCR1')).body.balance).toBe(2);
    expect((await patch('/billing/customers/UCR1', { balance: 3 })).status).toBe(200);
  });
});

describe('a Moment with too many requests', () => {
  test('refuses as many calls as told, says when to come again, and does nothing', async () => {
    await put('/sandbox/settings', { refuse_with_429: { calls: 2, retry_after: 7 } });
    const refusals = [
      await post('/billing/customers', CUSTOMER, 'once'),
      await get('/billing/customers/UCR1'),
    ];
    for (const { status, headers } of refusals) {
      expect([status, headers.get('retry-after')]).toEqual([429, '7']);
      expect(headers.get('content-type')).toContain('application/problem+json');
    }
    expect((await get('/billing/customers/UCR1')).status).toBe(404);
    expect((await post('/billing/customers', CUSTOMER, 'once')).status).toBe(201);
  });

  test("refuses none of the sandbox's own routes", async () => {
    await put('/sandbox/settings', { refuse_with_429: { calls: 1 } });
    expect((await get('/sandbox/settings')).body.refuse_with_429).toEqual({
      calls: 1,
      retry_after: 1,
    });
  });
});

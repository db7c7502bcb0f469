import { describe, expect, test } from 'vitest';
import { createHttpStack } from '#commands/import/http-stack.ts';
import type { Answer } from '#commands/kit/stack-api.ts';
import { unanswered } from '#commands/kit/stack-api.ts';
import { billRow, customerRow } from '#test/support/memory-import-stack.ts';

const OPENED = '2026-11-30T07:00:00.000Z';
const CUSTOMER = {
  id: 'bcus_1',
  external_reference: 'C-1',
  name: 'Jane',
  email: 'j@example.com',
  phone: '+27821234567',
  currency: 'ZAR',
  balance: 2000,
  balance_tracked: true,
  metadata: { plan: 'gold' },
  opened_at: OPENED,
  sequence: 3,
};
const ACCOUNT = {
  id: 'bacc_1',
  external_reference: 'A-1',
  customer_id: 'bcus_1',
  balance_tracked: false,
  opened_at: OPENED,
  sequence: 0,
};
const BILL = {
  id: 'bill_1',
  external_reference: 'B-1',
  customer_id: 'bcus_1',
  status: 'unpaid',
  currency: 'ZAR',
  amount_due: 2000,
  amount_paid: 500,
  amount_remaining: 1500,
  balance: 1500,
  bill_date: '2026-12-01',
  due_date: '2026-12-31',
  opened_at: OPENED,
  sequence: 2,
};

function answering(answer: Partial<Answer> | Error) {
  const calls: unknown[] = [];
  const stack = createHttpStack(
    {
      async call(...request) {
        calls.push(request);
        if (answer instanceof Error) throw answer;
        return { status: 200, code: undefined, body: undefined, ...answer };
      },
    },
    'Imported: b',
  );
  return { stack, calls };
}

describe('what stands in the ledger', () => {
  test('of a customer', async () => {
    const { stack, calls } = answering({ body: CUSTOMER });
    expect(await stack.find('customer', 'C-1')).toEqual({
      kind: 'found',
      standing: {
        id: 'bcus_1',
        sequence: 3,
        currency: 'ZAR',
        balance: 2000,
        paid: 0,
        contact: {
          name: 'Jane',
          email: 'j@example.com',
          phone: '+27821234567',
          metadata: { plan: 'gold' },
        },
      },
    });
    expect(calls).toEqual([['GET', '/customers/C-1', undefined, {}]]);
  });

  test('of an account without a balance', async () => {
    const { stack } = answering({ body: ACCOUNT });
    expect(await stack.find('account', 'A-1')).toMatchObject({
      standing: { id: 'bacc_1', balance: undefined, paid: 0 },
    });
  });

  test('of a bill, with what was paid of it', async () => {
    const { stack } = answering({ body: BILL });
    expect(await stack.find('bill', 'B-1')).toMatchObject({
      standing: { balance: 1500, paid: 500, billDate: '2026-12-01', dueDate: '2026-12-31' },
    });
  });

  test('is nothing where nothing is', async () => {
    const { stack } = answering({ status: 404, code: 'bill.not_found' });
    expect(await stack.find('bill', 'B-1')).toEqual({ kind: 'found', standing: undefined });
  });

  test('is read by pages', async () => {
    const { stack, calls } = answering({ body: { data: [BILL], next_cursor: 'a+b' } });
    const page = await stack.list('bill', undefined);
    expect(page).toMatchObject({
      kind: 'listed',
      data: [{ reference: 'B-1', standing: { id: 'bill_1' } }],
      next: 'a+b',
    });
    const last = answering({ body: { data: [], next_cursor: null } });
    expect(await last.stack.list('bill', 'a+b')).toEqual({
      kind: 'listed',
      data: [],
      next: undefined,
    });
    expect([...calls, ...last.calls]).toEqual([
      ['GET', '/bills?limit=100', undefined, {}],
      ['GET', '/bills?limit=100&cursor=a%2Bb', undefined, {}],
    ]);
  });
});

describe('what is written', () => {
  test('is created under its key', async () => {
    const { stack, calls } = answering({ status: 201, body: BILL });
    const { wanted } = billRow();
    expect(await stack.create(wanted, 'k')).toEqual({ kind: 'done', id: 'bill_1' });
    expect(calls).toEqual([['POST', '/bills', wanted.facts, { 'idempotency-key': 'k' }]]);
  });

  test('is a balance, with what it came from', async () => {
    const { stack, calls } = answering({ status: 201, body: { id: 'entry' } });
    await stack.setBalance('customer', 'bcus_1', { balance: 5, expectedSequence: 3 }, 'k');
    const body = { balance: 5, expected_sequence: 3, note: 'Imported: b' };
    expect(calls).toEqual([['PUT', '/customers/bcus_1/balance', body, { 'idempotency-key': 'k' }]]);
  });

  test('is who it is', async () => {
    const { stack, calls } = answering({ body: CUSTOMER });
    expect(await stack.changeContact('customer', 'bcus_1', { name: 'Jo' })).toEqual({
      kind: 'done',
      id: 'bcus_1',
    });
    expect(calls).toEqual([['PATCH', '/customers/bcus_1', { name: 'Jo' }, {}]]);
  });

  test('may be refused, in words and by members', async () => {
    const errors = [{ field: 'email', detail: 'must be one' }];
    const body = { detail: 'It is not valid', errors };
    const { stack } = answering({ status: 400, code: 'request.invalid', body });
    expect(await stack.create(customerRow().wanted, 'k')).toEqual({
      kind: 'refused',
      code: 'request.invalid',
      detail: 'It is not valid',
      members: errors,
    });
    const bare = answering({ status: 418, body: 'no' });
    expect(await bare.stack.create(customerRow().wanted, 'k')).toEqual({
      kind: 'refused',
      code: '418',
      detail: '418 no',
      members: [],
    });
  });
});

describe('what may work later', () => {
  test.each([
    ['a throttle', { status: 429, retryAfter: 7 }, { afterMs: 7000, isBusy: true }],
    ['a stack that is busy', { status: 503, retryAfter: 1 }, { afterMs: 1000, isBusy: true }],
    ['a failure', { status: 500 }, { afterMs: undefined, isBusy: false }],
    [
      'a creation that goes on',
      { status: 409, code: 'customer.creation_pending', retryAfter: 60 },
      { afterMs: 60_000, isBusy: false },
    ],
  ])('is %s', async (_, answer, members) => {
    const { stack } = answering(answer);
    const later = { kind: 'later', ...members };
    expect(await stack.create(customerRow().wanted, 'k')).toMatchObject(later);
    expect(await stack.find('customer', 'C-1')).toMatchObject(later);
    expect(await stack.list('customer', undefined)).toMatchObject(later);
  });

  test('is a call that nobody answers: whether it was done is not known', async () => {
    const { stack } = answering(unanswered('POST', 'http://x', new Error('reset')));
    expect(await stack.create(customerRow().wanted, 'k')).toMatchObject({
      kind: 'later',
      afterMs: undefined,
      isBusy: true,
      detail: 'POST http://x is not answered: reset',
    });
  });
});

test.each([401, 403])('whoever may not is told so, and nothing goes on (%i)', async (status) => {
  const { stack } = answering({ status, body: { message: 'Forbidden' } });
  await expect(stack.find('customer', 'C-1')).rejects.toThrow(`The API answers ${status}`);
  await expect(stack.create(customerRow().wanted, 'k')).rejects.toMatchObject({
    todo: expect.stringContaining('execute-api:Invoke'),
  });
});

test('a stack of another version is told', async () => {
  const { stack } = answering({ status: 418, body: 'no' });
  await expect(stack.find('customer', 'C-1')).rejects.toThrow('The API answers 418 no');
});

import { expect, test } from 'vitest';
import type { PaymentRequest } from '#shared/models/payment-request.ts';
import { CUSTOMER, open, opening } from '#test/support/factories.ts';
import { onEachStore } from './on-each-store.ts';

const request = (id: string, more: Partial<PaymentRequest> = {}): PaymentRequest => ({
  id,
  status: 'active',
  amount: 2000,
  currency: 'ZAR',
  expiresAt: '2026-06-19T12:00:00Z',
  url: `https://links.example/${id}`,
  ...more,
});

onEachStore('presented requests', (stores) => {
  const list = async (amount = 2000, id = CUSTOMER) => {
    const found = await stores().presented.listPresented(id, amount);
    return found.toSorted((left, right) => left.id.localeCompare(right.id));
  };

  test('are found by obligation and amount', async () => {
    const { presented } = stores();
    const bare: PaymentRequest = { id: 'pr_2', status: 'active', amount: 2000, currency: 'ZAR' };
    await presented.keepPresented(CUSTOMER, request('pr_1'));
    await presented.keepPresented(CUSTOMER, bare);
    await presented.keepPresented(CUSTOMER, request('pr_3', { amount: 500 }));
    await presented.keepPresented('bcus_other', request('pr_4'));
    expect(await list()).toEqual([request('pr_1'), bare]);
    expect(await list(500)).toEqual([request('pr_3', { amount: 500 })]);
    expect(await list(1)).toEqual([]);
    expect(await list(2000, 'bcus_none')).toEqual([]);
  });

  test('are kept once, as they were presented', async () => {
    await stores().presented.keepPresented(CUSTOMER, request('pr_1'));
    await stores().presented.keepPresented(CUSTOMER, request('pr_1', { status: 'paid' }));
    expect(await list()).toEqual([request('pr_1')]);
  });

  test('are no part of the obligation or its statement', async () => {
    const whole = opening();
    await open(stores(), whole);
    await stores().presented.keepPresented(CUSTOMER, request('pr_1'));
    const { ledger, statements } = stores();
    const { obligation, profile } = whole;
    expect(await ledger.findWithProfile(CUSTOMER)).toEqual({ obligation, profile });
    expect((await statements.listStatement(CUSTOMER, { limit: 10 })).lines).toHaveLength(1);
  });

  test('are all found, however many', async () => {
    const url = `https://links.example/${'x'.repeat(150_000)}`;
    const many = Array.from({ length: 9 }, (_, n) => request(`pr_${n}`, { url }));
    for (const one of many) await stores().presented.keepPresented(CUSTOMER, one);
    expect(await list()).toEqual(many);
  });
});

import { expect, test } from 'vitest';
import { paymentKey } from '#shared/models/entry.ts';
import type { PaymentRequest } from '#shared/models/payment-request.ts';
import type { Presented } from '#shared/models/presented.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  open,
  opening,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { movedBy, paid, postingOf } from '#test/support/postings.ts';
import { onEachStore } from './on-each-store.ts';

const request = (id: string, more: Partial<Presented> = {}): Presented => ({
  id,
  status: 'active',
  amount: 2000,
  currency: 'ZAR',
  expiresAt: '2026-06-19T12:00:00Z',
  url: `https://links.example/${id}`,
  createdAt: '2026-06-18T12:00:00.000Z',
  description: 'June',
  ...more,
});

onEachStore('presented requests', (stores) => {
  const list = async (id = CUSTOMER) => {
    const found = await stores().presented.listPresented(id);
    return found.toSorted((left, right) => left.id.localeCompare(right.id));
  };

  test('are found by obligation', async () => {
    const { presented } = stores();
    const bare: PaymentRequest = { id: 'pr_2', status: 'active', amount: 2000, currency: 'ZAR' };
    await presented.keepPresented(CUSTOMER, request('pr_1'));
    await presented.keepPresented(CUSTOMER, bare);
    await presented.keepPresented(CUSTOMER, request('pr_3', { amount: 500 }));
    await presented.keepPresented('bcus_other', request('pr_4'));
    expect(await list()).toEqual([request('pr_1'), bare, request('pr_3', { amount: 500 })]);
    expect(await list('bcus_none')).toEqual([]);
  });

  test('are kept once, as they were presented', async () => {
    await stores().presented.keepPresented(CUSTOMER, request('pr_1'));
    await stores().presented.keepPresented(CUSTOMER, request('pr_1', { status: 'paid' }));
    expect(await list()).toEqual([request('pr_1')]);
  });

  const told = (paymentId: string, id = 'pr_1') =>
    movement(
      paymentRequestPaid({
        id: `evt_${paymentId}`,
        data: { id, payment_id: paymentId, amount: 2000 },
      }),
    );
  const key = (paymentId: string) => paymentKey({ paymentId, obligationId: CUSTOMER });
  const settledBy = async (id = 'pr_1') =>
    (await list()).find((presented) => presented.id === id)?.settledBy;

  test('are settled in the posting that enters their payment, each of its own', async () => {
    await open(stores());
    const { ledger, presented } = stores();
    for (const id of ['pr_1', 'pr_2', 'pr_3']) await presented.keepPresented(CUSTOMER, request(id));
    const posting = postingOf([told('pay_1'), told('pay_2', 'pr_2'), paid({ id: 'pay_3' })]);
    expect(await ledger.post(posting, [])).toBe('posted');
    expect(await list()).toEqual([
      request('pr_1', { settledBy: key('pay_1') }),
      request('pr_2', { settledBy: key('pay_2') }),
      request('pr_3'),
    ]);
  });

  test('are settled by nothing that is not posted', async () => {
    await open(stores());
    const { ledger, presented } = stores();
    await presented.keepPresented(CUSTOMER, request('pr_1'));
    const posting = postingOf([told('pay_1')]);
    const late = { ...posting, expected: { ...posting.expected, sequence: 7 } };
    expect(await ledger.post(late, [])).toBe('conflict');
    expect(await settledBy()).toBeUndefined();
  });

  test.each([
    ['in one posting', false],
    ['one after the other', true],
  ])('are settled by the first of several payments, %s', async (_how, isApart) => {
    await open(stores());
    const { ledger, presented } = stores();
    await presented.keepPresented(CUSTOMER, request('pr_1'));
    const [first, second] = [told('pay_1'), told('pay_2')];
    const posting = postingOf(isApart ? [first] : [first, second]);
    expect(await ledger.post(posting, [])).toBe('posted');
    const next = postingOf([second], movedBy(posting));
    if (isApart) expect(await ledger.post(next, [])).toBe('posted');
    expect(await settledBy()).toBe(key('pay_1'));
  });

  test('are settled also where the payment comes before they are kept, and are not listed until then', async () => {
    await open(stores());
    const { ledger, presented } = stores();
    expect(await ledger.post(postingOf([told('pay_1')]), [])).toBe('posted');
    expect(await list()).toEqual([]);
    await presented.keepPresented(CUSTOMER, request('pr_1'));
    await presented.keepPresented(CUSTOMER, request('pr_1', { status: 'paid' }));
    expect(await list()).toEqual([request('pr_1', { settledBy: key('pay_1') })]);
  });

  test('are settled by the payment that was entered by its application, once they tell of it too', async () => {
    await open(stores());
    const { ledger, presented } = stores();
    await presented.keepPresented(CUSTOMER, request('pr_1'));
    const application = movement(amountApplied({ data: { payment_id: 'pay_1', amount: 2000 } }));
    await ledger.post(postingOf([application]), []);
    expect(await settledBy()).toBeUndefined();
    const { paymentRequest, cause } = told('pay_1');
    const telling = { obligationId: CUSTOMER, paymentId: 'pay_1', sequence: 2, amount: 2000 };
    expect(await ledger.keepTelling({ ...telling, cause })).toBe('kept');
    expect(await settledBy()).toBeUndefined();
    // Kept already, as after a crash in between.
    expect(await ledger.keepTelling({ ...telling, paymentRequest, cause })).toBe('kept');
    expect(await settledBy()).toBe(key('pay_1'));
  });

  test('end at another time once that is kept, and nothing else of them changes', async () => {
    const { presented } = stores();
    for (const id of ['pr_1', 'pr_2']) await presented.keepPresented(CUSTOMER, request(id));
    const expiresAt = '2026-06-18T13:00:00Z';
    await presented.keepExpiry(CUSTOMER, 'pr_1', expiresAt);
    await presented.keepExpiry(CUSTOMER, 'pr_none', expiresAt);
    await presented.keepExpiry('bcus_other', 'pr_2', expiresAt);
    expect(await list()).toEqual([request('pr_1', { expiresAt }), request('pr_2')]);
    expect(await list('bcus_other')).toEqual([]);
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

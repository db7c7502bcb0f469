import { describe, expect, test } from 'vitest';
import { decide } from '#shared/ledger/decide.ts';
import { furtherKeys } from '#shared/ledger/further-keys.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { NewestPayment } from '#shared/models/obligation.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  obligation,
  paymentRequestPaid,
} from '#test/support/factories.ts';

const applied = (payment_id: string, amount = 100) =>
  movement(amountApplied({ data: { payment_id, amount } }));
const request = (payment_id: string, amount = 100) =>
  movement(paymentRequestPaid({ data: { payment_id, amount } }));
const knownWith = (entries: readonly Entry[], newestPayments: NewestPayment[] = []) => ({
  obligation: obligation({ newestPayments }),
  entries,
  toldByBoth: [],
  doubts: [],
});
const entered = (...movements: ReturnType<typeof movement>[]) =>
  decide(
    movements.map((one) => ({ movement: one })),
    knownWith([]),
    '2026-06-18T12:00:01.000Z',
  ).posting?.entries ?? [];
const keysOf = (...ids: string[]) => ({
  entries: ids.map((id) => `applied:${id}@${CUSTOMER}`),
  tellings: ids.map((id) => `${id}@${CUSTOMER}`),
});
const newest = (paymentId: string, toldBy: NewestPayment['toldBy']): NewestPayment => ({
  paymentId,
  toldBy,
  amount: 100,
});

describe('nothing more is read', () => {
  test.each([
    ['for a new payment', applied('pay_1'), []],
    ['for an application that was entered as such', applied('pay_1'), entered(applied('pay_1'))],
    ['for a request that was entered as such', request('pay_1'), entered(request('pay_1'))],
    ['for a request after an application', request('pay_1'), entered(applied('pay_1'))],
    [
      'where the key is that of an entry of another type',
      applied('pay_1'),
      entered(request('pay_1')).map((entry) => ({ ...entry, type: 'opening' }) as Entry),
    ],
  ])('%s', (_what, told, entries) => {
    expect(furtherKeys([told], knownWith(entries))).toEqual(keysOf());
  });

  test('without an obligation', () => {
    const nobody = { obligation: undefined, entries: [], toldByBoth: [], doubts: [] };
    expect(furtherKeys([applied('pay_1')], nobody)).toEqual(keysOf());
  });

  test('for a payment that is entered, though another one looks like it', () => {
    const known = knownWith(entered(applied('pay_1')), [newest('p_42', 'request')]);
    expect(furtherKeys([applied('pay_1')], known)).toEqual(keysOf());
  });
});

describe('what was told of a payment besides its entry is read', () => {
  test.each([100, 60])('for an application of %i after a request of 100', (amount) => {
    const known = knownWith(entered(request('pay_1')));
    expect(furtherKeys([applied('pay_1', amount)], known)).toEqual(keysOf('pay_1'));
  });

  test('for each payment that a new one may be, once, and for no other', () => {
    const known = knownWith(
      [],
      [newest('p_1', 'request'), newest('p_2', 'request'), newest('p_3', 'application')],
    );
    const told = [applied('pay_1'), applied('pay_2'), applied('pay_3', 60)];
    expect(furtherKeys(told, known)).toEqual(keysOf('p_1', 'p_2'));
  });
});

import { expect, test } from 'vitest';
import { openObligation } from '#shared/ledger/open-obligation.ts';
import { chainStart, hashEntry } from '#shared/models/chain.ts';
import { CUSTOMER } from '#test/support/factories.ts';

const OPENED_AT = '2026-06-18T12:00:00.000Z';
const DONE = { obligationId: CUSTOMER, openedAt: OPENED_AT };

test('a customer with a balance opens with an entry of what the merchant asked for', () => {
  const facts = {
    external_reference: 'UCR1234567890',
    name: 'John Doe',
    email: 'john@example.com',
    phone: '+27123456789',
    currency: 'ZAR',
    balance: 2000,
    metadata: { tier: 'gold' },
  };
  const done = {
    obligationId: CUSTOMER,
    openedAt: OPENED_AT,
    paymentRules: { min_amount: 100 },
  };

  const entry = {
    key: `opening:${CUSTOMER}`,
    obligationId: CUSTOMER,
    sequence: 1,
    type: 'opening',
    amount: 2000,
    endingBalance: 2000,
    currency: 'ZAR',
    effectiveAt: OPENED_AT,
    recordedAt: OPENED_AT,
    previous: chainStart({ id: CUSTOMER, externalReference: 'UCR1234567890' }),
    cause: { kind: 'command', key: 'key-1' },
  } as const;
  expect(openObligation({ kind: 'customer', facts }, done, 'key-1', 1500)).toStrictEqual({
    obligation: {
      id: CUSTOMER,
      kind: 'customer',
      externalReference: 'UCR1234567890',
      paymentRules: { min_amount: 100 },
      currency: 'ZAR',
      balance: 2000,
      atMoment: { balance: 1500, sequence: 1, at: OPENED_AT, pushed: false },
      sequence: 1,
      openedAt: OPENED_AT,
      recordedAt: OPENED_AT,
      newestPayments: [],
      newestHash: hashEntry(entry),
    },
    profile: {
      name: 'John Doe',
      email: 'john@example.com',
      phone: '+27123456789',
      metadata: { tier: 'gold' },
    },
    entry,
  });
});

test('a balance of nothing is a balance', () => {
  const facts = { external_reference: 'UCR1', currency: 'ZAR', balance: 0 };
  const { obligation, entry } = openObligation({ kind: 'customer', facts }, DONE, 'key-1', 0);
  expect(obligation).toMatchObject({ balance: 0, atMoment: { balance: 0 }, sequence: 1 });
  expect(entry).toMatchObject({ amount: 0, endingBalance: 0 });
});

test.each([
  ['neither balance nor currency', {}],
  ['a currency alone', { currency: 'ZAR' }],
  ['a balance alone, which no schema lets through', { balance: 2000 }],
])('a customer with %s has no entry, and holds nothing that was not said', (_what, money) => {
  const facts = { external_reference: 'UCR1', name: undefined, ...money };
  const opened = openObligation(
    { kind: 'customer', facts },
    { ...DONE, paymentRules: undefined },
    'key-1',
  );
  expect(opened).toStrictEqual({
    obligation: {
      id: CUSTOMER,
      kind: 'customer',
      externalReference: 'UCR1',
      ...money,
      sequence: 0,
      openedAt: OPENED_AT,
      newestPayments: [],
    },
    profile: {},
  });
});

test('an account hangs on its customer, and has a name and metadata', () => {
  const facts = {
    external_reference: 'ACC1',
    name: 'Water',
    currency: 'ZAR',
    balance: 2000,
    metadata: { meter: '7' },
  };
  const done = { obligationId: 'bacc_1', openedAt: OPENED_AT, customerId: CUSTOMER };
  const opened = openObligation({ kind: 'account', facts }, done, 'key-1');
  expect(opened.obligation).toStrictEqual({
    id: 'bacc_1',
    kind: 'account',
    externalReference: 'ACC1',
    customerId: CUSTOMER,
    currency: 'ZAR',
    balance: 2000,
    sequence: 1,
    openedAt: OPENED_AT,
    recordedAt: OPENED_AT,
    newestPayments: [],
    newestHash: opened.entry && hashEntry(opened.entry),
  });
  expect(opened.profile).toStrictEqual({ name: 'Water', metadata: { meter: '7' } });
  expect(opened.entry).toMatchObject({ key: 'opening:bacc_1', type: 'opening', amount: 2000 });
});

test('a bill opens with its amount due, of which nothing is paid', () => {
  const facts = {
    external_reference: 'INV1',
    currency: 'ZAR',
    amount_due: 1500,
    due_date: '2026-07-31',
    metadata: { run: '7' },
  };
  const hangs = { customerId: CUSTOMER, accountId: 'bacc_1' };
  const done = { obligationId: 'bill_1', openedAt: OPENED_AT, billDate: '2026-06-18', ...hangs };
  const opened = openObligation({ kind: 'bill', facts }, done, 'key-1', 1500);
  expect(opened.obligation).toStrictEqual({
    id: 'bill_1',
    kind: 'bill',
    externalReference: 'INV1',
    ...hangs,
    currency: 'ZAR',
    balance: 1500,
    atMoment: { balance: 1500, sequence: 1, at: OPENED_AT, pushed: false },
    billDate: '2026-06-18',
    dueDate: '2026-07-31',
    paid: 0,
    sequence: 1,
    openedAt: OPENED_AT,
    recordedAt: OPENED_AT,
    newestPayments: [],
    newestHash: opened.entry && hashEntry(opened.entry),
  });
  expect(opened.profile).toStrictEqual({ metadata: { run: '7' } });
  expect(opened.entry).toMatchObject({ amount: 1500, endingBalance: 1500, currency: 'ZAR' });
});

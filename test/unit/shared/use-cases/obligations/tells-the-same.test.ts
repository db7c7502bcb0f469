import { describe, expect, test } from 'vitest';
import type { CustomerFacts } from '#shared/models/customer.ts';
import type { ObligationAtMoment } from '#shared/models/obligation-at-moment.ts';
import { isAsAsked } from '#shared/use-cases/obligations/tells-the-same.ts';
import { CUSTOMER } from '#test/support/factories.ts';

const FACTS = {
  external_reference: 'UCR1',
  name: 'John Doe',
  email: 'john@example.com',
  phone: '+27123456789',
  currency: 'ZAR',
  balance: 500,
};
const AT_MOMENT = {
  id: CUSTOMER,
  name: 'John Doe',
  email: 'john@example.com',
  phone: '+27123456789',
  currency: 'ZAR',
  balance: 500,
};

const isAsked = (atMoment: ObligationAtMoment, facts: CustomerFacts) =>
  isAsAsked(atMoment, { kind: 'customer', facts });

test.each<[string, object, object?]>([
  ['is as it was sent', {}],
  ['has another balance, which payments may have moved', { balance: 0 }],
  ['is told without all but its id', { name: undefined, email: undefined, phone: undefined }],
  ['is told without a currency', { currency: undefined }],
  ['has its name in another case, with other blanks', { name: ' JOHN  doe\t' }],
  [
    'has its name in capitals, which writes ß as SS',
    { name: 'JOHN STRASSE' },
    { name: 'John Straße' },
  ],
  ['has its e-mail in another case', { email: 'John@Example.COM' }],
  ['has its phone with blanks, brackets and hyphens', { phone: '+27 (12) 345-67 89' }],
  ['has its name in wide letters', { name: 'Ｊｏｈｎ Ｄｏｅ' }],
])('a customer at Moment that %s is the one that we asked for', (_what, change, asked = {}) => {
  expect(isAsked({ ...AT_MOMENT, ...change }, { ...FACTS, ...asked })).toBe(true);
});

test.each([
  ['name', { name: 'Jane Doe' }],
  ['name, which is empty', { name: '' }],
  ['e-mail', { email: 'jane@example.com' }],
  ['phone', { phone: '+27123456780' }],
  ['currency', { currency: 'USD' }],
])('a customer at Moment that differs in its %s is another one', (_what, change) => {
  expect(isAsked({ ...AT_MOMENT, ...change }, FACTS)).toBe(false);
});

test('a customer at Moment that tells what we did not ask for is another one', () => {
  const asked = { external_reference: 'UCR1' };
  expect(isAsked({ id: CUSTOMER, name: 'John Doe' }, asked)).toBe(false);
  expect(isAsked({ id: CUSTOMER, name: '' }, asked)).toBe(true);
});

describe('an account at Moment', () => {
  const facts = { external_reference: 'A1', name: 'Water', currency: 'ZAR', balance: 500 };
  const asked = { kind: 'account', facts, customerId: CUSTOMER } as const;
  const atMoment = { id: 'bacc_1', name: 'WATER', currency: 'ZAR', customerId: CUSTOMER };

  test.each([
    {},
    { balance: 0 },
    { customerId: undefined },
    { amountDue: 5, dueDate: '2026-07-31' },
  ])('that differs from what was asked in %j alone is the one that we asked for', (change) => {
    expect(isAsAsked({ ...atMoment, ...change }, asked)).toBe(true);
  });

  test.each([{ name: 'Power' }, { currency: 'USD' }, { customerId: 'bcus_9' }])(
    'that has %j is another one',
    (change) => {
      expect(isAsAsked({ ...atMoment, ...change }, asked)).toBe(false);
    },
  );
});

describe('a bill at Moment', () => {
  const facts = {
    external_reference: 'B1',
    currency: 'ZAR',
    amount_due: 1500,
    bill_date: '2026-06-18',
    due_date: '2026-07-31',
  };
  const asked = { kind: 'bill', facts, customerId: CUSTOMER, accountId: 'bacc_1' } as const;
  const { bill_date: _, ...undated } = facts;
  const atMoment = {
    id: 'bill_1',
    currency: 'ZAR',
    amountDue: 1500,
    amountPaid: 0,
    billDate: '2026-06-18',
    dueDate: '2026-07-31',
    customerId: CUSTOMER,
    accountId: 'bacc_1',
  };

  test.each([{}, { amountPaid: 500 }, { billDate: undefined }])(
    'that differs from what was asked in %j alone is the one that we asked for',
    (change) => {
      expect(isAsAsked({ ...atMoment, ...change }, asked)).toBe(true);
    },
  );

  test('may be of any date, where none was asked for', () => {
    expect(isAsAsked(atMoment, { ...asked, facts: undated })).toBe(true);
  });

  test.each([
    { currency: 'USD' },
    { amountDue: 1501 },
    { billDate: '2026-06-19' },
    { dueDate: '2026-08-01' },
    { customerId: 'bcus_9' },
    { accountId: 'bacc_9' },
  ])('that has %j is another one', (change) => {
    expect(isAsAsked({ ...atMoment, ...change }, asked)).toBe(false);
  });
});

import { expect, test } from 'vitest';
import { hashBytes } from '#shared/models/bytes.ts';
import type { CreationParts } from '#shared/models/new-obligation.ts';
import { hashErasedCreation, hashErasedParts } from '#shared/use-cases/request-hash.ts';

const CUSTOMER = { external_reference: 'C1', name: 'Jane', currency: 'ZAR', balance: 1 };
const ACCOUNT = { external_reference: 'A1', name: 'Home', currency: 'ZAR', balance: 2 };
const BILL = {
  ...{ external_reference: 'B1', currency: 'ZAR', amount_due: 3 },
  ...{ bill_date: '2026-06-01', due_date: '2026-06-30' },
};
const PARTS: CreationParts = {
  ...{ customer: CUSTOMER, account: ACCOUNT, bill: BILL },
  ...{ customerId: 'bcus_1', accountId: 'bacc_1' },
};

test.each<[string, CreationParts]>([
  ['customer’s reference', { customer: { ...CUSTOMER, external_reference: 'C2' } }],
  ['customer’s currency', { customer: { ...CUSTOMER, currency: 'USD' } }],
  ['customer’s balance', { customer: { ...CUSTOMER, balance: 9 } }],
  ['account’s reference', { account: { ...ACCOUNT, external_reference: 'A2' } }],
  ['account’s currency', { account: { ...ACCOUNT, currency: 'USD' } }],
  ['account’s balance', { account: { ...ACCOUNT, balance: 9 } }],
  ['bill’s reference', { bill: { ...BILL, external_reference: 'B2' } }],
  ['bill’s currency', { bill: { ...BILL, currency: 'USD' } }],
  ['bill’s amount', { bill: { ...BILL, amount_due: 9 } }],
  ['bill’s date', { bill: { ...BILL, bill_date: '2026-06-02' } }],
  ['bill’s due date', { bill: { ...BILL, due_date: '2026-07-01' } }],
  ['customer to hang on', { customerId: 'bcus_2' }],
  ['account to hang on', { accountId: 'bacc_2' }],
])('with another %s it is another creation, also once its person was erased', (_what, other) => {
  expect(hashErasedParts({ ...PARTS, ...other })).not.toBe(hashErasedParts(PARTS));
});

test('whoever it was does not show in what is left of an erased creation', () => {
  const { name: _name, ...nameless } = CUSTOMER;
  const { name: _home, ...unnamed } = ACCOUNT;
  expect(hashErasedParts({ ...PARTS, customer: nameless, account: unnamed })).toBe(
    hashErasedParts(PARTS),
  );
});

test('of a creation the same is left as before anything could be adopted, and of an adoption another', () => {
  const left = hashBytes(JSON.stringify(['C1', 'ZAR', 1]));
  const adopts = { id: 'bcus_1' };
  expect(hashErasedCreation(CUSTOMER)).toBe(left);
  expect(hashErasedCreation(CUSTOMER, adopts)).not.toBe(left);
  expect(hashErasedParts(PARTS, adopts)).not.toBe(hashErasedParts(PARTS));
});

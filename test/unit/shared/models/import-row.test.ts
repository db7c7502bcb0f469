import { expect, test } from 'vitest';
import { amountOf, contentOf, importKey } from '#shared/models/import-row.ts';
import { accountRow, billRow, customerRow } from '#test/support/memory-import-stack.ts';

const { wanted } = customerRow({ name: 'Jane', metadata: { plan: 'gold', since: '2020' } });

test('what is owed is the amount due of a bill, and else the balance', () => {
  expect(amountOf(billRow({ amount_due: 7 }).wanted)).toEqual({ amount: 7, currency: 'ZAR' });
  expect(amountOf(accountRow({ balance: -7 }).wanted)).toEqual({ amount: -7, currency: 'ZAR' });
  expect(amountOf(wanted)).toEqual({ amount: 2000, currency: 'ZAR' });
});

test('two rows are the same whatever the order of their columns', () => {
  const turned = { metadata: { since: '2020', plan: 'gold' }, email: undefined, name: 'Jane' };
  expect(contentOf(customerRow(turned).wanted)).toBe(contentOf(wanted));
});

test.each([
  ['another name', customerRow({ name: 'June', metadata: { plan: 'gold', since: '2020' } })],
  [
    'another text of metadata',
    customerRow({ name: 'Jane', metadata: { plan: 'x', since: '2020' } }),
  ],
  ['another amount', customerRow({ name: 'Jane', balance: 1 })],
])('a row with %s is another', (_, other) => {
  expect(contentOf(other.wanted)).not.toBe(contentOf(wanted));
});

test('a row of another kind is another', () => {
  const facts = { customer: 'C-1', external_reference: 'X' };
  expect(contentOf(accountRow(facts).wanted)).not.toBe(contentOf(customerRow(facts).wanted));
});

test('the key is one that the API takes, and tells of nobody', () => {
  expect(importKey(wanted, 'b')).toMatch(/^import-[a-zA-Z0-9_-]{43}$/);
  expect(importKey(customerRow({ name: 'June' }).wanted, 'b')).toBe(importKey(wanted, 'b'));
});

test.each([
  ['another batch', wanted, 'c'],
  ['another reference', customerRow({ external_reference: 'C-2' }).wanted, 'b'],
  ['another amount', customerRow({ balance: 1 }).wanted, 'b'],
  ['another currency', customerRow({ currency: 'JPY' }).wanted, 'b'],
  ['another kind', accountRow({ external_reference: 'C-1' }).wanted, 'b'],
])('%s has another key', (_, other, batch) => {
  expect(importKey(other, batch)).not.toBe(importKey(wanted, 'b'));
});

import { expect, test } from 'vitest';
import { tellsTheSame } from '#shared/use-cases/obligations/tells-the-same.ts';
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
  expect(tellsTheSame({ ...AT_MOMENT, ...change }, { ...FACTS, ...asked })).toBe(true);
});

test.each([
  ['name', { name: 'Jane Doe' }],
  ['name, which is empty', { name: '' }],
  ['e-mail', { email: 'jane@example.com' }],
  ['phone', { phone: '+27123456780' }],
  ['currency', { currency: 'USD' }],
])('a customer at Moment that differs in its %s is another one', (_what, change) => {
  expect(tellsTheSame({ ...AT_MOMENT, ...change }, FACTS)).toBe(false);
});

test('a customer at Moment that tells what we did not ask for is another one', () => {
  const asked = { external_reference: 'UCR1' };
  expect(tellsTheSame({ id: CUSTOMER, name: 'John Doe' }, asked)).toBe(false);
  expect(tellsTheSame({ id: CUSTOMER, name: '' }, asked)).toBe(true);
});

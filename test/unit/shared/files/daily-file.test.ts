import { expect, test } from 'vitest';
import { dailyFileName, toDailyRow, writeDailyRows } from '#shared/files/daily-file/daily-file.ts';

const THANDI = {
  externalReference: 'ACC-00042',
  name: 'Thandi Nomsa Dlamini',
  metadata: { sa_identification_number: '0001015800085' },
  owed: 24_000,
  currency: 'ZAR',
};
const rowOf = (debtor: Parameters<typeof toDailyRow>[0]) => {
  const read = toDailyRow(debtor);
  if (!read.ok) throw new Error(read.missing.join());
  return read.row;
};

test('a row has what Moment asks for, as text, and the amount in major units', () => {
  expect(
    rowOf({ ...THANDI, phone: '0821234567', email: 't@x.example', dueDate: '2026-12-31' }),
  ).toEqual({
    ...{ first_name: 'Thandi Nomsa', last_name: 'Dlamini', passport_number: '' },
    ...{ sa_identification_number: '0001015800085', mobile_phone_number: '0821234567' },
    ...{ email: 't@x.example', due_date: '2026-12-31', amount_due: '240.00' },
    external_reference: 'ACC-00042',
  });
});

test.each([
  [5, 'JPY', '5'],
  [5, 'ZAR', '0.05'],
  [1234, 'KWD', '1.234'],
  [-1, 'ZAR', '0.00'],
  [Number.MAX_SAFE_INTEGER, 'ZAR', '90071992547409.91'],
])('%i minor units of %s are %s', (owed, currency, amount) => {
  expect(rowOf({ ...THANDI, owed, currency }).amount_due).toBe(amount);
});

test('names of the metadata are taken as they are', () => {
  const metadata = { ...THANDI.metadata, first_name: 'Thandi', last_name: 'Nomsa Dlamini' };
  expect(rowOf({ ...THANDI, metadata })).toMatchObject({
    first_name: 'Thandi',
    last_name: 'Nomsa Dlamini',
  });
});

test('who lacks what Moment requires has no row', () => {
  expect(toDailyRow({ externalReference: 'A', owed: 1, currency: 'XXX' })).toEqual({
    ok: false,
    missing: [
      ...['first_name', 'last_name', 'passport_number or sa_identification_number'],
      'the digits of XXX',
    ],
  });
});

test('a row is one line, whatever its texts have in them, and a phone keeps its plus', () => {
  const row = rowOf({ ...THANDI, name: 'A "B",\nC D', phone: '+2782' });
  const [line, ...rest] = writeDailyRows([row], false).split('\r\n');
  expect(rest).toEqual(['']);
  expect(line).toContain('+2782');
  expect(line).not.toContain('\n');
});

test('the name is as Moment has it', () => {
  const file = { country: 'za', merchant: 'acme', day: '2026-11-30' };
  expect(dailyFileName({ ...file, all: false })).toBe('za_acme_dailyfile_2026-11-30.csv');
  expect(dailyFileName({ ...file, all: true })).toBe('za_acme_moment_all-customers_2026-11-30.csv');
});

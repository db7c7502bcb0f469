import { expect, test } from 'vitest';
import { KINDS, readOptions } from '#commands/export/options.ts';

const deployment = { kind: 'running', port: undefined };
const FILE = ['moment-file', '--currency', 'ZAR', '--country', 'za', '--merchant', 'acme'];

test('what is left out has safe values', () => {
  expect(readOptions(['entries'])).toEqual({
    ...{ what: 'entries', deployment, bom: false, kinds: KINDS, period: {}, out: undefined },
  });
  expect(readOptions(FILE)).toEqual({
    ...{ what: 'moment-file', deployment, bom: false, kind: 'customers', all: false },
    ...{ currency: 'ZAR', country: 'za', merchant: 'acme', day: undefined, out: undefined },
  });
  expect(readOptions(['ageing', '--as-of', '2026-11-30'])).toMatchObject({ asOf: '2026-11-30' });
  expect(readOptions(['--help'])).toBe('help');
});

test('a period is passed on as it is written', () => {
  const period = { from: '2026-11-01', to: '2026-12-01', zone: 'UTC', by: 'effective' };
  const args = Object.entries(period).flatMap(([name, value]) => [`--${name}`, value]);
  expect(readOptions(['statements', '--out', 'd', '--kind', 'bills', ...args])).toMatchObject({
    kinds: ['bills'],
    period,
  });
});

test.each([
  [[], 'Say which one to write: moment-file, entries, statements, ageing'],
  [['toString'], 'Say which one to write'],
  [['entries', 'ageing'], 'Say which one to write'],
  [['ageing', '--kind', 'bills'], '--kind is not of ageing'],
  [['statements'], '--out is missing'],
  [['entries', '--kind', 'customer'], '--kind must be customers, accounts, bills, not customer'],
  [FILE.slice(0, 3), '--country is missing'],
  [[...FILE, '--currency', 'zar'], '--currency must be a code of ISO 4217 such as ZAR, not zar'],
  [[...FILE, '--country', 'zaf'], '--country must be two letters such as za, not zaf'],
  [[...FILE, '--merchant', '../acme'], '--merchant is part of a file name'],
  [[...FILE, '--date', '2026-02-30'], '--date must be a day such as 2026-11-30, not 2026-02-30'],
  [['entries', '--port', '1', '--stage', 'dev'], 'choose one'],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

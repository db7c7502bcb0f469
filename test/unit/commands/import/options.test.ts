import { expect, test } from 'vitest';
import { readOptions } from '#commands/import/options.ts';
import { USAGE } from '#commands/import/usage.ts';
import { workName } from '#commands/import/work-folder.ts';
import { differenceOf } from '#commands/kit/expected-total.ts';
import { UsageError } from '#commands/kit/usage.ts';

const FILE = ['customers.csv', '--kind', 'customers'];

test('the options say what is imported, and how', () => {
  expect(readOptions([...FILE, '--currency', 'ZAR'])).toEqual({
    path: 'customers.csv',
    bulk: {
      kind: 'customer',
      currency: 'ZAR',
      reference: undefined,
      metadata: [],
      leaveOut: [],
      callingCode: undefined,
      delimiter: undefined,
      encoding: undefined,
    },
    deployment: { kind: 'running', port: undefined },
    dryRun: false,
    yes: false,
    expected: [],
    batch: undefined,
    atOnce: 8,
    perSecond: undefined,
    work: undefined,
  });
  expect(
    readOptions([
      ...['bills.csv', '--kind', 'bills', '--stage', 'dev', '--dry-run', '--yes'],
      ...['--metadata', 'a', '--metadata', 'b', '--leave-out', 'c', '--reference', 'd'],
      ...['--calling-code', '27', '--delimiter', 'semicolon', '--encoding', 'windows-1252'],
      ...['--expect-total', 'ZAR 12.50', '--expect-total', 'JPY5', '--batch', '2026-12'],
      ...['--at-once', '2', '--per-second', '9', '--work', 'w'],
    ]),
  ).toMatchObject({
    bulk: {
      kind: 'bill',
      currency: undefined,
      reference: 'd',
      metadata: ['a', 'b'],
      leaveOut: ['c'],
      callingCode: '27',
      delimiter: ';',
      encoding: 'windows-1252',
    },
    deployment: { kind: 'stage', stage: 'dev' },
    dryRun: true,
    yes: true,
    expected: [
      { currency: 'ZAR', amount: 1250n },
      { currency: 'JPY', amount: 5n },
    ],
    batch: '2026-12',
    atOnce: 2,
    perSecond: 9,
    work: 'w',
  });
  expect(readOptions([...FILE, '--currency', 'JPY', '--expect-total=-7'])?.expected).toEqual([
    { currency: 'JPY', amount: -7n },
  ]);
  expect(readOptions(['--help'])).toBeUndefined();
});

test.each([
  ['no file', ['--kind', 'bills'], 'Name one file; 0 are named'],
  ['two files', [...FILE, 'b.csv'], 'Name one file; 2 are named'],
  ['no kind', ['a.csv'], '--kind says what each row is: customers, accounts or bills'],
  [
    'another kind',
    ['a.csv', '--kind', 'people'],
    '--kind must be one of customers, accounts, bills',
  ],
  ['a kind of all objects', ['a.csv', '--kind', 'toString'], '--kind must be one of'],
  ['no currency', [...FILE, '--currency', 'XYZ'], '--currency must be an ISO 4217 currency'],
  [
    'a delimiter',
    [...FILE, '--delimiter', ';'],
    '--delimiter must be one of comma, semicolon, tab, pipe',
  ],
  [
    'an encoding',
    [...FILE, '--encoding', 'utf-16'],
    '--encoding must be one of utf-8, windows-1252',
  ],
  [
    'a calling code',
    [...FILE, '--calling-code', '+27'],
    '--calling-code must be that of a country, such as 27',
  ],
  [
    'a total',
    [...FILE, '--currency', 'ZAR', '--expect-total', '1,5'],
    '--expect-total has a comma',
  ],
  [
    'a total of nothing',
    [...FILE, '--expect-total', '15'],
    '--expect-total must say its currency, as in "ZAR 1240.00"',
  ],
  [
    'a batch that hides',
    [...FILE, '--batch', 'a\u200b'],
    '--batch must name it in 1 to 100 visible characters',
  ],
  ['no batch', [...FILE, '--batch', ' '], '--batch must name it'],
  ['too much at once', [...FILE, '--at-once', '101'], '--at-once must be 100 at most'],
  ['nothing at once', [...FILE, '--at-once', '0'], '--at-once must be a whole number from 1'],
  [
    'two stacks',
    [...FILE, '--stage', 'a', '--port', '1'],
    '--stage and --port name different stacks',
  ],
])('%s is refused', (_, args, why) => {
  expect(() => readOptions(args)).toThrow(UsageError);
  expect(() => readOptions(args)).toThrow(why);
});

test('the usage has an example, and the exit statuses', () => {
  expect(USAGE).toContain('Example: npm run import -- docs/samples/customers.csv --kind customers');
  expect(USAGE).toMatch(/Exit status: 0 .*; 1 .*; 2 .*;\n3 /);
});

test('totals that are not as expected are told by currency', () => {
  const totals = new Map([
    ['ZAR', 1250n],
    ['JPY', 5n],
  ]);
  const zar = { currency: 'ZAR', amount: 1250n };
  const jpy = { currency: 'JPY', amount: 5n };
  expect(differenceOf(totals, [zar, jpy])).toBeUndefined();
  expect(differenceOf(totals, [zar])).toBe(
    'the rows add up to JPY 5, and JPY 0 was expected: JPY 5 apart',
  );
  expect(differenceOf(new Map(), [{ ...zar, amount: 1n }])).toBe(
    'the rows add up to ZAR 0.00, and ZAR 0.01 was expected: ZAR 0.01 apart',
  );
});

test('each batch, kind and stack has a folder of its own', () => {
  const name = workName('bill', 'a/b c.csv', 'dev');
  expect(name).toMatch(/^bill-a_b_c\.csv-[\w-]{12}$/);
  const others = [
    workName('customer', 'a/b c.csv', 'dev'),
    workName('bill', 'a_b_c.csv', 'dev'),
    workName('bill', 'a/b c.csv', 'prod'),
  ];
  expect(new Set([name, ...others]).size).toBe(4);
});

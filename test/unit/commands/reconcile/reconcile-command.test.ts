import { describe, expect, test } from 'vitest';
import { UsageError } from '#commands/kit/usage.ts';
import { writeFindings } from '#commands/reconcile/findings-csv.ts';
import { readOptions, USAGE } from '#commands/reconcile/options.ts';
import { findingLines, problemLines, totalLines } from '#commands/reconcile/report.ts';
import { MEANINGS } from '#shared/files/report/report-columns.ts';
import { controlTotals } from '#shared/ledger/reconciling/control-totals.ts';
import type { EnteredPayment, EnteredRefund } from '#shared/ledger/reconciling/entered.ts';
import type { Finding } from '#shared/ledger/reconciling/finding.ts';
import type { ReportRow } from '#shared/models/report-row.ts';

const UNIT = ['--unit', 'major'];
const AT = '2026-11-29T08:00:00.000Z';
const ROW: ReportRow = {
  ...{ line: 7, kind: 'payment', reconciliationId: 'rec_1', paymentId: 'pay_1' },
  ...{ amount: 2000, currency: 'ZAR', at: AT, merchantReference: 'UCR1' },
};
const PAYMENT: EnteredPayment = {
  ...{ paymentId: 'pay_1', obligationIds: ['bcus_1', 'bill_1'], amount: 1950 },
  ...{ currency: 'ZAR', at: AT },
};
const REFUND: EnteredRefund = {
  ...{ key: 'command:1@bcus_1', paymentId: 'pay_1', obligationId: 'bcus_1' },
  ...{ amount: 500, currency: 'ZAR', at: AT },
};
const BACK: ReportRow = { ...ROW, line: 8, kind: 'refund', reconciliationId: 'rec_2', amount: 500 };

describe('the options', () => {
  test('name a file, and how it is to be read', () => {
    expect(readOptions(['r.csv', ...UNIT])).toEqual({
      file: 'r.csv',
      report: {
        ...{ unit: 'major', refundSign: undefined, columns: {} },
        ...{ encoding: undefined, delimiter: undefined },
      },
      ...{ period: undefined, csv: undefined, momentUrl: 'https://api.momentpay.net' },
      ...{ enterRefunds: false, yes: false, expected: [] },
      deployment: { kind: 'running', port: undefined },
    });
    const all = readOptions([
      ...['r.csv', '--unit', 'minor', '--refunds', 'negative'],
      ...['--column', 'amount=gross amount', '--column', 'payment_id=a=b'],
      ...['--encoding', 'windows-1252', '--delimiter', 'tab', '--csv', 'out.csv'],
      ...['--from', '2026-11-29T00:00:00+02:00', '--to', '2026-11-30T00:00:00+02:00'],
      ...['--stage', 'dev', '--moment-url', 'https://moment.example'],
      ...['--enter-refunds', '--yes', '--expect-total', 'ZAR 5.00'],
    ]);
    expect(all).toMatchObject({
      report: {
        ...{ unit: 'minor', refundSign: 'negative', encoding: 'windows-1252', delimiter: '\t' },
        columns: { amount: 'gross amount', payment_id: 'a=b' },
      },
      period: { from: '2026-11-28T22:00:00.000Z', to: '2026-11-29T22:00:00.000Z' },
      ...{ csv: 'out.csv', momentUrl: 'https://moment.example' },
      ...{ enterRefunds: true, yes: true, expected: [{ currency: 'ZAR', amount: 500n }] },
      deployment: { kind: 'stage', stage: 'dev' },
    });
    expect(readOptions(['--help'])).toBeUndefined();
  });

  test.each([
    [UNIT, /Name one file; 0 are named/],
    [['a', 'b', ...UNIT], /Name one file; 2 are named/],
    [['a'], /Say in which unit the amounts are written: --unit major \(20\.00\) or --unit minor/],
    [['a', '--unit', 'cents'], /--unit must be major or minor, not "cents"/],
    [['a', ...UNIT, '--refunds', '-'], /--refunds must be positive or negative, not "-"/],
    [
      ['a', ...UNIT, '--delimiter', 'x'],
      /--delimiter must be comma or semicolon or tab or pipe, not "x"/,
    ],
    [['a', ...UNIT, '--encoding', 'utf-16'], /--encoding must be utf-8 or windows-1252/],
    [['a', ...UNIT, '--column', 'fee=x'], /--column must be one of type, .*; not "fee=x"/],
    [['a', ...UNIT, '--column', 'amount='], /--column must be one of/],
    [['a', ...UNIT, '--column', 'amount'], /--column must be one of/],
    [
      ['a', ...UNIT, '--column', 'amount=x', '--column', 'time=t', '--column', 'amount=y'],
      /--column amount= comes twice/,
    ],
    [['a', ...UNIT, '--from', '2026-11-29T00:00:00Z'], /--from and --to belong together/],
    [['a', ...UNIT, '--to', '2026-11-29T00:00:00Z'], /--from and --to belong together/],
    [
      ['a', ...UNIT, '--from', '2026-11-29', '--to', '2026-11-30T00:00:00Z'],
      /--from must be a time with its offset, .*not "2026-11-29"/,
    ],
    [
      ['a', ...UNIT, '--from', '2026-11-29T00:00:00Z', '--to', 'now'],
      /--to must be a time with its offset, .*not "now"/,
    ],
    [
      ['a', ...UNIT, '--from', '2026-11-29T00:00:00Z', '--to', '2026-11-29T00:00:00Z'],
      /--from must be before --to/,
    ],
    [['a', ...UNIT, '--yes'], /--yes and --expect-total are about what is entered/],
    [['a', ...UNIT, '--expect-total', 'ZAR 1.00'], /are about what is entered: --enter-refunds/],
    [
      ['a', ...UNIT, '--enter-refunds', '--expect-total', '1.00'],
      /--expect-total must say its currency/,
    ],
    [['a', ...UNIT, '--yse'], /Unknown option '--yse'/],
  ])('%j are refused with the reason', (args, reason) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(reason);
  });

  test('are explained, each meaning of a column among them', () => {
    for (const meaning of MEANINGS) expect(USAGE).toContain(meaning);
    expect(USAGE).toMatch(/^Example: npm run reconcile/m);
    expect(USAGE).toMatch(/^Exit status: 0 if both agree, 1 if they differ, 2 /m);
  });
});

const FINDINGS: readonly Finding[] = [
  { kind: 'matched', row: BACK, ours: REFUND },
  { kind: 'amount_differs', row: ROW, ours: PAYMENT, counted: 1950 },
  { kind: 'amount_differs', row: { ...ROW, line: 9 }, ours: PAYMENT, counted: 0 },
  { kind: 'amount_differs', row: BACK, ours: { ...REFUND, amount: 400 }, counted: 400 },
  { kind: 'payment_unknown', row: { ...ROW, paymentId: undefined }, waits: undefined },
  { kind: 'payment_unknown', row: ROW, waits: { id: 'event:a:pay_1', paymentId: 'pay_1' } },
  { kind: 'refund_unknown', row: BACK, payment: PAYMENT, left: 500 },
  { kind: 'refund_unknown', row: BACK, payment: PAYMENT, left: 499 },
  { kind: 'refund_unknown', row: BACK, payment: { ...PAYMENT, currency: 'USD' }, left: 500 },
  { kind: 'refund_unknown', row: BACK, payment: undefined, left: 0 },
  {
    ...{ kind: 'refund_unknown', payment: undefined, left: 0 },
    row: { ...BACK, paymentId: undefined },
  },
  { kind: 'payment_missing', ours: PAYMENT, age: 'hour' },
  { kind: 'payment_missing', ours: PAYMENT, age: 'older' },
  { kind: 'refund_missing', ours: REFUND, age: 'day' },
];

describe('what is printed', () => {
  test('are the totals of both sides, and by how much they are apart', () => {
    const some: readonly Finding[] = [
      { kind: 'amount_differs', row: ROW, ours: PAYMENT, counted: 1950 },
      { kind: 'refund_missing', ours: REFUND, age: 'day' },
    ];
    expect(totalLines(controlTotals(some))).toEqual([
      '                theirs             ours             apart',
      '  ZAR payments  1       ZAR 20.00  1     ZAR 19.50  ZAR 0.50',
      '  ZAR refunds   0       ZAR 0.00   1     ZAR 5.00   -ZAR 5.00',
    ]);
  });

  test('is how many there are of each, and each that is to be looked at', () => {
    expect(findingLines(FINDINGS)).toEqual([
      '  matched                                    1',
      '  the amount differs                         3',
      '  payment that we were never told of         2',
      '  refund that is not entered                 5',
      '  payment of ours that theirs does not have  2',
      '  refund of ours that theirs does not have   1',
      '',
      'The amount differs',
      `  line 7  ZAR 20.00, ours ZAR 19.50  ${AT}  pay_1  bcus_1 bill_1`,
      `  line 9  ZAR 20.00, ours ZAR 0.00   ${AT}  pay_1  bcus_1 bill_1  another row of the report has met the payment already`,
      `  line 8  ZAR 5.00, ours ZAR 4.00    ${AT}  pay_1  bcus_1         a report told otherwise of it before, and was entered so`,
      '',
      'Payment that we were never told of',
      `  line 7  ZAR 20.00  ${AT}  rec_1  UCR1  no event told of it`,
      `  line 7  ZAR 20.00  ${AT}  pay_1  UCR1  an event told of it, which waits: event:a:pay_1`,
      '',
      'Refund that is not entered',
      `  line 8  ZAR 5.00  ${AT}  pay_1  bcus_1 bill_1`,
      `  line 8  ZAR 5.00  ${AT}  pay_1  bcus_1 bill_1  more than is left of its payment`,
      `  line 8  ZAR 5.00  ${AT}  pay_1  bcus_1 bill_1  its payment is of USD`,
      `  line 8  ZAR 5.00  ${AT}  pay_1  UCR1           its payment is not entered`,
      `  line 8  ZAR 5.00  ${AT}  rec_2  UCR1           the report does not say of which payment`,
      '',
      'Payment of ours that theirs does not have',
      `  ZAR 19.50  ${AT}  pay_1  bcus_1 bill_1  within the last hour of the period: the next report may have it`,
      `  ZAR 19.50  ${AT}  pay_1  bcus_1 bill_1  more than a day before the end of the period`,
      '',
      'Refund of ours that theirs does not have',
      `  ZAR 5.00  ${AT}  pay_1  bcus_1  within the last day of the period`,
    ]);
  });

  test('is no more than a screen of each', () => {
    const many = Array.from({ length: 23 }, () => FINDINGS[4] as Finding);
    const lines = findingLines(many);
    expect(lines).toHaveLength(6 + 2 + 20 + 1);
    expect(lines.at(-1)).toBe('  ... and 3 more (--csv)');
    const problems = Array.from({ length: 21 }, () => ({ line: 1, problem: 'is wrong' }));
    expect(problemLines(problems).at(-1)).toBe('  ... and 1 more (--csv)');
  });

  test('are all rows that cannot be read, by line and column', () => {
    expect(problemLines([])).toEqual([]);
    const problems = [
      { line: 7, column: 'amount', problem: 'must be positive' },
      { line: 12, problem: 'has 2 cells' },
    ];
    expect(problemLines(problems)).toEqual([
      '',
      'Rows that cannot be read, and count as nothing',
      '  line 7   amount  must be positive',
      '  line 12          has 2 cells',
    ]);
  });
});

test('the CSV has every finding and every problem, amounts in major units', () => {
  const problems = [
    { line: 7, column: 'amount', problem: 'must be positive' },
    { line: 12, problem: 'has 2 cells' },
  ];
  expect(writeFindings(FINDINGS, problems).split('\r\n')).toEqual([
    'finding,line,type,reconciliation_id,payment_id,obligation,currency,theirs,ours,at,merchant_reference,customer_reference,detail',
    `matched,8,refund,rec_2,pay_1,bcus_1,ZAR,5.00,5.00,${AT},UCR1,,`,
    `amount_differs,7,payment,rec_1,pay_1,bcus_1 bill_1,ZAR,20.00,19.50,${AT},UCR1,,`,
    `amount_differs,9,payment,rec_1,pay_1,bcus_1 bill_1,ZAR,20.00,0.00,${AT},UCR1,,another row of the report has met the payment already`,
    `amount_differs,8,refund,rec_2,pay_1,bcus_1,ZAR,5.00,4.00,${AT},UCR1,,"a report told otherwise of it before, and was entered so"`,
    `payment_unknown,7,payment,rec_1,,,ZAR,20.00,,${AT},UCR1,,no event told of it`,
    `payment_unknown,7,payment,rec_1,pay_1,,ZAR,20.00,,${AT},UCR1,,"an event told of it, which waits: event:a:pay_1"`,
    `refund_unknown,8,refund,rec_2,pay_1,bcus_1 bill_1,ZAR,5.00,,${AT},UCR1,,`,
    `refund_unknown,8,refund,rec_2,pay_1,bcus_1 bill_1,ZAR,5.00,,${AT},UCR1,,more than is left of its payment`,
    `refund_unknown,8,refund,rec_2,pay_1,bcus_1 bill_1,ZAR,5.00,,${AT},UCR1,,its payment is of USD`,
    `refund_unknown,8,refund,rec_2,pay_1,,ZAR,5.00,,${AT},UCR1,,its payment is not entered`,
    `refund_unknown,8,refund,rec_2,,,ZAR,5.00,,${AT},UCR1,,the report does not say of which payment`,
    `payment_missing,,payment,,pay_1,bcus_1 bill_1,ZAR,,19.50,${AT},,,within the last hour of the period: the next report may have it`,
    `payment_missing,,payment,,pay_1,bcus_1 bill_1,ZAR,,19.50,${AT},,,more than a day before the end of the period`,
    `refund_missing,,refund,,pay_1,bcus_1,ZAR,,5.00,${AT},,,within the last day of the period`,
    'unreadable,7,,,,,,,,,,,amount must be positive',
    'unreadable,12,,,,,,,,,,,has 2 cells',
    '',
  ]);
});

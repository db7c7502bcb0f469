import { describe, expect, test } from 'vitest';
import { FileRefused } from '#shared/files/read/file-refused.ts';
import { type ReportOptions, readReport } from '#shared/files/report/read-report.ts';

const PREAMBLE = `Moment Merchant Reconciliation Report
Version,1.0
Merchant,sandbox
From,2026-11-29T00:00:00Z
To,2026-11-30T00:00:00Z
`;
const HEADER =
  'transaction_type,transaction_timestamp,reconciliation_id,merchant_reference_id,customer_reference,presentment_currency,presentment_amount,payment_id';
const PAYMENT = 'Payment,2026-11-29T08:00:00Z,rec_1,UCR1,C1,ZAR,20.00,pay_1';
const REFUND = 'Refund,2026-11-29T09:00:00+02:00,rec_2,UCR1,C1,zar,-5.00,pay_1';

function read(text: string, options: Partial<ReportOptions> = {}) {
  const bytes = Buffer.from(text);
  return readReport(
    async function* (from) {
      yield bytes.subarray(from);
    },
    { unit: 'major', refundSign: 'negative', columns: {}, ...options },
  );
}
const rowsOf = async (rows: readonly string[], options?: Partial<ReportOptions>) =>
  read([HEADER, ...rows].join('\n'), options);
const problemsOf = async (row: string, options?: Partial<ReportOptions>) =>
  (await rowsOf([PAYMENT, row], options)).problems;
async function refusalOf(text: string, options?: Partial<ReportOptions>) {
  const refused = await read(text, options).catch((error) => error);
  expect(refused).toBeInstanceOf(FileRefused);
  return refused as FileRefused;
}

describe('a report', () => {
  test('is read below its preamble, by the names of its columns', async () => {
    const report = await read(`${PREAMBLE}${HEADER}\n${PAYMENT}\n${REFUND}\n`);
    expect(report).toMatchObject({ problems: [], repeated: 0 });
    expect(report.period).toEqual({
      from: '2026-11-29T00:00:00.000Z',
      to: '2026-11-30T00:00:00.000Z',
    });
    expect(report.rows).toEqual([
      {
        ...{ line: 7, kind: 'payment', reconciliationId: 'rec_1', paymentId: 'pay_1' },
        ...{ amount: 2000, currency: 'ZAR', at: '2026-11-29T08:00:00.000Z' },
        ...{ merchantReference: 'UCR1', customerReference: 'C1' },
      },
      {
        ...{ line: 8, kind: 'refund', reconciliationId: 'rec_2', paymentId: 'pay_1' },
        ...{ amount: 500, currency: 'ZAR', at: '2026-11-29T07:00:00.000Z' },
        ...{ merchantReference: 'UCR1', customerReference: 'C1' },
      },
    ]);
  });

  test('may have its columns in another order, more of them, and other names that are told', async () => {
    const text =
      'gross;fee;reconciliation_id;kind;when;presentment_currency\n20.00;1.00;rec_1;payment;2026-11-29T08:00:00Z;ZAR\n';
    const columns = { amount: 'Gross', type: 'kind', time: 'when' };
    const { rows } = await read(text, { columns });
    expect(rows).toMatchObject([{ amount: 2000, reconciliationId: 'rec_1' }]);
    expect(rows[0]).toMatchObject({ paymentId: undefined, merchantReference: undefined });
  });

  test('may call its reconciliation ids otherwise, by which its header is found then', async () => {
    const text = `${PREAMBLE}${HEADER.replace('reconciliation_id', 'rid')}\n${PAYMENT}\n`;
    expect((await refusalOf(text)).message).toBe(
      'No line of the file has a column reconciliation_id',
    );
    const { rows } = await read(text, { columns: { reconciliation_id: 'rid' } });
    expect(rows).toMatchObject([{ reconciliationId: 'rec_1' }]);
  });

  test('in which no column is known to be the amount is refused, with its header and the way out', async () => {
    const header = HEADER.replace('presentment_amount', 'gross');
    const refused = await refusalOf(`${header}\n${PAYMENT}\n`);
    expect(refused.code).toBe('file.column_missing');
    expect(refused.message).toBe('The report has no column presentment_amount or amount');
    expect(refused.detail).toBe(
      `The report has no column presentment_amount or amount. Say which one it is with --column amount=NAME; its header is: ${header.replaceAll(',', ', ')}`,
    );
  });

  test('in which two columns may be the amount is refused, until one is told', async () => {
    const text = `${HEADER},amount\n${PAYMENT},19.00\n`;
    const refused = await refusalOf(text);
    expect(refused.code).toBe('file.columns_contradict');
    expect(refused.message).toBe('Which column is the amount, is not clear');
    expect(refused.detail).toContain(
      'Which column is the amount, is not clear: presentment_amount or amount. Say which one it is with --column amount=NAME; its header is: transaction_type, ',
    );
    expect((await read(text, { columns: { amount: 'amount' } })).rows).toMatchObject([
      { amount: 1900 },
    ]);
  });

  test.each(['payment_id', 'merchant_reference', 'customer_reference'] as const)(
    'may have no %s, unless it was told to have one',
    async (meaning) => {
      const text = `transaction_type,transaction_timestamp,reconciliation_id,presentment_currency,amount\nPayment,2026-11-29T08:00:00Z,rec_1,ZAR,1.00\n`;
      expect((await read(text)).rows).toHaveLength(1);
      const refused = await refusalOf(text, { columns: { [meaning]: 'other' } });
      expect(refused.detail).toContain(
        `The report has no column other. Say which one it is with --column ${meaning}=NAME`,
      );
    },
  );

  test('without rows, or of JSON, is refused', async () => {
    expect((await refusalOf(`${PREAMBLE}${HEADER}\n`)).code).toBe('file.no_rows');
    const json = await refusalOf('{"a":1}\n');
    expect([json.code, json.message]).toEqual([
      'file.is_json',
      'The file is JSON, and a report of Moment is a CSV',
    ]);
  });

  test('is read with the delimiter and the encoding that are told', async () => {
    const text = `${HEADER.replaceAll(',', '|')}\n${PAYMENT.replaceAll(',', '|')}\n`;
    expect((await read(text, { delimiter: '|' })).rows).toHaveLength(1);
    const bytes = await refusalOf(`${HEADER}\n${PAYMENT}é\n`, { encoding: 'windows-1252' });
    expect(bytes.code).toBe('file.is_utf8');
  });
});

describe('the period', () => {
  const periodOf = async (preamble: string) =>
    (await read(`${preamble}${HEADER}\n${PAYMENT}\n`)).period;
  const known = { from: '2026-11-28T22:00:00.000Z', to: '2026-11-29T22:00:00.000Z' };

  test.each([
    'From,2026-11-29T00:00:00+02:00\nTo,2026-11-30T00:00:00+02:00\n',
    'from:,2026-11-29T00:00:00+02:00,x\n TO : ,2026-11-30T00:00:00+02:00\n',
    '"Start date",2026-11-29T00:00:00+02:00\n"End date",2026-11-30T00:00:00+02:00\n',
    'From, 2026-11-29T00:00:00+02:00 \nTo,\t2026-11-30T00:00:00+02:00\n',
    'From/Start date,2026-11-29T00:00:00+02:00\nTo/End date,2026-11-30T00:00:00+02:00\n',
  ])('is that of the preamble: %j', async (preamble) => {
    expect(await periodOf(preamble)).toEqual(known);
  });

  test('is that of a preamble that is parted as its header is', async () => {
    const lines = [
      'From,2026-11-29T00:00:00+02:00',
      'To,2026-11-30T00:00:00+02:00',
      HEADER,
      PAYMENT,
    ];
    const { period } = await read(lines.join('\n').replaceAll(',', ';'));
    expect(period).toEqual(known);
  });

  test.each([
    '',
    'From,2026-11-29\nTo,2026-11-30\n',
    'From,2026-11-29T00:00:00\nTo,2026-11-30T00:00:00\n',
    'From,2026-11-29T00:00:00Z\n',
    'To,2026-11-29T00:00:00Z\n',
    'From,2026-11-29T00:00:00Z\nTo,2026-11-29T00:00:00Z\n',
    'From,2026-11-30T00:00:00Z\nTo,2026-11-29T00:00:00Z\n',
    'From,2026-11-28T00:00:00Z\nFrom,2026-11-29T00:00:00Z\nTo,2026-11-30T00:00:00Z\n',
    'Valid from,2026-11-28T00:00:00Z\nUp to,2026-11-30T00:00:00Z\n',
    'From it,2026-11-28T00:00:00Z\nTo it,2026-11-30T00:00:00Z\n',
    'From\nTo\n',
    ':From,2026-11-28T00:00:00Z\n:To,2026-11-30T00:00:00Z\n',
    'From,2026-11-28T00:00:00Z\nTo,later\n',
    '"Report,of\nFrom,2026-11-29T00:00:00Z\n',
  ])('is not known where the preamble does not say it beyond doubt: %j', async (preamble) => {
    expect(await periodOf(preamble)).toBeUndefined();
  });
});

describe('an amount', () => {
  const amountOf = async (text: string, currency: string, unit: 'major' | 'minor') => {
    const row = `Payment,2026-11-29T08:00:00Z,rec_2,,,${currency},${text},`;
    const { rows, problems } = await rowsOf([row], { unit });
    return rows[0]?.amount ?? problems[0]?.problem;
  };

  test.each([
    ['20.00', 'ZAR', 'major', 2000],
    ['20', 'ZAR', 'major', 2000],
    ['20.5', 'ZAR', 'major', 2050],
    ['0.01', 'ZAR', 'major', 1],
    ['20', 'JPY', 'major', 20],
    ['1.234', 'KWD', 'major', 1234],
    ['1.2345', 'CLF', 'major', 12345],
    ['2000', 'ZAR', 'minor', 2000],
    ['9007199254740991', 'ZAR', 'minor', 9007199254740991],
    ['90071992547409.91', 'ZAR', 'major', 9007199254740991],
  ] as const)('%s of %s in %s units is %d', async (text, currency, unit, amount) => {
    expect(await amountOf(text, currency, unit)).toBe(amount);
  });

  test.each([
    ['20.001', 'ZAR', 'major', /^has 3 digits behind the point, and ZAR 2 at most/],
    ['"1,240.00"', 'ZAR', 'major', /^has a comma/],
    ['R240', 'ZAR', 'major', /^has letters/],
    ['1e2', 'JPY', 'major', /^is written with an exponent: .* such as 240$/],
    ['\u22125.00', 'ZAR', 'major', /^has a dash/],
    ['', 'ZAR', 'major', /^is empty/],
    ['90071992547409.92', 'ZAR', 'major', /^is larger than any amount/],
    ['1.00', 'XYZ', 'major', /^is of XYZ, of which ISO 4217 knows no minor unit$/],
    ['0.00', 'ZAR', 'major', /^must be positive, as of a payment$/],
    ['-1.00', 'ZAR', 'major', /^must be positive, as of a payment$/],
    ['-1', 'ZAR', 'minor', /^must be positive, as of a payment$/],
  ] as const)('%s of %s in %s units %s', async (text, currency, unit, problem) => {
    expect(await amountOf(text, currency, unit)).toMatch(problem);
  });

  test.each(['20.00', '1e2', 'R240', '', 'x5', '5x', '9007199254740992', '00000000000000005'])(
    '%j is none in minor units',
    async (text) => {
      expect(await amountOf(text, 'ZAR', 'minor')).toBe(
        'must be whole minor units, such as 2000; is --unit major meant?',
      );
    },
  );
});

describe('a refund', () => {
  const refund = (amount: string) => REFUND.replace('-5.00', amount);
  const read1 = async (amount: string, refundSign: ReportOptions['refundSign']) => {
    const { rows, problems } = await rowsOf([refund(amount)], { refundSign });
    return rows[0]?.amount ?? problems[0]?.problem;
  };

  test('is read with the sign that is told, and not otherwise', async () => {
    expect(await read1('-5.00', 'negative')).toBe(500);
    expect(await read1('5.00', 'positive')).toBe(500);
    expect(await read1('5.00', 'negative')).toBe('must be negative, as of a refund');
    expect(await read1('-5.00', 'positive')).toBe('must be positive, as of a refund');
    expect(await read1('-0.00', 'negative')).toBe('must be negative, as of a refund');
    for (const amount of ['5.00', '-5.00']) {
      expect(await read1(amount, undefined)).toBe(
        'is refunded: say how that is written, --refunds positive or negative',
      );
    }
  });
});

test('a row may have blanks around its texts; without refunds nobody has to say their sign', async () => {
  const { rows, problems } = await rowsOf([PAYMENT.replaceAll(',', ' , ')], {
    refundSign: undefined,
  });
  expect(problems).toEqual([]);
  expect(rows).toMatchObject([{ amount: 2000, paymentId: 'pay_1', customerReference: 'C1' }]);
});

describe('what is wrong with a row', () => {
  test('is told by line and column, all of it at once', async () => {
    expect(await problemsOf('Chargeback,yesterday,,,,R,x,pay 1')).toEqual([
      {
        ...{ line: 3, column: 'transaction_type' },
        problem: 'must be Payment or Refund: what else it may be is not known',
      },
      {
        ...{ line: 3, column: 'transaction_timestamp' },
        problem: 'must be a time with its offset, as 2026-11-29T08:00:00Z',
      },
      { line: 3, column: 'reconciliation_id', problem: 'is empty' },
      {
        ...{ line: 3, column: 'payment_id' },
        problem: 'has a blank in it, or what is no ASCII',
      },
      {
        ...{ line: 3, column: 'presentment_currency' },
        problem: 'must be a currency of ISO 4217, such as ZAR',
      },
    ]);
    expect(await problemsOf('Chargeback,2026-11-29T08:00:00Z,rec_2,,,ZAR,-1.00,')).toMatchObject([
      { column: 'transaction_type' },
      { column: 'presentment_amount', problem: 'must be positive, as of a payment' },
    ]);
  });

  test('is a cell that is not there', async () => {
    expect(await problemsOf('Payment,2026-11-29T08:00:00Z')).toEqual([
      { line: 3, problem: 'has 2 cells, where the header has 8 columns' },
    ]);
  });

  test('is a cell too many, as a comma in an amount makes one, and none that is empty', async () => {
    expect(await problemsOf(PAYMENT.replace('20.00', '20,00'))).toEqual([
      { line: 3, problem: 'has 9 cells, where the header has 8 columns' },
    ]);
    expect(await problemsOf(`${PAYMENT.replace('rec_1', 'rec_9')},, `)).toEqual([]);
  });

  test('is an id that is too long', async () => {
    const row = (id: string) => PAYMENT.replace('rec_1', id);
    expect(await problemsOf(row('x'.repeat(255)))).toEqual([]);
    expect(await problemsOf(row('x'.repeat(256)))).toMatchObject([
      { column: 'reconciliation_id', problem: 'is longer than 255 characters' },
    ]);
  });

  test('is the id of another row that tells otherwise; told the same again, it counts once', async () => {
    const { rows, problems, repeated } = await rowsOf([
      PAYMENT,
      PAYMENT,
      PAYMENT.replace('20.00', '21.00'),
      REFUND.replace('rec_2', 'rec_1'),
      REFUND.replace('rec_2', 'rec_1').replace('-5.00', '-6.00'),
    ]);
    expect(rows.map(({ line }) => line)).toEqual([2, 5]);
    expect(repeated).toBe(1);
    expect(problems).toEqual([
      {
        ...{ line: 4, column: 'reconciliation_id' },
        problem: 'is that of the payment of line 2, and tells otherwise',
      },
      {
        ...{ line: 6, column: 'reconciliation_id' },
        problem: 'is that of the refund of line 5, and tells otherwise',
      },
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import type { BulkOptions } from '#shared/files/bulk/columns.ts';
import { openBulk } from '#shared/files/bulk/open-bulk.ts';
import type { ImportRow } from '#shared/models/import-row.ts';

const MOMENTS =
  'first_name,last_name,passport_number,sa_identification_number,mobile_phone_number,email,due_date,amount_due';
const CUSTOMERS: BulkOptions = { kind: 'customer', currency: 'ZAR', metadata: [], leaveOut: [] };

async function read(text: string, options: Partial<BulkOptions> = {}) {
  const bytes = Buffer.from(text);
  async function* from(at: number) {
    yield bytes.subarray(at);
  }
  const file = await openBulk(from, { ...CUSTOMERS, ...options });
  const rows: ImportRow[] = [];
  for await (const row of file.rows()) rows.push(row);
  return { file, rows };
}

/** What each row wants, or what is wrong with it. */
async function wantedOf(text: string, options: Partial<BulkOptions> = {}) {
  const { rows } = await read(text, options);
  return rows.map((row) =>
    row.kind === 'sound'
      ? row.wanted.facts
      : row.problems.map(({ column, detail }) => `${column} ${detail}`),
  );
}

const refusedBecause = (text: string, options: Partial<BulkOptions> = {}) =>
  read(text, options).then(
    () => 'it was read',
    (error: { readonly code: string; readonly detail: string }) => `${error.code} ${error.detail}`,
  );

describe("Moment's layout", () => {
  test('is a customer: the name of two parts, and the amount in major units', async () => {
    const text = `external_reference,${MOMENTS}\nC-1,John,Doe,P01,,+27821234567,j@example.com,2026-12-31,240.00\n`;
    const { file, rows } = await read(text);
    expect(rows).toMatchObject([
      {
        line: 2,
        kind: 'sound',
        wanted: {
          kind: 'customer',
          facts: {
            external_reference: 'C-1',
            name: 'John Doe',
            phone: '+27821234567',
            email: 'j@example.com',
            currency: 'ZAR',
            balance: 24_000,
          },
        },
      },
    ]);
    expect(file.leftOut).toEqual(['passport_number', 'sa_identification_number', 'due_date']);
  });

  test('keeps a number of identity where it is named as metadata, with its zeros', async () => {
    const text = `external_reference,sa_identification_number,amount_due\nC-1,0001015800085,1.00\n`;
    expect(await wantedOf(text, { metadata: ['sa_identification_number'] })).toMatchObject([
      { metadata: { sa_identification_number: '0001015800085' } },
    ]);
  });

  test('may name its rows by another column, which may be kept as well', async () => {
    const text = 'policy,amount_due\n0012345678901234567890,1.00\n';
    const reference = { external_reference: '0012345678901234567890' };
    expect(await wantedOf(text, { reference: 'policy' })).toMatchObject([reference]);
    expect(await wantedOf(text, { reference: 'policy', metadata: ['policy'] })).toMatchObject([
      { ...reference, metadata: { policy: '0012345678901234567890' } },
    ]);
  });

  test('has national numbers of phones, of whichever country is told', async () => {
    const text = 'external_reference,mobile_phone_number,amount_due\nC-1,0821234567,1.00\n';
    expect(await wantedOf(text)).toEqual([
      ['mobile_phone_number must be E.164, such as +27123456789'],
    ]);
    expect(await wantedOf(text, { callingCode: '27' })).toMatchObject([{ phone: '+27821234567' }]);
  });
});

describe('the columns', () => {
  test('may stand in any order, in any case, parted by whatever the header shows', async () => {
    const facts = [{ external_reference: 'C-1', name: 'Jane', currency: 'ZAR', balance: 50 }];
    expect(await wantedOf('amount_due;Name;EXTERNAL_REFERENCE\n0.50;Jane;C-1\n')).toEqual(facts);
    expect(
      await wantedOf('\ufeffname\texternal_reference\tbalance\r\nJane\tC-1\t0.50\r\n'),
    ).toEqual(facts);
  });

  test('of a blank cell say nothing, and blanks around a text are none of it', async () => {
    const text = 'external_reference,name,email,metadata.plan,amount_due\n C-1 ,, , , 1.00 \n';
    expect(await wantedOf(text)).toEqual([
      { external_reference: 'C-1', currency: 'ZAR', balance: 100 },
    ]);
  });

  test('may say the currency of each row', async () => {
    const text =
      'external_reference,currency,amount_due\nC-1,JPY,50\nC-2,ZAR,50\nC-3,,1\nC-4,zar,1\n';
    const code = 'currency must be a three-letter ISO 4217 code in use, such as ZAR';
    expect(await wantedOf(text, { currency: undefined })).toEqual([
      { external_reference: 'C-1', currency: 'JPY', balance: 50 },
      { external_reference: 'C-2', currency: 'ZAR', balance: 5000 },
      [code],
      [code],
    ]);
    expect(await wantedOf(text)).toEqual([
      ['currency is not ZAR, which the import is in by --currency'],
      { external_reference: 'C-2', currency: 'ZAR', balance: 5000 },
      { external_reference: 'C-3', currency: 'ZAR', balance: 100 },
      ['currency is not ZAR, which the import is in by --currency'],
    ]);
  });

  test('that we told of refused rows are taken back in silence', async () => {
    const text =
      'external_reference,amount_due,import_line,import_problem\nC-1,1.00,7,it was wrong\n';
    const { file, rows } = await read(text);
    expect(rows).toMatchObject([{ kind: 'sound' }]);
    expect(file.leftOut).toEqual([]);
    expect(file.columns()).toContain('import_line');
  });

  test.each([
    [
      'one that is not known',
      'external_reference,amount_due,Plan\n',
      {},
      'file.column_unknown The column Plan is not known: keep it with --metadata "Plan", or drop it with --leave-out "Plan". Of a customer these are known: external_reference, first_name, last_name, name, mobile_phone_number, phone, email, currency, amount_due, balance, passport_number, sa_identification_number, due_date',
    ],
    [
      'none that names the rows',
      'name,amount_due\n',
      {},
      'file.column_missing The file has no column external_reference: say with --reference which column tells one customer from another',
    ],
    [
      'none of amounts',
      'external_reference,name\n',
      {},
      'file.column_missing The file has no column amount_due: what is owed, in major units such as 240.00',
    ],
    [
      'no currency',
      'external_reference,amount_due\n',
      { currency: undefined },
      'file.column_missing The file has no column currency: say with --currency in which its amounts are',
    ],
    [
      'no customer of an account',
      'external_reference,amount_due\n',
      { kind: 'account' as const },
      'file.column_missing The file has no column customer: the reference of the customer of each account',
    ],
    [
      'nobody who owes a bill',
      'external_reference,amount_due\n',
      { kind: 'bill' as const },
      'file.column_missing The file has no column customer or account: the reference of who owes the bill',
    ],
    [
      'two amounts',
      'external_reference,amount_due,balance\n',
      {},
      'file.columns_contradict The columns amount_due and balance say the same: leave one of them out',
    ],
    [
      'two references',
      'external_reference,policy,amount_due\n',
      { reference: 'policy' },
      'file.columns_contradict The columns external_reference and policy say the same: leave one of them out',
    ],
    [
      'a name in parts and as a whole',
      'external_reference,amount_due,last_name,name\n',
      {},
      'file.columns_contradict The columns name and last_name say the same: leave one of them out',
    ],
    [
      'none that was named',
      'external_reference,amount_due\n',
      { metadata: ['plan'] },
      'file.column_missing The file has no column plan, which was named: its name must be spelt as in the header',
    ],
  ])('refuse the file for %s', async (_, header, options, why) => {
    expect(await refusedBecause(`${header}1,2,3,4\n`, options)).toBe(why);
  });

  test('that nobody needs are left out by name', async () => {
    const text = 'external_reference,amount_due,Plan\nC-1,1.00,gold\n';
    const { file, rows } = await read(text, { leaveOut: ['Plan'] });
    expect(rows).toMatchObject([{ kind: 'sound' }]);
    expect(file.leftOut).toEqual(['Plan']);
  });
});

describe('a row', () => {
  test('has all of its problems at once, each with its column', async () => {
    const text = 'Ref,first_name,email,Plan,amount_due\nbcus_1,J\u200bo,nobody,gold,"1.240,00"\n';
    expect(await wantedOf(text, { reference: 'Ref', metadata: ['Plan'] })).toEqual([
      [
        'amount_due has a comma, which may part thousands or decimals: write digits and a point alone, such as 240.00',
        'first_name must be of visible characters, such as abc (U+200B is none)',
        "Ref must not start with Moment's own bcus_, bacc_ or bill_, such as CUSTOMER-1042",
        'email must be an e-mail address of 255 characters at most, such as jane@example.com',
      ],
    ]);
    const long = `external_reference,Plan,amount_due\nC-1,${'x'.repeat(501)},1.00\n`;
    expect(await wantedOf(long, { metadata: ['Plan'] })).toEqual([
      ['Plan must be a text of 500 characters at most, such as gold'],
    ]);
  });

  test('without a reference or an amount says so', async () => {
    expect(await wantedOf('external_reference,name,amount_due\n,Jane,\n')).toEqual([
      [
        'amount_due is empty, and 0 has to be written: write digits and a point alone, such as 240.00',
        'external_reference is required, and must be 1 to 255 letters, digits, _ and -, such as CUSTOMER-1042',
      ],
    ]);
  });

  test('of another width than the header is none of its columns', async () => {
    const text = 'external_reference,name,amount_due\nC-1,Jane,1,240.00\nC-2\nC-3,Jo,1.00,\n';
    const quote = 'quote a cell that holds what parts the columns';
    expect(await wantedOf(text)).toEqual([
      [`(row) has 4 cells, and the header 3: ${quote}`],
      [`(row) has 1 cell, and the header 3: ${quote}`],
      { external_reference: 'C-3', name: 'Jo', currency: 'ZAR', balance: 100 },
    ]);
  });

  test('is there: a file with a header alone is refused', async () => {
    expect(await refusedBecause('external_reference,amount_due\n')).toBe(
      'file.no_rows The file has a header, and no row below it',
    );
  });
});

describe('accounts and bills', () => {
  test("have Moment's columns too, of which those of a person are the customer's", async () => {
    const header = `external_reference,customer,${MOMENTS}`;
    const row = 'X-1,C-1,John,Doe,P01,,+27821234567,j@example.com,2026-12-31,240.00';
    const person = MOMENTS.split(',').slice(0, 6);
    const bill = await read(`${header}\n${row}\n`, { kind: 'bill' });
    expect(bill.file.leftOut).toEqual(person);
    expect(bill.rows).toMatchObject([
      { wanted: { facts: { customer: 'C-1', due_date: '2026-12-31', amount_due: 24_000 } } },
    ]);
    const account = await read(`${header}\n${row}\n`, { kind: 'account' });
    expect(account.file.leftOut).toEqual([...person, 'due_date']);
    expect(account.rows).toMatchObject([{ wanted: { facts: { balance: 24_000 } } }]);
  });

  test('hang on who is named', async () => {
    const accounts = 'external_reference,customer,name,amount_due\nA-1,C-1,Main,-5.00\n';
    expect(await wantedOf(accounts, { kind: 'account' })).toEqual([
      { external_reference: 'A-1', customer: 'C-1', name: 'Main', currency: 'ZAR', balance: -500 },
    ]);
    const bills =
      'external_reference,customer,account,bill_date,due_date,amount_due\nB-1,C-1,,,2026-12-31,5.00\nB-2,,A-1,2026-12-01,,5.00\nB-3,C-1,A-1,,31/12/2026,0.00\n';
    const facts = { currency: 'ZAR', amount_due: 500 };
    expect(await wantedOf(bills, { kind: 'bill' })).toEqual([
      { external_reference: 'B-1', customer: 'C-1', due_date: '2026-12-31', ...facts },
      { external_reference: 'B-2', account: 'A-1', bill_date: '2026-12-01', ...facts },
      [
        'amount_due must be 0.01 to 999999.99',
        'due_date must be a date, such as 2026-12-31',
        'customer needs either customer or account, such as "customer": "CUSTOMER-1042"',
      ],
    ]);
  });
});

describe('NDJSON', () => {
  test('has the same columns as members, whose amounts are texts', async () => {
    const text = [
      '{"external_reference":"C-1","name":"Jane","balance":"0.50","metadata":{"plan":"gold"}}',
      '{"external_reference":"C-2","amount_due":"1","email":null}',
    ].join('\n');
    expect(await wantedOf(text)).toEqual([
      {
        external_reference: 'C-1',
        name: 'Jane',
        currency: 'ZAR',
        balance: 50,
        metadata: { plan: 'gold' },
      },
      { external_reference: 'C-2', currency: 'ZAR', balance: 100 },
    ]);
  });

  test('is refused line by line', async () => {
    const text = [
      '{"external_reference":"C-1","balance":5000}',
      '{"external_reference":"C-2","balance":"1","plan":"gold"}',
      '{"external_reference":"C-3","external_reference":"C-4","balance":"1"}',
      '{"external_reference":"C-5","balance":"1","name":["Jane"]}',
      'nonsense',
      '[]',
      '{"external_reference":"C-6"}',
    ].join('\n');
    const none = ['(row) must be one JSON object, such as {"amount_due": "240.00"}'];
    expect(await wantedOf(text)).toEqual([
      ['balance must be a text such as "240.00": a number does not say whether it is in cents'],
      [
        expect.stringContaining(
          '(row) The column plan is not known: keep it with --metadata "plan"',
        ),
      ],
      ['external_reference comes twice: which of them counts, the line does not say'],
      ['name must be a text such as "abc"'],
      none,
      none,
      [expect.stringContaining('(row) The file has no column amount_due')],
    ]);
  });

  test('takes options that some of its lines have no member for, and tells its columns once read', async () => {
    const text =
      '{"external_reference":"C-1","amount_due":"1","plan":"gold"}\n{"external_reference":"C-2","amount_due":"1"}';
    const { file, rows } = await read(text, { metadata: ['plan'] });
    expect(rows.map((row) => row.kind)).toEqual(['sound', 'sound']);
    expect(file.columns()).toEqual(['external_reference', 'amount_due', 'plan']);
  });
});

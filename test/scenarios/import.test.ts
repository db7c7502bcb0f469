import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalInWords } from '#commands/kit/open-file.ts';
import { FileRefused } from '#shared/files/read/file-refused.ts';
import { importRuns, writeInto } from '#test/support/import-runs.ts';
import { startTestMerchant } from '#test/support/local-merchant.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const ZAR = ['--currency', 'ZAR'];
const CUSTOMERS = ['--kind', 'customers', ...ZAR];

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
let runs: ReturnType<typeof importRuns>;
let directory: string;
beforeAll(async () => {
  merchant = await startTestMerchant();
  runs = importRuns(merchant);
});
afterAll(() => merchant.close());

test('who pays between two runs does not owe it again, until there is a new batch', async () => {
  directory = temporaryDirectory();
  const path = writeInto(
    directory,
    'cycle.csv',
    'external_reference,amount_due\nPAID-1,20.00\nPAID-2,20.00\n',
  );
  expect(await runs.run(path, [...CUSTOMERS, '--yes'])).toMatchObject({ status: 0 });
  const paid = await fetch(`${merchant.sandbox.url}/sandbox/payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer: 'PAID-1', amount: 1500 }),
  });
  expect(paid.ok).toBe(true);
  await expect
    .poll(() => runs.read('/customers/PAID-1'), { timeout: 20_000 })
    .toMatchObject({ balance: 500 });

  const again = await runs.run(path, [...CUSTOMERS, '--yes']);
  expect(again).toMatchObject({ status: 1, counts: ['0', '0', '2', '0'] });
  expect(again.lines.join('\n')).toContain('1 of the unchanged were entered by this batch before');
  expect(await runs.read('/customers/PAID-1')).toMatchObject({ balance: 500 });

  const unknown = [...CUSTOMERS, '--yes', '--work', join(directory, 'elsewhere')];
  const anew = await runs.run(path, [...unknown, '--batch', 'new cycle']);
  expect(anew).toMatchObject({ status: 0, counts: ['0', '1', '1', '0'] });
  expect(anew.lines).toContain(
    'Of those to update what is owed rises by ZAR 15.00, and falls by ZAR 0.00',
  );
  expect(await runs.read('/customers/PAID-1')).toMatchObject({ balance: 2000 });
});

test('a payment that comes while somebody is asked is not undone', async () => {
  directory = temporaryDirectory();
  const path = writeInto(
    directory,
    'asked.csv',
    'external_reference,name,amount_due\nASK-1,Ann,20.00\n',
  );
  await runs.run(path, [...CUSTOMERS, '--yes']);
  writeFileSync(path, 'external_reference,name,amount_due\nASK-1,Anna,30.00\n');
  const raced = await runs.run(path, CUSTOMERS, { answer: true });
  expect(raced).toMatchObject({ status: 0, counts: ['0', '1', '0', '0'] });
  expect(await runs.read('/customers/ASK-1')).toMatchObject({ balance: 3000, name: 'Anna' });

  writeFileSync(path, 'external_reference,name,amount_due\nASK-1,Anna,40.00\n');
  const changed = await runs.run(path, CUSTOMERS, {
    answer: true,
    onAsked: () => writeFileSync(path, 'external_reference,name,amount_due\nASK-1,Anna,41.00 \n'),
  });
  expect(changed.status).toBe(2);
  expect(changed.lines.at(-1)).toContain('the file is another one by now');
  expect(await runs.read('/customers/ASK-1')).toMatchObject({ balance: 3000 });
});

test('accounts hang on customers, and bills on either', async () => {
  directory = temporaryDirectory();
  const customers = writeInto(directory, 'c.csv', 'external_reference,amount_due\nHANG-1,1.00\n');
  const accounts = writeInto(
    directory,
    'a.ndjson',
    '{"external_reference":"HANG-A","customer":"HANG-1","balance":"-2.50","metadata":{"plan":"gold"}}\n{"external_reference":"HANG-B","customer":"NOBODY","balance":"1.00"}\n',
  );
  const bills = writeInto(
    directory,
    'b.csv',
    'external_reference;customer;account;due_date;amount_due\nHANG-B1;HANG-1;;2026-12-31;10.00\nHANG-B2;;HANG-A;2026-12-31;12.00\n',
  );
  await runs.run(customers, [...CUSTOMERS, '--yes']);
  const made = await runs.run(accounts, ['--kind', 'accounts', ...ZAR, '--yes']);
  expect(made).toMatchObject({ status: 1, counts: ['1', '0', '0', '1'] });
  expect(made.lines[0]).toContain('"NOBODY"  names a customer that is not here');
  expect(await runs.read('/accounts/HANG-A')).toMatchObject({
    balance: -250,
    metadata: { plan: 'gold' },
  });
  const billed = ['--kind', 'bills', ...ZAR, '--yes'];
  expect(await runs.run(bills, billed)).toMatchObject({ status: 0, counts: ['2', '0', '0', '0'] });

  writeFileSync(bills, readFileSync(bills, 'utf8').replace('12.00', '15.00'));
  expect(await runs.run(bills, billed)).toMatchObject({ status: 0, counts: ['0', '1', '1', '0'] });
  expect(await runs.read('/bills/HANG-B2')).toMatchObject({ amount_due: 1500, balance: 1500 });
});

describe('a file that is none', () => {
  const header = 'external_reference,amount_due\n';
  const FILES: readonly (readonly [name: string, content: string | Uint8Array, why: RegExp])[] = [
    ['is empty', '', /^The file is empty/],
    ['has only a header', header, /^The file has a header, and no row below it$/],
    ['has NUL bytes', `${header}C-1,1\0.00\n`, /^Line 2 holds a NUL byte/],
    ['is windows-1252', Buffer.from(`${header}C-\xe9,1.00\n`, 'latin1'), /--encoding windows-1252/],
    ['is UTF-16', Buffer.from(`\ufeff${header}C-1,1.00\n`, 'utf16le'), /^The file is UTF-16/],
    ['is one long line', Buffer.alloc(1e8, 'a'), /^The first line goes on for more than 64 kB/],
    ['is a zip', Buffer.from('PK\x03\x04'), /^The file is a zip/],
    [
      'has an unknown column',
      'external_reference,amount_due,plan\nC-1,1.00,x\n',
      /^The column plan/,
    ],
    ['leaves a quote open', `${header}"C-1,1.00\n`, /quote that nothing closes/],
    ['has two delimiters', 'external_reference,amount_due;name\n1,2;3\n', /with --delimiter$/],
  ];

  test.each(FILES)(
    'because it %s is refused in one sentence, and nothing is written',
    async (...args) => {
      const [, content, why] = args;
      directory = temporaryDirectory();
      const path = writeInto(directory, 'bad.csv', content);
      const refused = await runs
        .run(path, [...CUSTOMERS, '--yes'])
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(FileRefused);
      const words = refusalInWords(refused as FileRefused);
      expect(words).toMatch(why);
      expect(words).not.toContain('\n');
      expect(readdirSync(directory).filter((name) => name !== '.moment-import')).toEqual([
        'bad.csv',
      ]);
    },
  );

  test('because it is not there is told', async () => {
    directory = temporaryDirectory();
    const missing = runs.run(join(directory, 'no.csv'), CUSTOMERS);
    await expect(missing).rejects.toThrow('There is no file');
    await expect(runs.run(directory, CUSTOMERS)).rejects.toThrow('is no file: name one');
    expect(existsSync(join(directory, '.moment-import'))).toBe(false);
  });
});

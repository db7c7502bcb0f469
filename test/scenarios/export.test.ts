import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportFiles } from '#commands/export/export-files.ts';
import { readOptions } from '#commands/export/options.ts';
import { ReadApi } from '#commands/export/read-api.ts';
import { type ApiClient, createApiClient } from '#commands/kit/api-client/client.ts';
import { createStackApi } from '#commands/kit/stack-api.ts';
import { startTestMerchant } from '#test/support/local-merchant.ts';
import { type CsvRow, readCsv } from '#test/support/read-csv.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const NOW = '2999-01-01T00:00:00.000Z';
let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
let api: ApiClient;
const PEOPLE = [
  {
    external_reference: 'A-1',
    name: 'Thandi Nomsa Dlamini',
    balance: 24_000,
    phone: '+27821234567',
  },
  { external_reference: 'A-2', name: '=Eve Smith', balance: -500 },
  { external_reference: 'A-3', name: 'Madonna', balance: 700 },
  { external_reference: 'A-4', name: 'Jun Sato', balance: 5, currency: 'JPY' },
];
beforeAll(async () => {
  merchant = await startTestMerchant();
  api = createApiClient(merchant.stack.apiUrl);
  for (const person of PEOPLE) {
    const metadata = { passport_number: `P0${person.external_reference}` };
    const body = { currency: 'ZAR', metadata, ...person };
    expect((await api.POST('/customers', { body })).response.status).toBe(201);
  }
  const untracked = { external_reference: 'A-5', name: 'No Balance' };
  expect((await api.POST('/customers', { body: untracked })).response.status).toBe(201);
  const bill = {
    customer: 'A-1',
    external_reference: 'B-1',
    currency: 'ZAR',
    amount_due: 1240,
    due_date: '2026-12-31',
  };
  expect((await api.POST('/bills', { body: bill })).response.status).toBe(201);
  for (let count = 1; count <= 3; count += 1) {
    const charge = { amount: count, reason: 'new_charge' as const };
    const { response } = await api.POST('/customers/{id}/charges', {
      params: { path: { id: 'A-1' }, header: { 'Idempotency-Key': `charge-${count}` } },
      body: charge,
    });
    expect(response.status).toBe(201);
  }
}, 60_000);
afterAll(() => merchant.close());

/** Into a new folder. */
async function run(...args: readonly string[]) {
  const directory = temporaryDirectory();
  const options = readOptions(args.map((arg) => arg.replace('%', directory)));
  if (options === 'help') throw new Error('Help is no export');
  const lines: string[] = [];
  const print = { line: (text: string) => void lines.push(text), lines: () => {}, json: () => {} };
  const stack = createStackApi({ ...merchant.stack, webhookUrl: '' });
  const reads = new ReadApi(stack, new AbortController().signal);
  const isWhole = await exportFiles(options, { api: reads, print, now: NOW });
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  return { directory, isWhole, lines, read };
}

const sumOf = (rows: readonly CsvRow[], column: string) =>
  rows.reduce((sum, row) => sum + BigInt(row[column] || 0), 0n);

test('the daily file has who owes what in major units, and names whoever Moment would refuse', async () => {
  const { isWhole, lines, read } = await run(
    ...['moment-file', '--currency', 'ZAR', '--country', 'za', '--merchant', 'acme'],
    ...['--out', '%/file.csv'],
  );
  expect(isWhole).toBe(false);
  expect(read('file.csv').split('\r\n')).toEqual([
    'first_name,last_name,passport_number,sa_identification_number,mobile_phone_number,email,due_date,amount_due,external_reference',
    'Thandi Nomsa,Dlamini,P0A-1,,+27821234567,,,240.06,A-1',
    '=Eve,Smith,P0A-2,,,,,0.00,A-2',
    '',
  ]);
  expect(lines).toEqual([
    '  left out  A-3  has no first_name',
    expect.stringMatching(/^2 of 4 customers with a balance in .*file\.csv$/),
    'They owe ZAR 240.06',
    '1 owe in another currency than ZAR, and are not in it',
    expect.stringContaining('1 are not in it for what Moment requires of them'),
  ]);
});

test('bills are in the daily file with their day, and with the name of the customer', async () => {
  const { isWhole, read } = await run(
    ...['moment-file', '--kind', 'bills', '--currency', 'ZAR', '--country', 'za'],
    ...['--merchant', 'acme', '--out', '%/bills.csv'],
  );
  expect(isWhole).toBe(true);
  expect(readCsv(read('bills.csv'))).toEqual([
    expect.objectContaining({
      first_name: 'Thandi Nomsa',
      due_date: '2026-12-31',
      amount_due: '12.40',
      external_reference: 'B-1',
    }),
  ]);
});

test('the entries of all add up to the balances, and to what is said of them', async () => {
  const { lines, read } = await run('entries', '--out', '%/entries.csv');
  const rows = readCsv(read('entries.csv'));
  expect(rows.map(({ external_reference, type }) => [external_reference, type])).toEqual([
    ...[['A-1', 'opening'], ...Array.from({ length: 3 }, () => ['A-1', 'charge'])],
    ...['A-2', 'A-3', 'A-4', 'B-1'].map((reference) => [reference, 'opening']),
  ]);
  const zar = rows.filter(({ currency }) => currency === 'ZAR');
  expect(sumOf(zar, 'amount_minor')).toBe(24_006n - 500n + 700n + 1240n);
  expect(lines).toEqual(['8 entries of 5 with a balance', 'They add up to JPY 5, ZAR 254.46']);
});

test('a statement in bulk is the one over HTTP, to the byte', async () => {
  const { directory, read } = await run('statements', '--bom', '--out', '%/all');
  expect(readdirSync(join(directory, 'all'))).toEqual([
    ...['bill_B-1.csv', 'customer_A-1.csv', 'customer_A-2.csv'],
    ...['customer_A-3.csv', 'customer_A-4.csv'],
  ]);
  const path = `/customers/A-1/statement?to=${NOW}&bom=true`;
  const answer = await fetch(`${merchant.stack.apiUrl}${path}`, {
    headers: { accept: 'text/csv' },
  });
  expect(Buffer.from(read('all/customer_A-1.csv'))).toEqual(
    Buffer.from(await answer.arrayBuffer()),
  );
});

test('a CSV in pages is one CSV with one header', async () => {
  const reads = new ReadApi(
    createStackApi({ ...merchant.stack, webhookUrl: '' }),
    new AbortController().signal,
  );
  const join = async (query: Readonly<Record<string, string>>) => {
    let csv = '';
    for await (const piece of reads.csv('/customers/A-1/statement', query)) csv += piece;
    return csv;
  };
  expect(await join({ to: NOW, limit: '1' })).toBe(await join({ to: NOW }));
});

test('a file of people is for whoever wrote it, and is never written over', async () => {
  const { directory } = await run('entries', '--kind', 'bills', '--out', '%/e.csv');
  const file = join(directory, 'e.csv');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await expect(run('entries', '--out', file)).rejects.toThrow(`${file} is there already`);
  expect(readdirSync(directory)).toEqual(['e.csv']);
});

test('what the API refuses is told with its words, and leaves no file', async () => {
  const wrong = run('entries', '--zone', 'Mars/Olympus', '--out', '%/e.csv');
  await expect(wrong).rejects.toThrow(/is answered 400 .*request\.invalid.*zone/);
  const early = run('ageing', '--as-of', '1999-01-01', '--out', '%/a.csv');
  await expect(early).rejects.toMatchObject({ todo: 'Correct the option that it names' });
});

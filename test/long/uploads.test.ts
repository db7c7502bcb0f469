import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UploadOutcome } from '#shared/models/upload-outcome.ts';
import { importRuns } from '#test/support/import-runs.ts';
import { deadLetters, startTestMerchant } from '#test/support/local-merchant.ts';
import { createUploadFolder } from '#test/support/upload-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLE = readFileSync(join(ROOT, 'docs/samples/customers.csv'), 'utf8');
const DOCUMENT = readFileSync(join(ROOT, 'docs/import.md'), 'utf8');
/** One of each way to be bad, 3 % of 200. */
const BAD: readonly ((row: string) => string)[] = [
  (row) => row.replace(/[\d.]+$/, 'R240'),
  (row) => row.replace(/[\d.]+$/, '"1.240,00"'),
  (row) => row.replace(/[\d.]+$/, '1e2'),
  (row) => row.replace(/[\d.]+$/, '\u2212240.00'),
  (row) => row.replace('+27', '0'),
  (row) => `${row},more`,
];

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
let runs: ReturnType<typeof importRuns>;
const folder = createUploadFolder();
beforeAll(async () => {
  merchant = await startTestMerchant({ uploadsFolder: folder.directory });
  runs = importRuns(merchant);
}, 120_000);
afterAll(async () => {
  await merchant.close();
  folder.remove();
});

const owedBy = async (prefix: string) => {
  const all = await runs.list('customers', prefix);
  return { count: all.length, cents: all.reduce((sum, { balance }) => sum + Number(balance), 0) };
};
const centsIn = (rows: readonly string[]) =>
  rows.reduce((sum, row) => sum + Number(row.split(',').at(-1)?.replace('.', '')), 0);
const major = (cents: number) => (cents / 100).toFixed(2);

test('the outcome of the sample is that of docs/import.md', async () => {
  folder.put('customers/ZAR/2026-12.csv', SAMPLE);
  const outcome = await folder.outcomeOf('customers/ZAR/2026-12.csv');
  const told: UploadOutcome = JSON.parse(
    /```json\n(\{\n {2}"file"[\s\S]+?)```/.exec(DOCUMENT)?.[1] ?? '',
  );
  const times = { put_at: told.put_at, finished_at: told.finished_at };
  expect({ ...outcome, ...times }).toEqual(told);
}, 120_000);

test('3 % bad rows, a function killed at a third and at two: each of the others once, and the counts add up', async () => {
  const [header = '', ...rows] = SAMPLE.replaceAll('CUSTOMER-', 'KILLED-').trimEnd().split('\n');
  const bad = new Map(BAD.map((spoil, nth) => [nth * 30 + 10, spoil]));
  const spoilt = rows.map((row, at) => bad.get(at)?.(row) ?? row);
  const good = rows.filter((_, at) => !bad.has(at));
  folder.put('customers/ZAR/killed.csv', [header, ...spoilt, ''].join('\n'));
  for (const share of [1 / 3, 2 / 3]) {
    await expect
      .poll(async () => (await owedBy('KILLED-')).count, { timeout: 60_000, interval: 50 })
      .toBeGreaterThan(rows.length * share);
    for (const pid of merchant.stack.processes('UploadsImport')) process.kill(pid, 'SIGKILL');
  }
  folder.put('customers/ZAR/next.csv', `${header}\nNEXT-1,,,,,,,,1.00\n`);
  expect(await folder.outcomeOf('customers/ZAR/next.csv')).toMatchObject({ rows: { created: 1 } });

  const outcome = await folder.outcomeOf('customers/ZAR/killed.csv');
  expect(outcome).toMatchObject({
    status: 'done',
    rows: { created: good.length, updated: 0, unchanged: 0, moved_since: 0, refused: bad.size },
    totals: { ZAR: { created: major(centsIn(good)), all: major(centsIn(good)) } },
  });
  expect(await owedBy('KILLED-')).toEqual({ count: good.length, cents: centsIn(good) });
  const refused = folder.refusedOf('customers/ZAR/killed.csv');
  expect(refused.match(/^KILLED-/gm)).toHaveLength(bad.size);
  expect(merchant.errors.length).toBeGreaterThan(0);
  expect(merchant.errors.filter((error) => !/SIGKILL|ended|exit/i.test(error))).toEqual([]);

  folder.put('customers/ZAR/killed.csv', [header, ...rows, ''].join('\n'));
  expect(await folder.outcomeOf('customers/ZAR/killed.csv', 2)).toMatchObject({
    rows: { created: bad.size, updated: 0, unchanged: good.length, refused: 0 },
    totals: { ZAR: { all: major(centsIn(rows)) } },
  });
  expect(await owedBy('KILLED-')).toEqual({ count: rows.length, cents: centsIn(rows) });
  const { data } = await runs.read('/customers/KILLED-1001/entries');
  expect(data).toHaveLength(1);
  expect(await deadLetters(merchant)).toBe(0);
}, 240_000);

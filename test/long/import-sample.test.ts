import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importRuns, writeInto } from '#test/support/import-runs.ts';
import { startTestMerchant } from '#test/support/local-merchant.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const SAMPLE = join(import.meta.dirname, '../../docs/samples/customers.csv');
const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/import.md'), 'utf8');
/** Hundreds of rows through a whole stack, beside whatever else runs. */
const PATIENCE_MS = 300_000;
const CUSTOMERS = ['--kind', 'customers', '--currency', 'ZAR'];

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
let runs: ReturnType<typeof importRuns>;
let directory: string;
beforeAll(async () => {
  merchant = await startTestMerchant();
  runs = importRuns(merchant);
});
afterAll(() => merchant.close());

describe('the sample of 200 customers', () => {
  const rows = readFileSync(SAMPLE, 'utf8').trim().split('\n').slice(1);
  const cents = rows.reduce((sum, row) => sum + Number(row.split(',').at(-1)?.replace('.', '')), 0);
  const total = `ZAR ${(cents / 100).toLocaleString('en', { minimumFractionDigits: 2 })}`;

  test(
    'is looked at, asked about, imported, and unchanged from then on',
    async () => {
      directory = temporaryDirectory();
      const path = join(directory, 'customers.csv');
      copyFileSync(SAMPLE, path);

      const dry = await runs.run(path, [...CUSTOMERS, '--dry-run']);
      expect(dry).toMatchObject({ status: 0, counts: ['200', '0', '0', '0'] });
      expect(dry.lines.at(-1)).toBe('Nothing was changed: this was a dry run');
      expect(DOCUMENT).toContain(dry.lines.slice(0, -1).join('\n'));
      const nobody = await runs.run(path, CUSTOMERS);
      expect(nobody.status).toBe(2);
      const no = await runs.run(path, CUSTOMERS, { answer: false });
      expect(DOCUMENT).toContain(no.asked.join());
      expect(no).toMatchObject({ status: 2, asked: [`200 to create and 0 to update, ${total}.`] });
      const less = await runs.run(path, [...CUSTOMERS, '--yes', '--expect-total', '1.00']);
      expect(less.status).toBe(2);
      expect(less.lines.at(-1)).toContain(`the rows add up to ${total}, and ZAR 1.00 was expected`);
      expect(await runs.list('customers', 'CUSTOMER-')).toEqual([]);

      const expected = (cents / 100).toFixed(2);
      const done = await runs.run(path, [...CUSTOMERS, '--yes', '--expect-total', expected]);
      expect(done).toMatchObject({ status: 0, counts: ['200', '0', '0', '0'] });
      expect(done.lines.at(-1)).toBe(`Done: 200 created; ${total}`);
      expect(DOCUMENT).toContain(done.lines.at(-1));
      const made = await runs.list('customers', 'CUSTOMER-');
      expect(made).toHaveLength(200);
      expect(made.reduce((sum, { balance }) => sum + Number(balance), 0)).toBe(cents);
      const [first] = made;
      expect(Object.keys(first ?? {})).not.toContain('metadata');

      const again = await runs.run(path, CUSTOMERS);
      expect(again).toMatchObject({ status: 0, counts: ['0', '0', '200', '0'] });
      expect(again.lines.at(-1)).toBe('Nothing is to be changed');
      const renamed = join(directory, 'other.csv');
      copyFileSync(SAMPLE, renamed);
      expect(await runs.run(renamed, CUSTOMERS)).toMatchObject({ counts: ['0', '0', '200', '0'] });
    },
    PATIENCE_MS,
  );

  test(
    'may be broken, and what is mended is all that is done then',
    async () => {
      directory = temporaryDirectory();
      const text = readFileSync(SAMPLE, 'utf8').replaceAll('CUSTOMER-', 'BROKEN-');
      const lines = text.trimEnd().split('\n');
      const amount = lines[5]?.split(',').at(-1) ?? '';
      lines[5] = lines[5]?.replace(amount, `R${amount}`) ?? '';
      lines[7] = lines[7]?.replace('+27', '0') ?? '';
      lines.push(lines.at(-1) ?? '');
      const path = writeInto(directory, 'customers.csv', `${lines.join('\n')}\n`);

      const broken = await runs.run(path, [...CUSTOMERS, '--yes']);
      expect(broken).toMatchObject({ status: 1, counts: ['198', '0', '0', '3'] });
      const printed = broken.lines.join('\n').replaceAll('BROKEN-', 'CUSTOMER-');
      expect(DOCUMENT).toContain(printed.replaceAll(`${directory}/`, '').split('\nDone:')[0]);
      const refused = join(directory, 'customers.refused.csv');
      const mended = readFileSync(refused, 'utf8')
        .replace(`R${amount}`, amount)
        .replace(',0825', ',+27825');
      expect(mended.split('\r\n')).toHaveLength(5);
      writeFileSync(refused, mended);

      expect(await runs.run(refused, [...CUSTOMERS, '--yes'])).toMatchObject({
        status: 0,
        counts: ['2', '0', '1', '0'],
      });
      const made = await runs.list('customers', 'BROKEN-');
      expect(made).toHaveLength(200);
      expect(made.reduce((sum, { balance }) => sum + Number(balance), 0)).toBe(cents);
    },
    PATIENCE_MS,
  );
});

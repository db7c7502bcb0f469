import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FREE_PORTS, runToEnd, start, VERIFY } from '#test/support/npm-start.ts';
import { request } from '#test/support/sender.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const SAMPLE = readFileSync(join(import.meta.dirname, '../../docs/samples/customers.csv'), 'utf8');
const IMPORT = 'commands/import/main.ts';
const RECONCILE = 'commands/reconcile/main.ts';
const CUSTOMERS = ['--kind', 'customers', '--currency', 'ZAR', '--yes'];
const ZAR_OF_SAMPLE = 237_886_57;

const major = (minor: number) => (minor / 100).toFixed(2);
const printed = (minor: number) =>
  `ZAR ${(minor / 100).toLocaleString('en', { minimumFractionDigits: 2 })}`;

test('a sample that is broken and mended, then a day of payments and a refund: every total is that of the files', async () => {
  const started = await start([...FREE_PORTS, '--no-demo']);
  onTestFinished(() => void started.stop('SIGKILL'));
  await started.printed('Deliveries');
  const { apiUrl, sandboxUrl } = started;
  const port = ['--port', new URL(apiUrl).port];
  const directory = temporaryDirectory();
  const put = (name: string, text: string) => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };

  // Two cells go wrong: both rows are refused, and the others are imported.
  const lines = SAMPLE.split('\n');
  const [, amount = ''] = /,([\d.]+)$/.exec(lines[5] ?? '') ?? [];
  lines[5] = String(lines[5]).replace(`,${amount}`, `,R${amount}`);
  lines[7] = String(lines[7]).replace('+27', '0');
  const broken = await runToEnd(
    [put('customers.csv', lines.join('\n')), ...CUSTOMERS, ...port],
    {},
    IMPORT,
  );
  expect(broken).toEqual({ code: 1, output: expect.stringMatching(/^ {2}refused +2$/m) });
  const refused = join(directory, 'customers.refused.csv');
  const mended = readFileSync(refused, 'utf8')
    .replace(`R${amount}`, amount)
    .replace(',08', ',+278');
  const rest = await runToEnd(
    [put('customers.refused.csv', mended), ...CUSTOMERS, ...port],
    {},
    IMPORT,
  );
  expect(rest).toEqual({ code: 0, output: expect.stringContaining('Done: 2 created') });
  const whole = await runToEnd(
    [put('customers.csv', SAMPLE), ...CUSTOMERS, '--expect-total', major(ZAR_OF_SAMPLE), ...port],
    {},
    IMPORT,
  );
  expect(whole).toEqual({ code: 0, output: expect.stringMatching(/^ {2}unchanged +200 /m) });

  // Three of them pay, one the whole, and part of a payment goes back.
  const payments = [];
  for (const [reference, paid] of [
    ['CUSTOMER-1001', 105_000],
    ['CUSTOMER-1002', 16_792],
    ['CUSTOMER-1003', 1],
  ] as const) {
    const { body } = await request('POST', `${sandboxUrl}/sandbox/payments`, {
      customer: reference,
      amount: paid,
      times: 2,
    });
    const id = String(body['id']);
    payments.push({ id, paid });
    await started.printed(new RegExp(`applied .*${id}`));
    await started.printed(new RegExp(`duplicate .*${id}`));
  }
  const cameIn = payments.reduce((sum, { paid }) => sum + paid, 0);
  const wentBack = 6_792;
  await request('POST', `${sandboxUrl}/sandbox/refunds`, {
    payment: payments[1]?.id,
    amount: wentBack,
  });

  const report = await fetch(`${sandboxUrl}/sandbox/reconciliation-report`);
  const path = put('report.csv', await report.text());
  const reconcile = () =>
    runToEnd(
      [
        path,
        ...['--unit', 'major', '--refunds', 'negative', '--enter-refunds', '--yes'],
        ...['--expect-total', printed(wentBack), ...port],
      ],
      {},
      RECONCILE,
    );
  const reconciled = await reconcile();
  expect(reconciled).toEqual({ code: 0, output: expect.stringContaining('They agree') });
  const both = `${printed(cameIn)} {2}3 +${printed(cameIn)} {2}ZAR 0\\.00`;
  expect(reconciled.output).toMatch(new RegExp(`ZAR payments +3 +${both}`));
  expect(reconciled.output).toMatch(/^Entered 1; known by now as the rows that they are 0/m);

  const { body: summary } = await request('GET', `${apiUrl}/summary`);
  expect(summary).toMatchObject({
    data: [
      {
        currency: 'ZAR',
        opening: { count: 200, amount: ZAR_OF_SAMPLE },
        payment: { count: 3, amount: -cameIn },
        refund: { count: 1, amount: wentBack },
      },
    ],
    waiting: [],
  });
  const owed = ZAR_OF_SAMPLE - cameIn + wentBack;
  const verified = await runToEnd(port, {}, VERIFY);
  expect(verified).toEqual({ code: 0, output: expect.stringContaining('Every promise holds') });
  expect(verified.output).toContain(printed(owed));
  await started.stop('SIGINT');
}, 300_000);

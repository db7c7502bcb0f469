import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FREE_PORTS, runToEnd, start, VERIFY } from '#test/support/npm-start.ts';
import { request } from '#test/support/sender.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const RECONCILE = 'commands/reconcile/main.ts';
const HOW = ['--unit', 'major', '--refunds', 'negative'];

test('a report of the sandbox is laid beside the ledger, and its refunds are entered once', async () => {
  const started = await start([...FREE_PORTS, '--no-demo']);
  await started.printed('Deliveries');
  const { apiUrl, sandboxUrl } = started;
  const directory = temporaryDirectory();
  const path = join(directory, 'report.csv');
  const reconcile = (...args: string[]) =>
    runToEnd([path, ...HOW, '--port', new URL(apiUrl).port, ...args], {}, RECONCILE);
  const save = async (change = (text: string) => text) => {
    const response = await fetch(`${sandboxUrl}/sandbox/reconciliation-report`);
    writeFileSync(path, change(await response.text()));
  };
  const pay = async (body: object): Promise<string> =>
    String((await request('POST', `${sandboxUrl}/sandbox/payments`, body)).body['id']);

  await request('POST', `${apiUrl}/customers`, {
    ...{ external_reference: 'UCR1', name: 'Jane', currency: 'ZAR', balance: 10_000 },
  });
  const paid = await pay({ customer: 'UCR1', amount: 1500 });
  await started.printed('ZAR 100.00 -> 85.00');
  await save();
  const agrees = await reconcile();
  expect(agrees).toEqual({ code: 0, output: expect.stringContaining('They agree') });
  expect(agrees.output).toMatch(/ZAR payments {2}1 +ZAR 15\.00 {2}1 +ZAR 15\.00 {2}ZAR 0\.00/);

  const untold = await pay({ customer: 'UCR1', amount: 700, times: 0 });
  const capped = await pay({ customer: 'UCR1', amount: 800, applied_amount: 750 });
  const waits = await pay({ bill: 'bill_1', amount: 900 });
  await request('POST', `${sandboxUrl}/sandbox/refunds`, { payment: paid, amount: 500 });
  await started.printed('ZAR 85.00 -> 77.50');
  await started.printed(/unmatched .*bill_1/);
  await save();
  const csv = join(directory, 'findings.csv');
  const differs = await reconcile('--csv', csv);
  expect(differs).toEqual({ code: 1, output: expect.stringContaining('They differ') });
  expect(differs.output).toMatch(/ZAR payments {2}4 +ZAR 39\.00 {2}2 +ZAR 22\.50 {2}ZAR 16\.50/);
  expect(differs.output).toMatch(/ZAR refunds +1 +ZAR 5\.00 +0 +ZAR 0\.00 +ZAR 5\.00/);
  const rows = readFileSync(csv, 'utf8').split('\r\n');
  const findings = rows.map((row) => row.split(',').filter((_, at) => at === 0 || at === 4));
  expect(findings.slice(1, -1)).toEqual([
    ['matched', paid],
    ['payment_unknown', untold],
    ['amount_differs', capped],
    ['payment_unknown', waits],
    ['refund_unknown', paid],
  ]);
  expect(rows[4]).toContain('an event told of it, which waits: event:');

  // One refund by hand, which then stands in the report too, and one that stands there alone.
  const entry = encodeURIComponent(`${paid}@${rows[1]?.split(',')[5]}`);
  const back = await request(
    ...['POST', `${apiUrl}/customers/UCR1/entries/${entry}/reversals`],
    { amount: 500, reason: 'refunded' },
    { 'idempotency-key': 'refund-1' },
  );
  expect(back.status).toBe(201);
  const balance = async () => (await request('GET', `${apiUrl}/customers/UCR1`)).body['balance'];
  expect(await balance()).toBe(8250);
  await request('POST', `${sandboxUrl}/sandbox/refunds`, { payment: capped, amount: 200 });
  await save();
  const enter = ['--enter-refunds', '--yes', '--expect-total'];
  const wrong = await reconcile(...enter, 'ZAR 7.00');
  expect(wrong.code).toBe(2);
  expect(wrong.output).toMatch(
    /^Nothing was entered: the rows add up to ZAR 2\.00, and ZAR 7\.00/m,
  );
  expect(await reconcile('--enter-refunds')).toMatchObject({ code: 2 });
  expect(await balance()).toBe(8250);

  const entered = await reconcile(...enter, 'ZAR 2.00');
  expect(entered.output).toMatch(
    /^Entered 1; known by now as the rows that they are 1; refused 0$/m,
  );
  expect(entered.output).toMatch(
    /ZAR refunds +2 +ZAR 7\.00 +2 +ZAR 7\.00 +ZAR 0\.00\n\nThey differ/,
  );
  expect(await balance()).toBe(8450);

  // The same again, under another name, and with one row changed.
  const again = await reconcile('--enter-refunds', '--yes');
  expect(again.output).toContain('No refund is to be entered');
  const renamed = join(directory, 'renamed.csv');
  writeFileSync(renamed, readFileSync(path));
  const args = [renamed, ...HOW, '--port', new URL(apiUrl).port, '--enter-refunds', '--yes'];
  expect((await runToEnd(args, {}, RECONCILE)).output).toContain('No refund is to be entered');
  await save((text) => text.replace('-2.00', '-3.00'));
  const changed = await reconcile('--enter-refunds', '--yes');
  expect(changed.output).toContain('No refund is to be entered');
  expect(changed.output).toMatch(/the amount differs +2$/m);
  expect(changed.output).toMatch(
    /ZAR 3\.00, ours ZAR 2\.00 .* a report told otherwise of it before/,
  );
  expect(await balance()).toBe(8450);
  const verified = await runToEnd(['--port', new URL(apiUrl).port], {}, VERIFY);
  expect(verified).toEqual({ code: 0, output: expect.stringContaining('Every promise holds') });

  await save((text) => text.replace('payment_id', 'fee'));
  const asked = await reconcile();
  expect(asked.code).toBe(1);
  expect(asked.output).toMatch(/ZAR payments {2}4 +ZAR 39\.00 {2}2 +ZAR 22\.50 {2}ZAR 16\.50/);
  expect(asked.output).toMatch(/an event told of it, which waits: event:/);
  expect(asked.output).toMatch(/refund that is not entered +0$/m);

  await save((text) => text.replace('presentment_amount', 'gross'));
  const refused = await reconcile();
  expect(refused.code).toBe(2);
  expect(refused.output).toMatch(
    /^The report has no column presentment_amount or amount\. Say which one it is with --column amount=NAME; its header is: transaction_type, .*, gross, payment_id$/m,
  );
  const mapped = await reconcile('--column', 'amount=gross');
  expect(mapped.code).toBe(1);
  await save((text) => text.replace('7.00', '7,00'));
  expect(await reconcile()).toMatchObject({ code: 2 });
  await started.stop('SIGINT');
}, 180_000);

test('what is no report, or is asked wrongly, is told with exit status 2', async () => {
  const path = join(temporaryDirectory(), 'report.csv');
  for (const [content, words] of [
    ['', 'The file is empty'],
    ['PK\u0003\u0004', 'The file is a zip'],
    ['transaction_type,amount\nPayment,1\n', 'No line of the file has a column reconciliation_id'],
  ]) {
    writeFileSync(path, content ?? '');
    const refused = await runToEnd([path, ...HOW], {}, RECONCILE);
    expect(refused).toEqual({ code: 2, output: expect.stringContaining(words ?? '') });
  }
  const missing = await runToEnd([`${path}.none`, ...HOW], {}, RECONCILE);
  expect(missing).toEqual({ code: 2, output: expect.stringContaining('There is no file') });
  const unit = await runToEnd([path], {}, RECONCILE);
  expect(unit).toEqual({ code: 2, output: expect.stringContaining('Say in which unit') });
  const help = await runToEnd(['--help'], {}, RECONCILE);
  expect(help).toEqual({ code: 0, output: expect.stringContaining('Exit status: 0') });
}, 60_000);

import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '#local/sandbox/sandbox.ts';
import { request } from '#test/support/sender.ts';

const { CHROMIUM = '/usr/bin/chromium' } = process.env;
const PHONE = { width: 390, height: 700 };
const API_KEY = 'sk_test_key';

let sandbox: Sandbox;
let browser: Browser;
let page: Page;

async function create(kind: string, body: object) {
  const response = await fetch(`${sandbox.url}/billing/${kind}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${API_KEY}`,
      'content-type': 'application/json',
      'idempotency-key': `create-${kind}`,
    },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(201);
}
const sectionOf = (name: string) => page.getByRole('region', { name });
const eventTypes = async () => {
  const { body } = await request('GET', `${sandbox.url}/sandbox/deliveries`);
  return (body as { data: { type: string }[] }).data.map(({ type }) => type);
};

describe.skipIf(!existsSync(CHROMIUM)).each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('in Chromium %s, a payer on a phone', (_, javaScriptEnabled) => {
  beforeAll(async () => {
    sandbox = await startSandbox({
      port: 0,
      apiKey: API_KEY,
      signingSecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    });
    await create('customers', {
      external_reference: 'UCR1',
      name: 'Jane <b>Doe</b>',
      currency: 'ZAR',
      balance: 2000,
    });
    await create('accounts', {
      customer: 'UCR1',
      external_reference: 'ACC1',
      name: 'Water',
      currency: 'ZAR',
      balance: 700,
    });
    await create('bills', {
      account: 'ACC1',
      external_reference: 'INV1',
      currency: 'ZAR',
      amount_due: 1500,
    });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      // Chromium's sandbox needs rights that root in a container does not have; the page is our own.
      args: ['--no-sandbox'],
    });
    page = await browser.newPage({ viewport: PHONE, javaScriptEnabled });
    await page.goto(`${sandbox.url}/ebp/UCR1`);
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
  });

  test('reads what is owed, within the edges of the screen', async () => {
    expect(await page.title()).toBe('Jane <b>Doe</b>');
    expect(await page.getByRole('heading').allTextContents()).toEqual([
      'Jane <b>Doe</b>',
      'Balance',
      'Account Water',
      'Bill INV1',
    ]);
    for (const box of await Promise.all(
      (await page.getByRole('button').all()).map((button) => button.boundingBox()),
    )) {
      expect((box?.x ?? 0) + (box?.width ?? PHONE.width)).toBeLessThanOrEqual(PHONE.width - 16);
    }
  });

  test('pays a part of a bill, then the whole rest of it', async () => {
    await sectionOf('Bill INV1').getByRole('textbox').fill('4.50');
    await sectionOf('Bill INV1').getByRole('button', { name: 'Pay' }).click();
    expect(await page.getByRole('status').textContent()).toMatch(
      /^Paid\. The receipt is payment pay_/,
    );
    expect(await sectionOf('Bill INV1').getByText('ZAR 10.50 owed').isVisible()).toBe(true);

    await sectionOf('Bill INV1').getByRole('button', { name: 'Pay' }).click();
    expect(await page.getByRole('status').isVisible()).toBe(true);
    expect(await sectionOf('Bill INV1').count()).toBe(0);
    expect(await eventTypes()).toEqual(['obligation.amount_applied', 'obligation.amount_applied']);
  });

  test('loads the receipt anew, and goes back, and pays nothing by it', async () => {
    const before = (await eventTypes()).length;
    await sectionOf('Account Water').getByRole('textbox').fill('1.00');
    await sectionOf('Account Water').getByRole('button').click();
    const receipt = await page.getByRole('status').textContent();
    await page.reload();
    expect(await page.getByRole('status').textContent()).toBe(receipt);
    await page.goBack();
    expect(await sectionOf('Account Water').getByText('ZAR 6.00 owed').isVisible()).toBe(true);
    expect(await eventTypes()).toHaveLength(before + 1);
  });

  test('is told what is no amount, and has paid nothing', async () => {
    const before = await eventTypes();
    await sectionOf('Balance').getByRole('textbox').fill('all of it');
    await sectionOf('Balance').getByRole('button').click();
    expect(await page.getByRole('alert').textContent()).toBe(
      'Not paid. Type an amount such as 15.00.',
    );
    expect(await eventTypes()).toEqual(before);
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '#local/sandbox/sandbox.ts';

const { CHROMIUM = '/usr/bin/chromium', UPDATE_PICTURES } = process.env;
const PHONE = { width: 390, height: 300 };
const API_KEY = 'sk_test_key';
const PICTURE = join(import.meta.dirname, '../../../docs/pay-page.png');
/** Chromium's sandbox needs rights that root in a container does not have; the page is our own. */
const launched = () =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox'],
  });

let sandbox: Sandbox;
let browser: Browser;
let page: Page;

async function post(path: string, body: unknown, key: string) {
  const response = await fetch(sandbox.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${API_KEY}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { id: string; link: { url: string } };
}

/** How far the text is from the edges of the screen, and how wide all of it is. */
async function measure() {
  const box = await page.locator('h1').boundingBox();
  if (!box) throw new Error('The page has no heading');
  return {
    left: box.x,
    right: PHONE.width - box.x - box.width,
    width: await page.evaluate('document.documentElement.scrollWidth'),
  };
}

describe.skipIf(!existsSync(CHROMIUM))('in Chromium', () => {
  beforeAll(async () => {
    sandbox = await startSandbox({
      port: 0,
      apiKey: API_KEY,
      signingSecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    });
    browser = await launched();
    page = await browser.newPage({ viewport: PHONE });
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
  });

  test('a payer reads on a phone what to pay, pays it, and reads that it is paid', async () => {
    const customer = await post(
      '/billing/customers',
      { external_reference: 'UCR1', currency: 'ZAR', balance: 2000 },
      'create',
    );
    const request = await post(
      '/collect/payment_requests',
      {
        amount: 1500,
        currency: 'ZAR',
        description: 'Invoice 1042',
        metadata: { obligation_id: customer.id },
      },
      'present',
    );
    await page.goto(request.link.url);
    expect(await page.title()).toBe('Pay ZAR 15.00');
    const { left, right, width } = await measure();
    expect(left).toBeGreaterThanOrEqual(16);
    expect(right).toBeGreaterThanOrEqual(16);
    expect(width).toBe(PHONE.width);
    if (UPDATE_PICTURES) await page.screenshot({ path: PICTURE });

    await page.getByRole('button', { name: 'Pay ZAR 15.00' }).click();
    expect(await page.getByText('Paid. The receipt is payment').isVisible()).toBe(true);
    expect(await page.getByRole('button').count()).toBe(0);
  });

  test('a page without padding is seen to touch the edges', async () => {
    await page.addStyleTag({ content: 'body { padding: 0 !important }' });
    const { left, right } = await measure();
    expect(Math.max(left, right)).toBeLessThan(16);
  });
});

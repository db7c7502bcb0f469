import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '#shared/api/routes/routes.ts';
import { startTestMerchant } from '#test/support/local-merchant.ts';

const { CHROMIUM = '/usr/bin/chromium' } = process.env;

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
let browser: Browser;
let page: Page;

describe.skipIf(!existsSync(CHROMIUM))('the reference of the API, in Chromium,', () => {
  const asked: string[] = [];
  const complaints: string[] = [];
  beforeAll(async () => {
    merchant = await startTestMerchant();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${merchant.stack.apiUrl}/docs`);
    await page.locator('.opblock').last().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await merchant?.close();
  });

  test('shows every route, and asks nobody else for anything', async () => {
    expect(await page.locator('.opblock').count()).toBe(ROUTES.length);
    const own = `${merchant.stack.apiUrl}/`;
    expect(asked.filter((url) => !url.startsWith(own) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('tries a call out from there', async () => {
    const operation = page.locator('#operations-Obligations-listCustomers');
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation.locator('.live-responses-table .response-col_status').first().waitFor();
    expect(await operation.locator('.live-responses-table').innerText()).toContain('200');
  });
});

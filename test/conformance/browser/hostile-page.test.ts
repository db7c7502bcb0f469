import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '#local/sandbox/sandbox.ts';
import { request } from '#test/support/sender.ts';

const { CHROMIUM = '/usr/bin/chromium' } = process.env;
const API_KEY = 'sk_test_key';
/** A name of an attacker's, which their DNS makes lead to this machine. */
const REBOUND = 'rebound.example';

let sandbox: Sandbox;
let elsewhere: Server;
let browser: Browser;
let page: Page;
let link: string;

describe.skipIf(!existsSync(CHROMIUM))(
  'in Chromium, while a payer has a link that is open,',
  () => {
    beforeAll(async () => {
      const signingSecret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
      sandbox = await startSandbox({ port: 0, apiKey: API_KEY, signingSecret });
      elsewhere = createServer((_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><body>');
      });
      elsewhere.listen(0, '127.0.0.1');
      await once(elsewhere, 'listening');
      browser = await chromium.launch({
        executablePath: CHROMIUM,
        // Chromium's sandbox needs rights that root in a container does not have; the pages are our own.
        args: ['--no-sandbox', `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`],
      });
      page = await browser.newPage();
      const response = await fetch(`${sandbox.url}/collect/payment_requests`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${API_KEY}`,
          'content-type': 'application/json',
          'idempotency-key': 'present',
        },
        body: JSON.stringify({ amount: 1500, currency: 'ZAR' }),
      });
      link = ((await response.json()) as { link: { url: string } }).link.url;
    });
    afterAll(async () => {
      await browser?.close();
      await sandbox?.close();
      elsewhere?.close();
    });

    const urlOfElsewhere = () => `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    const isOpen = async () => {
      const { body } = await request('GET', `${sandbox.url}/sandbox/deliveries`);
      expect(body).toEqual({ data: [] });
      return (await (await fetch(link)).text()).includes('<button>Pay');
    };

    test('no page of another origin pays it, by a form, a script or a frame', async () => {
      await page.goto(urlOfElsewhere());
      const posted = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.evaluate(`fetch('${link}', { method: 'POST', mode: 'no-cors' })`);
      expect((await posted).status()).toBe(403);
      const sent = page.waitForResponse((response) => response.url().endsWith('/sandbox/payments'));
      await page.evaluate(
        `navigator.sendBeacon('${sandbox.url}/sandbox/payments', '{"amount":1}')`,
      );
      expect((await sent).status()).toBe(403);

      await page.setContent(`<iframe src="${link}"></iframe>`);
      const frame = page.frames().find((one) => one !== page.mainFrame());
      expect(await frame?.getByRole('button').count()).toBe(0);

      await page.setContent(`<form method="post" action="${link}"><button>Win</button></form>`);
      const answered = page.waitForResponse(link);
      await page.getByRole('button').click();
      expect(await (await answered).json()).toMatchObject({ code: 'local.origin_refused' });
      expect(await isOpen()).toBe(true);
    });

    test('no page whose name is made to lead here reads it or pays it', async () => {
      const { port } = new URL(sandbox.url);
      const response = await page.goto(`http://${REBOUND}:${port}/`);
      expect(await response?.json()).toMatchObject({ code: 'local.host_refused' });
      const status = await page.evaluate(
        `fetch('${new URL(link).pathname}', { method: 'POST' }).then(({ status }) => status)`,
      );
      expect(status).toBe(403);
      expect(await isOpen()).toBe(true);
    });

    test('the payer follows the link from that other page, and pays', async () => {
      await page.goto(urlOfElsewhere());
      await page.setContent(`<a href="${link}">Pay</a>`);
      await page.getByRole('link').click();
      await page.getByRole('button', { name: 'Pay ZAR 15.00' }).click();
      expect(await page.getByText('Paid. The receipt is payment').isVisible()).toBe(true);
    });
  },
);

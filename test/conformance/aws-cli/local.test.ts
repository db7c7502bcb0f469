import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { amountApplied } from '#test/support/factories.ts';
import {
  attention,
  deadLetters,
  sendPoison,
  startTestMerchant,
  untilDrained,
} from '#test/support/local-merchant.ts';
import { request, sendWebhook } from '#test/support/sender.ts';

const OPERATIONS = readFileSync('docs/operations.md', 'utf8');
const [NOT_LOCAL = ''] = /There is no local [\s\S]*?\n\n/.exec(OPERATIONS) ?? [];
const BLOCKS = [...OPERATIONS.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
const PRELUDE = BLOCKS.find((block) => block.includes('AWS_ENDPOINT_URL_DYNAMODB')) ?? '';
const RUNNABLE = BLOCKS.filter((block) => block !== PRELUDE && runsHere(block));
const CURRENCY_MISMATCH = 'evt_usd';
const IGNORED = 'evt_ignored';

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
let bin: string;
beforeAll(async () => {
  merchant = await startTestMerchant({ triesMax: 1 });
  bin = mkdtempSync(join(tmpdir(), 'moment-balances-aws-'));
  const aws = join(bin, 'aws');
  const cli = join(import.meta.dirname, '../support/aws-cli.ts');
  writeFileSync(aws, `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  if (process.env['AWS_CLI'] === undefined) chmodSync(aws, 0o755);
  await fillLedger();
}, 60_000);
afterAll(async () => {
  rmSync(bin, { recursive: true, force: true });
  await merchant.close();
});

test.each(RUNNABLE.map((block) => [[...new Set(namesOf(block))].join(', '), block] as const))(
  'on this machine runs: %s',
  async (_, block) => {
    const [held] = await attention(merchant, 'quarantined');
    const filledIn = block
      .replaceAll('evt_...', CURRENCY_MISMATCH)
      .replaceAll('pay_...', held?.['pk']?.S ?? '')
      .replaceAll('EVENT#...', held?.['sk']?.S ?? '');
    const printed = await runInShell(filledIn);
    // No result is empty, and no column of one.
    expect(printed).not.toMatch(/^(None|\[\]|\s*null,?)$/m);
  },
);

test('an event that was ignored is found again by its id', async () => {
  const [byEventId = ''] = RUNNABLE;
  const printed = await runInShell(byEventId.replaceAll('evt_...', IGNORED));
  expect(printed).toMatch(/\bEVENT#/);
});

test('every other command of AWS is named as one that does not run on this machine', () => {
  const names = new Set(BLOCKS.flatMap(namesOf));
  const others = [...names].filter(
    (name) => !RUNNABLE.some((block) => namesOf(block).includes(name)),
  );
  for (const name of others.filter((name) => !PRELUDE.includes(`aws ${name}`))) {
    const [service] = name.split(' ');
    expect([name, new RegExp(`\`aws (${service}|${name})\``).test(NOT_LOCAL)]).toEqual([
      name,
      true,
    ]);
  }
});

/** `dynamodb query` of each `aws dynamodb query ...`. */
function namesOf(block: string): string[] {
  return [...block.matchAll(/\baws ([a-z0-9]+ [a-z-]+)/g)].map(([, name = '']) => name);
}

function runsHere(block: string): boolean {
  const names = namesOf(block);
  const isHere = (name: string) =>
    /^(dynamodb|sqs) /.test(name) && !NOT_LOCAL.includes(`\`aws ${name}\``);
  return names.length > 0 && names.every(isHere);
}

/** What a terminal would show, with the exports of the documents before it; `logs` asks AWS, and is left out. */
async function runInShell(block: string): Promise<string> {
  const { dynamodb, sqs } = merchant.stack.endpoints;
  const here = PRELUDE.replace('http://127.0.0.1:8789', dynamodb).replace(
    'http://127.0.0.1:8790',
    sqs,
  );
  const script = `set -euo pipefail; logs() { :; }\n${here}\n${block}`;
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, AWS_PAGER: '' };
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env });
  return stdout.trim();
}

/** One event of each kind that the documents ask for, and a dead letter. */
async function fillLedger(): Promise<void> {
  const { body } = await request('POST', `${merchant.stack.apiUrl}/customers`, {
    external_reference: 'AWS-1',
    currency: 'ZAR',
    balance: 2000,
  });
  const usd = amountApplied({
    id: CURRENCY_MISMATCH,
    data: { customer_id: body['id'], currency: 'USD' },
  });
  await sendWebhook(merchant, JSON.stringify(usd), 'msg_usd');
  const ignored = { id: IGNORED, type: 'bill.created', data: {} };
  await sendWebhook(merchant, JSON.stringify(ignored), 'msg_ignored');
  await sendPoison(merchant.stack.endpoints.sqs);
  await untilDrained(merchant);
  while ((await deadLetters(merchant)) === 0) await new Promise((r) => setTimeout(r, 100));
}

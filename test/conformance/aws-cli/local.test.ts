import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  AWS_PRELUDE,
  BLOCKS,
  isParsedAlone,
  LOCAL_PRELUDE,
  NOT_LOCAL,
  namesOf,
  runsLocally,
  titleOf,
} from '#test/conformance/aws-cli/documents.ts';
import { type Ran, Shell } from '#test/conformance/aws-cli/shell.ts';
import { amountApplied } from '#test/support/factories.ts';
import {
  attention,
  deadLetters,
  sendPoison,
  startTestMerchant,
  untilDrained,
} from '#test/support/local-merchant.ts';
import { request, sendWebhook } from '#test/support/sender.ts';
import { connect, storesOver } from '#test/support/stores.ts';
import { ledgerTable } from '#test/support/template.ts';

const RUNNABLE = BLOCKS.filter(
  (block) => block !== LOCAL_PRELUDE && runsLocally(block) && !isParsedAlone(block),
);
const CURRENCY_MISMATCH = 'evt_usd';
const IGNORED = 'evt_ignored';

let held: Awaited<ReturnType<typeof attention>>[number] | undefined;
let customer: string;
let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
const shell = new Shell();
beforeAll(async () => {
  merchant = await startTestMerchant({ triesMax: 1 });
  customer = await fillLedger();
  [held] = await attention(merchant, 'quarantined');
});
afterAll(async () => {
  shell.close();
  await merchant.close();
});

test.each(RUNNABLE.map((block) => [titleOf(block), block.text] as const))(
  'on this machine runs %s',
  async (_, text) => {
    const filledIn = text
      .replaceAll('evt_...', CURRENCY_MISMATCH)
      .replaceAll('bcus_...', customer)
      .replaceAll(/pay_(\.\.\.|sign_1)/g, held?.['pk']?.S ?? '')
      .replaceAll('EVENT#...', held?.['sk']?.S ?? '');
    const { code, output, failed } = await runInShell(filledIn);
    expect({ code, failed }, output).toEqual({ code: 0, failed: [] });
    // No result is empty, and no column of one.
    expect(output).not.toMatch(/^(None|\[\]|\s*null,?)$/m);
  },
);

test('an event that was ignored is found again by its id', async () => {
  const byEventId = RUNNABLE.find(({ text }) => text.includes('evt_...'))?.text ?? '';
  const { output } = await runInShell(byEventId.replaceAll('evt_...', IGNORED));
  expect(output).toMatch(/\bEVENT#/);
});

test('a table, an index and an attribute that are not there would be seen', async () => {
  const query = RUNNABLE.find(({ text }) => text.includes('--index-name event'))?.text ?? '';
  for (const [right, wrong] of [
    ['"$TABLE"', 'nobody'],
    ['--index-name event', '--index-name nobody'],
    ['eventId = :e', 'evenId = :e'],
  ] as const) {
    expect(query).toContain(right);
    const { code } = await runInShell(query.replace(right, wrong));
    expect([wrong, code]).toEqual([wrong, 254]);
  }
});

test('an obligation is carried whole to a restored table, and never over what is there', async () => {
  const { dynamodb } = merchant.stack.endpoints;
  const client = connect(dynamodb);
  onTestFinished(() => client.destroy());
  await client.send(new CreateTableCommand(ledgerTable('restored')));
  const itemsIn = async (TableName: string) =>
    (await client.send(new ScanCommand({ TableName }))).Items ?? [];
  const own = (await itemsIn(String(merchant.stack.tableNames[0]))).filter(
    ({ pk, sk, obligationId }) =>
      /^(bcus_|REF#)/.test(String(pk)) || (obligationId !== undefined && sk === obligationId),
  );
  const obligation = own.find(({ sk }) => sk === 'OPENING')?.['pk'];
  const text = RUNNABLE.find((block) => block.text.includes('carry() {'))?.text;
  const carry = `OLD="$TABLE" TABLE=restored\n${text}\ncarry ${obligation}`;
  expect(await runInShell(carry)).toMatchObject({ code: 0, failed: [] });
  expect(inOrder(await itemsIn('restored'))).toEqual(inOrder(own));
  const { failed } = await runInShell(carry);
  expect(failed.length).toBeGreaterThan(0);
  expect(inOrder(await itemsIn('restored'))).toEqual(inOrder(own));
});

test('every other command of AWS is named as one that does not run on this machine', () => {
  const local = new Set([...RUNNABLE, LOCAL_PRELUDE].flatMap(({ text }) => namesOf(text)));
  const operations = BLOCKS.filter(({ path }) => path === AWS_PRELUDE.path);
  for (const name of operations.flatMap(({ text }) => namesOf(text))) {
    const [service] = name.split(' ');
    const isNamed = new RegExp(`\`aws (${service}|${name})\``).test(NOT_LOCAL);
    expect([name, local.has(name) || isNamed]).toEqual([name, true]);
  }
});

const inOrder = (items: readonly Record<string, unknown>[]) =>
  items.toSorted((a, b) => `${a['pk']} ${a['sk']}`.localeCompare(`${b['pk']} ${b['sk']}`));

/** What a terminal would show, with the exports of the documents before it; `logs` asks AWS, and is left out. */
function runInShell(text: string): Promise<Ran> {
  const { dynamodb, sqs } = merchant.stack.endpoints;
  const here = LOCAL_PRELUDE.text
    .replace('http://127.0.0.1:8789', dynamodb)
    .replace('http://127.0.0.1:8790', sqs);
  return shell.run(`logs() { :; }\n${here}\n${text}`);
}

/**
 * One event of each kind that the documents ask for, a dead letter, a balance that somebody else changed at Moment.
 *
 * @returns the customer's id
 */
async function fillLedger(): Promise<string> {
  const { body } = await request('POST', `${merchant.stack.apiUrl}/customers`, {
    external_reference: 'AWS-1',
    currency: 'ZAR',
    balance: 2000,
  });
  const id = String(body['id']);
  const usd = amountApplied({ id: CURRENCY_MISMATCH, data: { customer_id: id, currency: 'USD' } });
  await sendWebhook(merchant, JSON.stringify(usd), 'msg_usd');
  const ignored = { id: IGNORED, type: 'bill.created', data: {} };
  await sendWebhook(merchant, JSON.stringify(ignored), 'msg_ignored');
  await sendPoison(merchant.stack.endpoints.sqs);
  await untilDrained(merchant);
  while ((await deadLetters(merchant)) === 0) await new Promise((r) => setTimeout(r, 100));
  await drift(id);
  return id;
}

/** Somebody raises the balance at Moment, and then it changes here; whether Moment lowers was seen once. */
async function drift(customerId: string): Promise<void> {
  const { sandbox, stack, apiKey } = merchant;
  const theirs = `${sandbox.url}/billing/customers/${customerId}`;
  await request('PATCH', theirs, { balance: 7000 }, { authorization: `Bearer ${apiKey}` });
  const charge = { amount: 100, reason: 'new_charge' };
  const ours = `${stack.apiUrl}/customers/${customerId}/charges`;
  await request('POST', ours, charge, { 'idempotency-key': 'charge-1' });
  await stack.invoke('PushFunction', {});
  const client = connect(stack.endpoints.dynamodb);
  await storesOver(client, String(stack.tableNames[0])).untold.keepLowering({
    lowers: 'yes',
    obligationId: customerId,
    sequence: 2,
    at: new Date().toISOString(),
  });
  client.destroy();
}

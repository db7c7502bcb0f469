import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Webhook } from 'standardwebhooks';
import type { SeenAccess } from '#emulator/aws/access-control.ts';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { readLedgerItem } from '#shared/aws/read-ledger-item.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import { toQueueMessage } from '#shared/models/delivery.ts';
import { exceptionId } from '#shared/models/exception-id.ts';
import type { CreationIntent } from '#shared/models/intent.ts';
import type { LedgerItem } from '#shared/models/ledger-item.ts';
import { changeCause, posted } from '#test/support/changes.ts';
import {
  amountApplied,
  delivery,
  intent,
  open,
  opening,
  paymentRequestPaid,
  presentation,
} from '#test/support/factories.ts';
import { startTestMerchant, untilDrained } from '#test/support/local-merchant.ts';
import { movedBy } from '#test/support/postings.ts';
import { SIGNING_KEY } from '#test/support/signing.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';
import { connect, type Stores, storesOver } from '#test/support/stores.ts';

import { playUploads } from './played-uploads.ts';

type Merchant = Awaited<ReturnType<typeof startTestMerchant>>;
type World = {
  readonly merchant: Merchant;
  readonly stores: Stores;
  readonly documents: DynamoDBDocumentClient;
  /** A call of the merchant's API. */
  readonly call: (
    method: string,
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Record<string, unknown>>;
  /** Moment delivers an event, signed so many seconds ago. */
  readonly tell: (event: object, age?: number) => Promise<void>;
};

const RACES_MAX = 20;
const LONG_AGO = '2026-01-01T00:00:00.000Z';
const REFERENCE = 'PLAYED-1';
const LATE = { external_reference: 'PLAYED-LATE', currency: 'ZAR', balance: 9_000 };
const SWEPT = { external_reference: 'PLAYED-SWEPT', currency: 'ZAR', balance: 9_000 };

/**
 * Runs the synthesised stack of the default stage, has each function do all that it ever does to AWS, and tells what
 * that was. What Lambda does in a function's name and nobody sees here is not in it.
 */
export async function playStack(): Promise<{
  readonly seen: readonly SeenAccess[];
  readonly errors: readonly string[];
  /** Calls of ours that were answered 500. */
  readonly failed: readonly string[];
  /** What is in the table then, as `verify` reads it. */
  readonly items: readonly LedgerItem[];
}> {
  const seen: SeenAccess[] = [];
  const merchant = await startTestMerchant({ onAccess: (access) => void seen.push(access) });
  const documents = connect(merchant.stack.endpoints.dynamodb);
  const stores = storesOver(documents, String(merchant.stack.tableNames[0]));
  const failed: string[] = [];
  const world = createWorld(merchant, stores, documents, failed);
  trustTestKey(merchant);
  try {
    const customer = await playCommands(world);
    const presentAgain = await presentUntilRefused(world);
    // After it: a function keeps the API key that it has read.
    await playAccountsAndBills(world, customer);
    await payFirst(world, customer);
    await diesAtMoment(world, LATE, 'late');
    await diesAtMoment(world, SWEPT, 'swept');
    await untilDrained(merchant);
    await payAgain(world, customer);
    // Whoever asks again finishes it, and applies what waits.
    await world.call('POST', '/customers', LATE, { 'idempotency-key': 'late' });
    await untilDrained(merchant);
    await sweepUp(world, customer);
    await tellTwiceAtOnce(world, customer, () => seen.some(isLookAtTelling));
    await forge(world, customer);
    await tellMoment(world, customer);
    await changeAll(world, customer);
    await resolveSome(world, customer);
    await adoptFor(world);
    await presentAgain();
    await lookAtExceptions(world);
    await merchant.stack.invoke('PushFunction', {});
    await playReports(world);
    await lookAtAmount(world);
    await playUploads(merchant);
    // It writes the anchor of the day, and then looks at it.
    for (let run = 0; run < 2; run += 1) await merchant.stack.invoke('AnchorsFunction', {});
    return { seen, errors: merchant.errors, failed, items: await readItems(merchant) };
  } finally {
    documents.destroy();
    await merchant.close();
  }
}

async function readItems({ stack }: Merchant): Promise<readonly LedgerItem[]> {
  const client = new DynamoDBClient(localClientConfig(stack.endpoints.dynamodb));
  const items: LedgerItem[] = [];
  const pages = paginateScan({ client }, { TableName: stack.tableNames[0] });
  for await (const { Items = [] } of pages) items.push(...Items.map(readLedgerItem));
  client.destroy();
  return items;
}

function createWorld(
  merchant: Merchant,
  stores: Stores,
  documents: DynamoDBDocumentClient,
  failed: string[],
): World {
  const webhook = new Webhook(merchant.signingSecret);
  return {
    merchant,
    stores,
    documents,
    call: async (method, path, body, headers = {}) => {
      const response = await fetch(`${merchant.stack.apiUrl}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (response.status === 500) failed.push(`${method} ${path}`);
      return (await response.json()) as Record<string, unknown>;
    },
    tell: async (event, age = 0) => {
      const at = new Date(Date.now() - age * 1000);
      const body = JSON.stringify(event);
      await fetch(merchant.webhookUrl, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': 'msg_1',
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': webhook.sign('msg_1', at, body),
        },
      });
    },
  };
}

/** Beside the local one: what is put on the queue by hand is signed with it. */
function trustTestKey({ stack, signingSecret }: Merchant): void {
  const secret = `whsec_${Buffer.from(SIGNING_KEY.bytes).toString('base64')}`;
  const keys = { local: signingSecret, [SIGNING_KEY.id]: secret };
  stack.setSecret(stack.output('SigningKeysSecret'), JSON.stringify(keys));
}

/** @returns the customer's id */
async function playCommands({ call }: World): Promise<string> {
  const create = { external_reference: REFERENCE, currency: 'ZAR', balance: 200_000 };
  const { id } = await call('POST', '/customers', create, { 'idempotency-key': 'create-1' });
  await call('POST', '/customers', create, { 'idempotency-key': 'create-1' });
  await call('POST', '/customers', create);
  await call('GET', '/openapi.json');
  await call('GET', '/customers?prefix=PLAYED');
  for (const name of [REFERENCE, id, 'NOBODY']) {
    await call('GET', `/customers/${name}`);
    await call('GET', `/customers/${name}/entries`);
    await call('GET', `/customers/${name}/statement`);
    await call('GET', `/customers/${name}/payment-requests`);
  }
  return String(id);
}

const ACCOUNT = { id: 'bacc_Played', kind: 'account', externalReference: 'PLAYED-ACC' } as const;
const BILL = { id: 'bill_Played', kind: 'bill', externalReference: 'PLAYED-INV' } as const;

/** Moment has these two, and is told of them. */
const TOLD_ACCOUNT = { external_reference: 'PLAYED-ACC-3', currency: 'ZAR', balance: 900 };
const TOLD_BILL = { external_reference: 'PLAYED-INV-3', currency: 'ZAR', amount_due: 900 };

/** Accounts and bills, and what hangs on whom. */
async function playAccountsAndBills({ call, stores }: World, customerId: string): Promise<void> {
  for (const one of [ACCOUNT, BILL]) {
    await open(stores, opening({ ...one, customerId }, {}));
    for (const name of [one.externalReference, one.id, 'NOBODY']) {
      await call('GET', `/${one.kind}s/${name}`);
      await call('GET', `/${one.kind}s/${name}/entries`);
      await call('GET', `/${one.kind}s/${name}/payment-requests`);
    }
    await call('POST', `/${one.kind}s/${one.externalReference}/payment-requests`, { amount: 100 });
  }
  await call('PATCH', `/customers/${customerId}`, { name: 'Played' });
  await call('GET', `/customers/${customerId}`);
  const account = { external_reference: 'PLAYED-ACC-2', customer: customerId };
  await call('POST', '/accounts', { ...account, customer: { external_reference: 'PLAYED-NEW' } });
  const bill = { external_reference: 'PLAYED-INV-2', currency: 'ZAR', amount_due: 500 };
  await call('POST', '/bills', { ...bill, account: { ...account } });
  await call('POST', '/bills', { ...bill, account: ACCOUNT.externalReference });
  await call('POST', '/accounts', { ...TOLD_ACCOUNT, customer: customerId });
  await call('POST', '/bills', { ...TOLD_BILL, account: TOLD_ACCOUNT.external_reference });
}

const TWO_DAYS_AGO = new Date(Date.now() - 2 * 86_400_000).toISOString();

/** Yesterday is written down, on which a charge was reversed in part before. */
async function playReports({ merchant, stores, call }: World): Promise<void> {
  const facts = { id: 'bcus_Aged', externalReference: 'PLAYED-AGED', balance: 500 };
  const whole = opening({ ...facts, openedAt: TWO_DAYS_AGO, recordedAt: TWO_DAYS_AGO });
  await open(stores, whole);
  const cause = changeCause({ key: 'aged-1' });
  const owed = whole.obligation;
  const charge = posted({ kind: 'charge', amount: 9 }, { now: TWO_DAYS_AGO, owed, cause });
  await stores.ledger.post(charge.posting, []);
  const [entry] = charge.posting.entries;
  const reversal = posted(
    { kind: 'reversal', reverses: entry?.key ?? '', amount: 4 },
    {
      ...{ now: TWO_DAYS_AGO, owed: movedBy(charge.posting, owed) },
      cause: changeCause({ key: 'aged-2' }),
      undoable: { entry, adjustment: undefined, undone: undefined },
    },
  );
  await stores.ledger.post(reversal.posting, []);
  // It writes down what is over, and then looks at it.
  for (let run = 0; run < 2; run += 1) await merchant.stack.invoke('ReportsFunction', {});
  const week = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10);
  for (const path of ['/ageing', `/ageing?as_of=${week}`, `/summary?from=${week}`]) {
    await call('GET', path);
  }
  for (const one of ['customers/PLAYED-AGED', `customers/${REFERENCE}`, 'bills/NOBODY']) {
    await call('GET', `/${one}/ageing`);
  }
  for (const one of [ACCOUNT, BILL]) {
    for (const name of [one.id, one.externalReference]) {
      await call('GET', `/${one.kind}s/${name}/ageing`);
    }
  }
}

/** By the time that Moment takes our key again, what was asked for makes no sense any more, and is forgotten. */
async function presentUntilRefused({ merchant, call }: World): Promise<() => Promise<void>> {
  const requests = `/customers/${REFERENCE}/payment-requests`;
  const secret = merchant.stack.output('MomentApiKeySecret');
  const until = Date.now() + 4_000;
  const soon = { expires_at: new Date(until).toISOString() };
  merchant.stack.setSecret(secret, 'sk_test_wrong');
  await call('POST', requests, soon, { 'idempotency-key': 'present-1' });
  merchant.stack.setSecret(secret, merchant.apiKey);
  await call('POST', requests, { amount: 100 }, { 'idempotency-key': 'present-2' });
  return async () => {
    await sleep(Math.max(0, until + 500 - Date.now()));
    await call('POST', requests, soon, { 'idempotency-key': 'present-1' });
  };
}

const PAID = { payment_id: 'pay_1' };
const PERHAPS = { amount: 700 };

async function payFirst({ tell }: World, customer_id: string): Promise<void> {
  const metadata = { obligation_id: customer_id };
  await tell(paymentRequestPaid({ id: 'evt_1', data: { metadata, ...PAID } }));
  const data = { customer_id, payment_id: 'pay_4', ...PERHAPS };
  await tell(amountApplied({ id: 'evt_4', data }));
}

/** The same payment told by the other event, one that is perhaps the same, and what nobody can believe. */
async function payAgain({ tell }: World, customer_id: string): Promise<void> {
  const metadata = { obligation_id: customer_id };
  await tell(amountApplied({ id: 'evt_2', data: { customer_id, ...PAID } }));
  await tell(
    paymentRequestPaid({ id: 'evt_5', data: { metadata, payment_id: 'p_4', ...PERHAPS } }),
  );
  const applied = (id: string, data: object) =>
    amountApplied({ id, data: { customer_id, ...data } });
  await tell(applied('evt_6', { currency: 'USD', payment_id: 'pay_6' }));
  const adjusted = { metadata, payment_id: 'pay_8', amount: 900 };
  await tell(paymentRequestPaid({ id: 'evt_8', data: adjusted }));
  await tell(applied('evt_9', { payment_id: 'pay_8', amount: 800 }));
  await tell(applied('evt_7', { payment_id: 'pay_7' }), 600);
  for (const [member, id] of Object.entries({
    customer_id: 'bcus_Nobody',
    account_id: 'bacc_Nobody',
    bill_id: 'bill_Nobody',
  })) {
    await tell(
      applied(`evt_${member}`, { customer_id: null, payment_id: `pay_${member}`, [member]: id }),
    );
  }
}

/** A creation that died once Moment had made the customer, and payments of it. */
async function diesAtMoment(
  { merchant, stores, tell }: World,
  facts: CreationIntent['request'],
  key: string,
): Promise<void> {
  const requestHash = hashBytes(JSON.stringify(['create_customer', facts]));
  const begun = intent({ key, requestHash, request: facts, startedAt: LONG_AGO });
  await stores.intents.begin(begun, LONG_AGO);
  const customer_id = await createAtMoment(merchant, facts, begun.momentKey);
  const payment_id = `pay_${key}`;
  const metadata = { obligation_id: customer_id };
  await tell(paymentRequestPaid({ id: `evt_${key}1`, data: { metadata, payment_id } }));
  const applied = (id: string, data: object) =>
    amountApplied({ id, data: { customer_id, ...data } });
  await tell(applied(`evt_${key}2`, { payment_id }));
  await tell(applied(`evt_${key}3`, { payment_id }));
  await tell(applied(`evt_${key}4`, { payment_id: `${payment_id}4`, currency: 'USD' }));
  const adjusted = { payment_id: `${payment_id}5` };
  const requested = { metadata, ...adjusted, amount: 1500 };
  await tell(paymentRequestPaid({ id: `evt_${key}5`, data: requested }));
  await tell(applied(`evt_${key}6`, { ...adjusted, amount: 1400 }));
}

async function createAtMoment(
  { sandbox, apiKey }: Merchant,
  facts: object,
  idempotencyKey: string,
): Promise<string> {
  const response = await fetch(`${sandbox.url}/billing/customers`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${apiKey}`,
      'idempotency-key': idempotencyKey,
    },
    body: JSON.stringify(facts),
  });
  const { id } = (await response.json()) as { readonly id: string };
  return id;
}

/** What was left: a creation, a presentation, one that Moment refuses, and events whose obligation is not there. */
async function sweepUp({ merchant, stores }: World, customer: string): Promise<void> {
  const startedAt = new Date(Date.now() - 600_000).toISOString();
  const facts = { amount: 300, currency: 'ZAR', external_reference: REFERENCE };
  const asked = { obligationId: customer, facts };
  await stores.intents.begin(presentation({ key: 'left-1', request: asked, startedAt }), LONG_AGO);
  for (const { id: obligationId } of [ACCOUNT, BILL]) {
    const request = { ...asked, obligationId };
    await stores.intents.begin(presentation({ key: obligationId, request, startedAt }), LONG_AGO);
  }
  const reference = { external_reference: 'PLAYED-ELSEWHERE' };
  await createAtMoment(merchant, { ...reference, name: 'Theirs' }, 'elsewhere');
  const refused = { ...reference, name: 'Ours' };
  await stores.intents.begin(intent({ key: 'left-2', request: refused, startedAt }), LONG_AGO);
  await merchant.stack.invoke('SweepFunction', {});
}

/** Each change of each kind, also one that changes nothing; and the statement that shows them. */
async function changeAll({ call }: World, customer: string): Promise<void> {
  const reason = 'new_charge';
  for (const [kind, name, id] of [
    ['customers', REFERENCE, customer],
    ['accounts', ACCOUNT.externalReference, ACCOUNT.id],
    ['bills', BILL.externalReference, BILL.id],
  ] as const) {
    const ask = (method: string, what: string, body: object, key: string) =>
      call(method, `/${kind}/${what}`, body, { 'idempotency-key': `${kind}-${key}` });
    const charged = await ask('POST', `${name}/charges`, { amount: 700, reason }, '1');
    const entry = encodeURIComponent(String(charged['id']));
    await ask('POST', `${id}/entries/${entry}/reversals`, { amount: 100, reason }, '2');
    await ask('POST', `${id}/adjustments`, { amount: -1, reason }, '3');
    await ask('PUT', `${id}/balance`, { balance: 500 }, '4');
    await ask('PUT', `${id}/balance`, { balance: 500 }, '5');
    await call('GET', `/${kind}/${id}/entries`);
    await readPeriods(call, `/${kind}/${name}`);
    await readPeriods(call, `/${kind}/${id}`);
  }
  for (const [kind, name] of [
    ['accounts', TOLD_ACCOUNT.external_reference],
    ['bills', TOLD_BILL.external_reference],
  ]) {
    const credit = { amount: -1, reason: 'goodwill' };
    await call('POST', `/${kind}/${name}/adjustments`, credit, { 'idempotency-key': `${name}` });
  }
  const payment = encodeURIComponent(`pay_1@${customer}`);
  const refund = `/customers/${customer}/entries/${payment}/reversals`;
  const why = { reason: 'refunded' };
  await call('POST', refund, { ...why, amount: 1 }, { 'idempotency-key': 'by-hand' });
  for (const [id, amount] of [
    ['rec_1', 1],
    ['rec_1', 1],
    ['rec_2', 2],
  ]) {
    const row = { ...why, amount, reconciliation_id: id };
    await call('POST', refund, row, { 'idempotency-key': `${id}-${amount}` });
    await call('GET', `/entries?reconciliation_id=${id}`);
  }
  await call('POST', refund, why, { 'idempotency-key': 'refund' });
}

/** Pages of a statement by each clock, and balances of moments. */
async function readPeriods(call: World['call'], path: string): Promise<void> {
  for (const by of ['recorded', 'effective']) {
    const period = `${path}/statement?from=2026-01-01&by=${by}&limit=2`;
    const { next_cursor } = await call('GET', period);
    await call('GET', `${period}&cursor=${next_cursor}`);
  }
  await call('GET', `${path}/balance`);
  await call('GET', `${path}/balance?as_of=2026-01-01&known_at=2999-01-01`);
}

/** What a person decides: a payment counts as what it is, on another obligation, or not at all. */
async function resolveSome(world: World, customer: string): Promise<void> {
  const reason = 'paid_elsewhere';
  for (const [paymentId, decision] of [
    ['p_4', { action: 'apply' }],
    ['pay_customer_id', { action: 'apply_to', obligation: customer }],
    ['pay_account_id', { action: 'dismiss' }],
    ['pay_account_id', { action: 'dismiss' }],
    ['pay_7', { action: 'apply' }],
  ] as const) {
    await resolve(world, paymentId, { ...decision, reason });
  }
  // Both say who decided.
  await world.call('GET', `/customers/${customer}/entries?limit=100`);
  await world.call('GET', `/customers/${customer}/statement?from=2026-01-01&limit=100`);
}

/** Of the first event that is held of a payment. */
async function resolve({ stores, call }: World, paymentId: string, body: object): Promise<void> {
  const [held] = await stores.resolutions.listBeside({ hash: '', paymentId }, 10);
  const id = held && encodeURIComponent(exceptionId({ kind: 'event', held }));
  await call('POST', `/exceptions/${id}/resolutions`, body);
}

/** Somebody whom Moment has, and nobody here: what waits for them is settled by a person's word, and beside it. */
async function adoptFor(world: World): Promise<void> {
  const { merchant, tell } = world;
  const facts = { external_reference: 'PLAYED-ADOPTED', name: 'Adopted', currency: 'ZAR' };
  const customer_id = await createAtMoment(merchant, facts, 'adopted');
  const metadata = { obligation_id: customer_id };
  const applied = (id: string, data: object) =>
    tell(amountApplied({ id, data: { customer_id, ...data } }));
  await applied('evt_adopted1', { payment_id: 'pay_adopted1' });
  await applied('evt_adopted2', { payment_id: 'pay_adopted2', currency: 'USD' });
  const requested = { metadata, payment_id: 'pay_adopted3', amount: 1500 };
  await tell(paymentRequestPaid({ id: 'evt_adopted3', data: requested }));
  await applied('evt_adopted4', { payment_id: 'pay_adopted3', amount: 1400 });
  await untilDrained(merchant);
  const said = { ...facts, id: customer_id, balance: 5000, balance_as_of: '2025-01-01T00:00:00Z' };
  await resolve(world, 'pay_adopted1', { action: 'adopt', reason: 'billing_error', adopt: said });
}

/** Marked by hand: what Moment has is lower by the newest payment, so that it is seen to lower. */
async function tellMoment({ merchant, stores, documents, call }: World, customer: string) {
  const { sequence = 0 } = (await stores.ledger.findObligation(customer)) ?? {};
  const { lines } = await stores.statements.listStatement(customer, { limit: 20 });
  const newest = lines.find(({ type }) => type === 'payment');
  const theirs = await balanceAtMoment(merchant, customer);
  const moved = lines.filter((line) => line.sequence >= (newest?.sequence ?? sequence));
  const lowered = moved.reduce((sum, { amount }) => sum - amount, 0);
  const before = (newest?.sequence ?? sequence) - 1;
  await documents.send(
    new UpdateCommand({
      TableName: String(merchant.stack.tableNames[0]),
      Key: { pk: customer, sk: 'HEAD' },
      UpdateExpression: 'SET attention = :push, attentionAt = :at, atMoment = :told',
      ExpressionAttributeValues: {
        ':push': 'push',
        ':at': LONG_AGO,
        ':told': `${theirs + lowered} ${before} ${Date.parse(LONG_AGO)} seen`,
      },
    }),
  );
  await merchant.stack.invoke('PushFunction', {});
  await call('GET', `/customers/${customer}`);
}

/** The list, each of its kinds, and each of what is listed: the payment that names a reference asks for most. */
async function lookAtExceptions({ call, stores }: World): Promise<void> {
  const named = amountApplied({
    id: 'evt_named',
    data: { customer_id: 'bcus_Elsewhere', payment_id: 'pay_named', metadata: { of: REFERENCE } },
  });
  await stores.ledger.hold(heldEvent(named, 'unmatched'));
  await call('GET', '/exceptions?kind=drift');
  const { data } = await call('GET', '/exceptions?limit=100');
  for (const { id } of data as readonly { readonly id: string }[]) {
    await call('GET', `/exceptions/${encodeURIComponent(id)}`);
  }
  await call('GET', '/exceptions/nothing');
}

/** A payment of somebody who is not here, of as much as another one owed last night: found in S3 alone. */
async function lookAtAmount({ call, stores }: World): Promise<void> {
  const data = { customer_id: 'bcus_Elsewhere', payment_id: 'pay_alike', amount: 505 };
  const held = heldEvent(amountApplied({ id: 'evt_alike', data }), 'unmatched');
  await stores.ledger.hold(held);
  const id = exceptionId({ kind: 'event', held });
  const { candidates } = await call('GET', `/exceptions/${encodeURIComponent(id)}`);
  const [found] = candidates as readonly { readonly external_reference: string }[];
  if (found?.external_reference === 'PLAYED-AGED') return;
  throw new Error(`By its amount ${id} has no candidate`);
}

async function balanceAtMoment({ sandbox, apiKey }: Merchant, customer: string): Promise<number> {
  const response = await fetch(`${sandbox.url}/billing/customers/${customer}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  return ((await response.json()) as { readonly balance: number }).balance;
}

/** A message that nobody signed is buried at once. */
async function forge({ merchant: { stack } }: World, customer_id: string): Promise<void> {
  const forged = delivery(amountApplied({ data: { customer_id } }), { signature: 'AAAA' });
  await stack.invoke(
    'ReconciliationReconcile',
    toSqsEvent([{ id: '1', body: toQueueMessage(forged) }]),
  );
}

/** Two runs at once keep what the second event tells of a payment: the one that comes late looks at the other's. */
async function tellTwiceAtOnce(
  { merchant: { stack } }: World,
  customer_id: string,
  isSeen: () => boolean,
): Promise<void> {
  const reconcile = (event: object) =>
    stack.invoke(
      'ReconciliationReconcile',
      toSqsEvent([{ id: '1', body: toQueueMessage(delivery(event)) }]),
    );
  for (let race = 0; race < RACES_MAX && !isSeen(); race += 1) {
    const payment_id = `pay_race${race}`;
    const metadata = { obligation_id: customer_id };
    await reconcile(paymentRequestPaid({ id: `evt_${race}`, data: { metadata, payment_id } }));
    await Promise.all(
      ['a', 'b'].map((name) => {
        const data = { customer_id, payment_id };
        return reconcile(amountApplied({ id: `evt_${race}${name}`, data }));
      }),
    );
  }
}

function isLookAtTelling({ functionId, action }: SeenAccess): boolean {
  return functionId.startsWith('ReconciliationReconcile') && action === 'dynamodb:GetItem';
}

import { readdirSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHandler as createAnchor } from '#functions/anchor/handler.ts';
import { createHandler as createChangeBalance } from '#functions/change-balance/handler.ts';
import { createHandler as createCreateCustomer } from '#functions/create-customer/handler.ts';
import { createHandler as createDescribeApi } from '#functions/describe-api/handler.ts';
import { createHandler as createGetCustomer } from '#functions/get-customer/handler.ts';
import { createHandler as createImport } from '#functions/import/handler.ts';
import { createHandler as createListEntries } from '#functions/list-entries/handler.ts';
import { createHandler as createListExceptions } from '#functions/list-exceptions/handler.ts';
import { createHandler as createListPaymentRequests } from '#functions/list-payment-requests/handler.ts';
import { createHandler as createPresentBalance } from '#functions/present-balance/handler.ts';
import { createHandler as createPush } from '#functions/push/handler.ts';
import { createHandler as createReadReports } from '#functions/read-reports/handler.ts';
import { createHandler as createReadStatement } from '#functions/read-statement/handler.ts';
import { createHandler as createReconcile } from '#functions/reconcile/handler.ts';
import { createHandler as createReport } from '#functions/report/handler.ts';
import { createHandler as createResolveException } from '#functions/resolve-exception/handler.ts';
import { createHandler as createSweep } from '#functions/sweep/handler.ts';
import { createHandler as createWebhook } from '#functions/webhook/handler.ts';
import { SqsDeliveryQueue } from '#shared/aws/sqs-delivery-queue.ts';
import { toQueueMessage } from '#shared/models/delivery.ts';
import { exceptionId } from '#shared/models/exception-id.ts';
import { toSliceMessage } from '#shared/models/upload-message.ts';
import { HttpMomentApi } from '#shared/moment/api/http-moment-api.ts';
import { MomentTransport } from '#shared/moment/api/moment-transport.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import type { LedgerHeads } from '#shared/ports/anchors.ts';
import type { KindHeads } from '#shared/ports/reports.ts';
import { SnapshotBalances } from '#shared/use-cases/reports/snapshot-balances.ts';
import { amountApplied, delivery, intent, paymentRequestPaid } from '#test/support/factories.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { MemoryAnchors, MemoryLedgerHeads } from '#test/support/memory-anchors.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { MemoryUploadQueue, MemoryUploads } from '#test/support/memory-uploads.ts';
import { DESCRIPTION, QUOTING, toldIn, WHO } from '#test/support/planted-person.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';
import { NOON } from '#test/support/world.ts';
import { FunctionOutput } from './function-output.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const FACTS = { external_reference: 'C-1', currency: 'ZAR', balance: 50_000, ...WHO };
const ID = 'bcus_1';
const TOLD = { customer_id: ID, description: DESCRIPTION, metadata: WHO, customer: WHO };
/** What DynamoDB could say of an item, if it were asked to. */
const brokenTable = () =>
  Object.assign(new Error('The table broke', { cause: new Error('below') }), {
    name: 'InternalServerError',
    Item: { name: { S: WHO.name } },
    CancellationReasons: [{ Code: 'None', Item: { email: { S: WHO.email } } }],
  });

type Reply = { readonly status: number; readonly body: string };
const reply = (status: number, body: unknown = {}): Reply => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const refusal = (status: number) => reply(status, { title: QUOTING, detail: QUOTING, errors: WHO });
const CREATED_WITH_BALANCE = reply(200, { id: ID, ...WHO, currency: 'ZAR', balance: 1 });
const CREATED = reply(201, { id: ID, ...WHO, currency: 'ZAR' });
const PRESENTED = reply(201, { id: 'pr_1', status: 'active', amount: 1, currency: 'ZAR' });

function createWorld() {
  const output = new FunctionOutput();
  const memory = createMemoryDeps();
  const replies: Reply[] = [];
  const fetchWithin = async () => {
    const { status, body } = replies.shift() ?? reply(503, QUOTING);
    return { status, headers: new Headers(), text: async () => body };
  };
  const apiKey = { read: async () => 'sk_test_1' };
  const baseUrl = 'https://moment.example';
  const { clock, randomness } = memory;
  const deps = {
    ...memory,
    ...output.telemetry,
    moment: new HttpMomentApi(
      new MomentTransport({ baseUrl, apiKey, clock, randomness, fetchWithin }),
    ),
    ebpLinkTemplate: undefined,
  };
  return { output, deps, replies };
}

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.output.restore());

type Play = () => Promise<void>;
const http = (handler: Parameters<FunctionOutput['http']>[0], request: object) =>
  world.output.http(handler, httpEvent(request));
const bodyOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

const create = async (body: unknown = FACTS, ...replies: readonly Reply[]) => {
  world.replies.push(...replies);
  const headers = { 'idempotency-key': 'key-1' };
  await http(createCreateCustomer(world.deps), { path: '/customers', headers, body: bodyOf(body) });
};
const update = async (body: unknown, ...replies: readonly Reply[]) => {
  world.replies.push(...replies);
  const asked = { method: 'PATCH', path: '/customers/{id}', id: 'C-1', body: bodyOf(body) };
  await http(createCreateCustomer(world.deps), asked);
};
const present = async (body: unknown, ...replies: readonly Reply[]) => {
  world.replies.push(...replies);
  await http(createPresentBalance(world.deps), { id: 'C-1', body: bodyOf(body) });
};
const charge = async (
  body: object,
  authorizer: object | undefined = { iam: { userArn: WHO.email } },
) => {
  const asked = { path: '/customers/{id}/charges', id: 'C-1', body: bodyOf(body) };
  const headers = { 'idempotency-key': 'charge-1' };
  await http(createChangeBalance(world.deps), { ...asked, headers, authorizer });
};
/** Of a payment of theirs, which waits. */
const dismiss = async (body: object, id?: string) => {
  const held = heldEvent(amountApplied({ data: TOLD }), 'quarantined');
  await world.deps.ledger.hold(held);
  const asked = { action: 'dismiss', reason: 'paid_elsewhere', ...body };
  await http(createResolveException(world.deps), {
    ...{ path: '/exceptions/{id}/resolutions', body: bodyOf(asked) },
    id: id ?? exceptionId({ kind: 'event', held }),
    authorizer: { iam: { userArn: WHO.email } },
  });
};
const get = (id: string) =>
  http(createGetCustomer(world.deps), { method: 'GET', path: '/customers/{id}', id });
const listOf = (query: Record<string, string>) =>
  http(createGetCustomer(world.deps), { method: 'GET', path: '/customers', query });
const list = (id: string, query: Record<string, string> = {}) =>
  http(createListEntries(world.deps), { method: 'GET', id, query });
const read = (id: string, what: 'statement' | 'balance', query: Record<string, string> = {}) =>
  http(createReadStatement({ ...world.deps, zone: 'UTC' }), {
    ...{ method: 'GET', path: `/customers/{id}/${what}`, id, query },
  });
const describeApi = (query: Record<string, string>) =>
  http(createDescribeApi({ document: { openapi: '3.1.1' }, logger: world.deps.logger }), {
    method: 'GET',
    query,
  });
const listPresented = (id: string, query: Record<string, string> = {}) =>
  http(createListPaymentRequests(world.deps), { method: 'GET', id, query });
const listExceptions = (query: Record<string, string> = {}) =>
  http(createListExceptions(world.deps), { method: 'GET', path: '/exceptions', query });
const lookAt = (id: string) =>
  http(createListExceptions(world.deps), { method: 'GET', path: '/exceptions/{id}', id });
const report = (path: string, query: Record<string, string> = {}, id?: string) =>
  http(createReadReports({ ...world.deps, zone: 'UTC' }), {
    ...{ method: 'GET', path, query },
    ...(id !== undefined && { id }),
  });
const writeDown = (heads: KindHeads = world.deps.kindHeads) =>
  world.output.run(createReport({ ...world.deps, heads, zone: 'UTC' }), {});
const anchor = (heads: LedgerHeads = new MemoryLedgerHeads(world.deps.table)) =>
  world.output.run(createAnchor({ ...world.deps, heads, anchors: new MemoryAnchors() }), {});
/** A file that is put, and the slices of it. */
const putFile = async (name: string, content: string, ...answers: readonly Reply[]) => {
  const files = new MemoryUploads();
  const queue = new MemoryUploadQueue();
  const asIs = { metadata: [], leaveOut: [] };
  const layouts = { customer: asIs, account: asIs, bill: asIs };
  const handler = createImport({ ...world.deps, files, queue, layouts, bucket: 'uploads' });
  const run = (body: string) => world.output.run(handler, toSqsEvent([{ id: 'msg-1', body }]));
  const { key, size, eTag } = files.put(`incoming/${name}`, content, '');
  const object = { key: encodeURIComponent(key), size, eTag };
  const s3 = { bucket: { name: 'uploads' }, object };
  const of = { userIdentity: { principalId: WHO.email }, eventTime: new Date(NOON).toISOString() };
  await run(JSON.stringify({ Records: [{ ...of, s3 }] }));
  world.replies.push(...answers);
  for (const slice of queue.slices) await run(toSliceMessage(slice));
};
const sweep = () => world.output.run(createSweep(world.deps), {});
const push = () =>
  world.output.run(createPush({ ...world.deps, momentLowers: 'unknown' as const }), {});
/** Moment is to be told of the customer. */
const mark = () => {
  const obligation = world.deps.table.obligations.get(ID);
  if (!obligation) throw new Error('no customer');
  const at = new Date(NOON).toISOString();
  const untold = { state: 'push' as const, dueAt: at, since: at, refusals: 0 };
  world.deps.table.obligations.set(ID, { ...obligation, untold });
};
const queued = (event: unknown) => toQueueMessage(delivery(event));
const reconcile = (...bodies: readonly string[]) =>
  world.output.run(
    createReconcile(world.deps),
    toSqsEvent(bodies.map((body, n) => ({ id: `msg-${n}`, body }))),
  );

async function deliver(
  body: string,
  {
    headers = {},
    at = NOON,
    send = async () => ({}),
  }: {
    headers?: object;
    at?: number;
    send?: (command: { readonly input: unknown }) => object;
  } = {},
) {
  const signature = new Webhook(SECRET).sign('msg_1', new Date(at), body);
  const handler = createWebhook({
    ...world.deps,
    keys: { read: async () => [parseSigningKey('key-1', SECRET)], reread: async () => undefined },
    queue: new SqsDeliveryQueue({ send } as never, 'https://sqs.example/q'),
    toleranceSeconds: 180,
  });
  const signed = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at / 1000),
    'webhook-signature': signature,
  };
  await http(handler, { path: '/webhooks/moment', headers: { ...signed, ...headers }, body });
}
const APPLIED = JSON.stringify(amountApplied({ data: TOLD }));

/** What each function is put through, and how it answers. */
const PLAYS: Readonly<Record<string, Readonly<Record<string, readonly [Play, string]>>>> = {
  'create-customer': {
    'a customer': [() => create(FACTS, CREATED), '201'],
    'the same again': [() => create(FACTS), '201'],
    'the same key with another name': [
      () => create({ ...FACTS, name: 'Rosalind' }),
      'idempotency_key.reused',
    ],
    'members that are not valid': [
      () => create({ ...FACTS, email: WHO.name, phone: WHO.email, name: [WHO.name] }),
      'request.invalid',
    ],
    'a member of that name': [() => create({ ...FACTS, [WHO.name]: 1 }), 'request.invalid'],
    'a key of metadata that is too long': [
      () => create({ ...FACTS, metadata: { [QUOTING]: QUOTING } }),
      'request.invalid',
    ],
    'a member that comes twice': [
      () => create(`{"metadata":{"${WHO.email}":"a","${WHO.email}":"b"}}`),
      'request.invalid',
    ],
    'what is not JSON': [() => create(`{"name": ${WHO.name}`), 'request.invalid'],
    'too much': [() => create(WHO.name.repeat(10_000)), 'request.too_large'],
    'what Moment refuses in words that quote it': [
      () => create(FACTS, refusal(422)),
      'moment.refused',
    ],
    'somebody whom Moment has': [
      () => create(FACTS, refusal(409), reply(200, { id: 'bcus_9', ...WHO, name: 'Quill R' })),
      'customer.exists_at_moment',
    ],
    'a look-up that Moment refuses': [
      () => create(FACTS, refusal(409), refusal(400)),
      'moment.failed',
    ],
    'a Moment that fails': [() => create(FACTS), 'moment.failed'],
    'a Moment that takes no key': [
      () => create(FACTS, refusal(401), refusal(401)),
      'moment.unauthorised',
    ],
    'an answer that is not as documented': [
      () => create(FACTS, reply(201, { ...WHO, id: WHO.name })),
      'moment.failed',
    ],
    'a table that breaks': [
      () => {
        world.deps.ledger.open = async () => Promise.reject(brokenTable());
        return create(FACTS, CREATED);
      },
      'internal',
    ],
    'a customer for whom a payment waits': [
      async () => {
        await reconcile(queued(amountApplied({ data: TOLD })));
        await create(FACTS, CREATED);
      },
      'done 201',
    ],
    'who a customer is now': [
      async () => {
        await create(FACTS, CREATED);
        await update(WHO, reply(200, { id: ID, ...WHO }));
      },
      '201 200',
    ],
    'who a customer is, which Moment refuses in words that quote it': [
      async () => {
        await create(FACTS, CREATED);
        await update(WHO, refusal(400));
      },
      '201 moment.refused',
    ],
    'a customer who is adopted, and is somebody else there': [
      async () => {
        world.replies.push(reply(200, { id: ID, ...WHO, name: QUOTING }));
        await create({ ...FACTS, id: ID });
      },
      'adoption.contradicted',
    ],
    'a customer whose payments cannot be read': [
      () => {
        world.deps.waiting.listWaiting = async () => Promise.reject(brokenTable());
        return create(FACTS, CREATED);
      },
      '201',
    ],
  },
  'get-customer': {
    'a customer': [() => get('C-1'), '200'],
    'all customers': [() => listOf({}), '200'],
    'a prefix that is none': [() => listOf({ prefix: WHO.email }), 'request.invalid'],
    'nobody, by an e-mail': [() => get(WHO.email), 'customer.not_found'],
    'a table that breaks': [
      () => {
        world.deps.ledger.findReference = async () => Promise.reject(brokenTable());
        return get('C-1');
      },
      'internal',
    ],
  },
  'list-entries': {
    'a statement': [() => list('C-1'), '200'],
    'a query that is not valid': [
      () => list('C-1', { limit: WHO.phone, [WHO.name]: 'x' }),
      'request.invalid',
    ],
    'a cursor of nobody': [
      () => list('C-1', { cursor: Buffer.from(WHO.name).toString('base64url') }),
      'cursor.invalid',
    ],
  },
  'list-exceptions': {
    'a list': [() => listExceptions(), '200'],
    'a query that is not valid': [
      () => listExceptions({ kind: WHO.name, limit: WHO.phone, [WHO.name]: 'x' }),
      'request.invalid',
    ],
    'a cursor of nobody': [
      () => listExceptions({ cursor: Buffer.from(WHO.name).toString('base64url') }),
      'cursor.invalid',
    ],
    'an event that says who it is of': [
      async () => {
        const data = { customer_id: 'bcus_9', description: DESCRIPTION, metadata: { ...WHO } };
        const event = heldEvent(amountApplied({ data }), 'unmatched');
        await world.deps.ledger.hold(event);
        await lookAt(exceptionId({ kind: 'event', held: event }));
      },
      '200',
    ],
    'an event whose amount is looked for where nothing can be read': [
      async () => {
        const event = heldEvent(amountApplied({ data: { description: DESCRIPTION } }), 'unmatched');
        await world.deps.ledger.hold(event);
        world.deps.snapshots.listDays = async () => Promise.reject(brokenTable());
        const balances = new SnapshotBalances(world.deps);
        const asked = { method: 'GET', path: '/exceptions/{id}' };
        const id = exceptionId({ kind: 'event', held: event });
        await http(createListExceptions({ ...world.deps, balances }), { ...asked, id });
      },
      '200',
    ],
    'nobody, by an e-mail': [() => lookAt(`intent:${WHO.email}`), 'exception.not_found'],
  },
  'read-statement': {
    'a statement': [() => read('C-1', 'statement'), '200'],
    'a balance': [() => read('C-1', 'balance'), '200'],
    'a query that is not valid': [
      () => read('C-1', 'statement', { zone: WHO.phone, [WHO.name]: 'x' }),
      'request.invalid',
    ],
    'a cursor of nobody': [
      () => read('C-1', 'statement', { cursor: Buffer.from(WHO.name).toString('base64url') }),
      'cursor.invalid',
    ],
    'a table that breaks': [
      () => {
        world.deps.rows.readSaid = async () => Promise.reject(brokenTable());
        return read('C-1', 'statement');
      },
      'internal',
    ],
  },
  'describe-api': {
    'who asks what the API is': [() => describeApi({ [WHO.name]: WHO.phone }), '200'],
  },
  'list-payment-requests': {
    'what was presented, and what for': [
      async () => {
        await present({ description: DESCRIPTION }, PRESENTED);
        world.output.answers.pop();
        await listPresented('C-1');
      },
      '200',
    ],
    'a query that is not valid': [
      () => listPresented('C-1', { limit: WHO.phone, [WHO.name]: 'x' }),
      'request.invalid',
    ],
    'a cursor of nobody': [
      () => listPresented('C-1', { cursor: Buffer.from(WHO.name).toString('base64url') }),
      'cursor.invalid',
    ],
  },
  'read-reports': {
    'what is owed, by age': [() => report('/customers/{id}/ageing', {}, 'C-1'), '200'],
    'a summary': [() => report('/summary'), '200'],
    'a query that is not valid': [
      () => report('/ageing', { as_of: WHO.phone, [WHO.name]: 'x' }),
      'request.invalid',
    ],
    'a cursor of nobody': [
      () => report('/ageing', { cursor: Buffer.from(WHO.name).toString('base64url') }),
      'cursor.invalid',
    ],
    'a day that is not written down': [() => report('/ageing'), 'ageing.not_taken'],
  },
  report: {
    'what all owe': [() => writeDown(), 'done'],
    'a table that breaks': [
      () => writeDown({ listHeads: async () => Promise.reject(brokenTable()) }),
      'failed',
    ],
  },
  'present-balance': {
    'a balance': [() => present({ description: DESCRIPTION }, PRESENTED), '201'],
    'what Moment refuses in words that quote it': [
      () => present({ description: DESCRIPTION }, refusal(400)),
      'moment.refused',
    ],
    'what Moment is at work on': [
      () => present({ description: DESCRIPTION }, refusal(409)),
      'moment.unavailable',
    ],
    'members that are not valid': [
      () => present({ expires_at: WHO.name, [WHO.phone]: WHO.name }),
      'request.invalid',
    ],
  },
  'change-balance': {
    'a charge, whose note tells of them': [
      () => charge({ amount: 1, reason: 'other', note: QUOTING }),
      '201',
    ],
    'members that are not valid': [
      () => charge({ amount: WHO.name, reason: WHO.email, note: [WHO.phone], [WHO.name]: 1 }),
      'request.invalid',
    ],
    'an authoriser that says otherwise who asks': [
      () => charge({ amount: 1, reason: 'goodwill' }, { jwt: { claims: { email: WHO.email } } }),
      'internal',
    ],
    'a table that breaks': [
      () => {
        world.deps.ledger.post = async () => Promise.reject(brokenTable());
        return charge({ amount: 1, reason: 'goodwill', note: QUOTING });
      },
      'internal',
    ],
  },
  'resolve-exception': {
    'a dismissal, whose note tells of them': [() => dismiss({ note: QUOTING }), '201'],
    'what is not there': [() => dismiss({}, WHO.email), 'exception.not_found'],
    'members that are not valid': [
      () => dismiss({ reason: WHO.name, note: [WHO.phone], [WHO.name]: 1 }),
      'request.invalid',
    ],
    'a table that breaks': [
      () => {
        world.deps.resolutions.resolve = async () => Promise.reject(brokenTable());
        return dismiss({ note: QUOTING });
      },
      'internal',
    ],
  },
  webhook: {
    'a delivery': [
      () =>
        deliver(APPLIED, {
          send: ({ input }) => {
            const { MessageBody: _body, ...seen } = input as Record<string, unknown>;
            world.output.lines.push(JSON.stringify(seen));
            return {};
          },
        }),
      '200',
    ],
    'a delivery about somebody else, by name': [
      () => deliver(JSON.stringify({ id: WHO.email, data: { customer_id: WHO.name } })),
      '200',
    ],
    'a wrong signature': [
      () => deliver(APPLIED, { headers: { 'webhook-signature': 'v1,AAAA' } }),
      'delivery.signature_mismatch',
    ],
    'an old delivery': [() => deliver(APPLIED, { at: NOON - 600_000 }), 'delivery.stale'],
    'too much': [() => deliver(WHO.name.repeat(100_000)), 'delivery.too_large'],
    'a queue that breaks': [
      () =>
        deliver(APPLIED, {
          send: async () => Promise.reject(Object.assign(brokenTable(), { MessageBody: APPLIED })),
        }),
      'queue.unavailable',
    ],
  },
  import: {
    'a file of people, some of whom Moment refuses': [
      () =>
        putFile(
          'customers/ZAR/2026-12.csv',
          `external_reference,name,email,phone,amount_due\nC-9,${WHO.name},${WHO.email},${WHO.phone},1.00\nC-8,${WHO.name},${WHO.email},${WHO.phone},x\n`,
          refusal(400),
        ),
      'done done',
    ],
    'a file whose Moment is away': [
      () =>
        putFile('customers/ZAR/x.csv', `external_reference,name,amount_due\nC-9,${WHO.name},1\n`),
      'done done',
    ],
    'a file without a header, and one that is called as they are': [
      async () => {
        await putFile('customers/ZAR/x.csv', `C-9,${WHO.name},${WHO.email}\n`);
        await putFile(`customers/${WHO.name}/${WHO.email}`, '');
      },
      'done done',
    ],
    'a table that breaks': [
      () => {
        world.deps.ledger.findReference = async () => Promise.reject(brokenTable());
        return putFile('customers/ZAR/x.csv', 'external_reference,amount_due\nC-9,1\n');
      },
      'done done',
    ],
  },
  reconcile: {
    'a payment, by both events, and again': [
      () =>
        reconcile(
          queued(amountApplied({ data: TOLD })),
          queued(
            paymentRequestPaid({ data: { ...TOLD, metadata: { ...WHO, obligation_id: ID } } }),
          ),
          queued(amountApplied({ data: TOLD })),
        ),
      'done',
    ],
    'payments that are not to be believed': [
      () =>
        reconcile(
          queued(amountApplied({ id: 'e1', data: { ...TOLD, amount: WHO.name } })),
          queued(amountApplied({ id: 'e2', data: { ...TOLD, amount: -1 } })),
          queued(amountApplied({ id: 'e3', data: { ...TOLD, currency: WHO.name } })),
          queued(amountApplied({ id: 'e4', data: { ...TOLD, currency: 'USD' } })),
          queued(amountApplied({ id: 'e5', data: { ...TOLD, payment_id: undefined } })),
          queued(amountApplied({ id: 'e6', data: { ...TOLD, id: WHO.email } })),
          queued(amountApplied({ id: 'e7', data: { ...TOLD, created_at: WHO.name } })),
          queued(amountApplied({ id: WHO.name, data: TOLD })),
          queued(amountApplied({ id: 'e8', data: { ...TOLD, customer_id: WHO.name } })),
        ),
      'done',
    ],
    'what is no payment, or nothing': [
      () =>
        reconcile(
          queued({ id: 'e1', type: 'customer.updated', data: { id: ID, ...WHO } }),
          queued(`{"id":"e2","type":"x","data":{"name":"${WHO.name}"`),
          queued(QUOTING),
        ),
      'done',
    ],
    'messages that nobody here wrote': [
      () =>
        reconcile(
          WHO.name,
          `{"webhook_id":"x","body":"${WHO.email}" ${WHO.name}`,
          JSON.stringify({ ...WHO, received_at: WHO.name, encoding: WHO.name }),
        ),
      'done',
    ],
    'a table that breaks': [
      () => {
        world.deps.ledger.readLedger = async () => Promise.reject(brokenTable());
        return reconcile(queued(amountApplied({ data: TOLD })));
      },
      'done',
    ],
  },
  sweep: {
    'a creation that Moment refuses in words that quote it': [
      async () => {
        const request = { ...FACTS, external_reference: 'C-2' };
        await world.deps.intents.begin(intent({ request }), '2026');
        world.replies.push(refusal(422));
        await sweep();
      },
      'done',
    ],
    'intents, events and a table that cannot be read': [
      async () => {
        await reconcile(queued(amountApplied({ data: { ...TOLD, customer_id: 'bcus_x' } })));
        await world.deps.intents.begin(intent({ request: FACTS, key: 'k' }), '2026');
        world.deps.intents.find = async () => Promise.reject(brokenTable());
        world.deps.ledger.readLedger = async () => Promise.reject(brokenTable());
        await sweep();
      },
      'done done',
    ],
    'a table that breaks': [
      () => {
        world.deps.intents.listDue = async () => Promise.reject(brokenTable());
        return sweep();
      },
      'failed',
    ],
  },
  push: {
    'a balance that Moment refuses in words that quote it': [
      async () => {
        mark();
        world.replies.push(CREATED_WITH_BALANCE, refusal(422));
        await push();
      },
      'done',
    ],
    'a link that Moment does not expire, in words that quote it': [
      async () => {
        mark();
        const link = { id: 'pr_1', status: 'active', amount: 9_999_999, currency: 'ZAR' };
        await world.deps.presented.keepPresented(ID, { ...link, description: QUOTING });
        const { balance } = world.deps.table.obligations.get(ID) ?? {};
        world.replies.push(reply(200, { id: ID, ...WHO, currency: 'ZAR', balance }), refusal(400));
        await push();
        expect(world.output.lines.join()).toContain('push.not_expired');
      },
      'done',
    ],
    'a customer who is another one at Moment': [
      async () => {
        mark();
        world.replies.push(reply(200, { id: ID, ...WHO, currency: 'USD', balance: 1 }));
        await push();
      },
      'done',
    ],
    'what Moment answers in words that quote it': [
      async () => {
        mark();
        world.replies.push(refusal(400));
        await push();
      },
      'done',
    ],
    'a table that breaks': [
      () => {
        world.deps.untold.listDue = async () => Promise.reject(brokenTable());
        return push();
      },
      'failed',
    ],
  },
  anchor: {
    'heads of ledgers': [() => anchor(), 'done'],
    'a table that breaks': [
      () => anchor({ readHeads: async () => Promise.reject(brokenTable()) }),
      'failed',
    ],
  },
};

const opened = new Set([
  'change-balance',
  'get-customer',
  'list-entries',
  'list-exceptions',
  'list-payment-requests',
  'present-balance',
  'push',
  'read-statement',
  'read-reports',
  'reconcile',
  'report',
]);
const ofThemselves = new Set(['the same again', 'the same key with another name']);

test('every function is put through it', () => {
  expect(Object.keys(PLAYS).toSorted()).toEqual(readdirSync('functions').toSorted());
});

describe.each(Object.entries(PLAYS))(
  '%s logs, counts and traces nothing of a person',
  (name, plays) => {
    test.each(Object.entries(plays))('given %s', async (what, [play, answer]) => {
      const isOpened = opened.has(name) || ofThemselves.has(what);
      if (isOpened) await create(FACTS, CREATED);
      const { answers, lines } = world.output;
      answers.length = 0;
      await play();
      expect(answers.join(' ')).toBe(answer);
      expect(lines.length).toBeGreaterThan(answer === '200' && name !== 'webhook' ? -1 : 0);
      expect(toldIn(world.output.text)).toEqual([]);
    });
  },
);

test('what would be told would be seen', () => {
  world.output.telemetry.logger.info('x', { of: [WHO], for: DESCRIPTION });
  expect(toldIn(world.output.text)).toHaveLength(5);
  world.output.lines.length = 0;
  console.warn(WHO.email);
  process.stderr.write(WHO.phone);
  expect(toldIn(world.output.text)).toEqual(['quill', '27831112222']);
});

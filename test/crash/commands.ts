import type { APIGatewayProxyStructuredResultV2, SQSEvent, SQSRecord } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';
import { createHandler as createChangeBalanceHandler } from '#functions/change-balance/handler.ts';
import { createHandler as createCreateCustomerHandler } from '#functions/create-customer/handler.ts';
import { createHandler as createPresentBalanceHandler } from '#functions/present-balance/handler.ts';
import { createHandler as createPushHandler } from '#functions/push/handler.ts';
import { createHandler as createReconcileHandler } from '#functions/reconcile/handler.ts';
import { createHandler as createResolveExceptionHandler } from '#functions/resolve-exception/handler.ts';
import { createHandler as createSweepHandler } from '#functions/sweep/handler.ts';
import { createHandler as createWebhookHandler } from '#functions/webhook/handler.ts';
import { ServiceError } from '#shared/errors.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import { toQueueMessage, type Verdict } from '#shared/models/delivery.ts';
import { exceptionId } from '#shared/models/exception-id.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import { Breach } from '#test/simulation/breach.ts';
import type { Telling } from '#test/simulation/tellings.ts';
import { AUTHORIZER } from '#test/support/changes.ts';
import { amountApplied, CUSTOMER, delivery, paymentRequestPaid } from '#test/support/factories.ts';
import { httpEvent, lambdaContext } from '#test/support/http-event.ts';
import { keysOf, MemoryDeadLetters, SIGNING_KEY } from '#test/support/signing.ts';
import { type Command, type CrashWorld, SECRET } from './crash-world.ts';

/** As long as an update that went unanswered may land late. */
const LATE_MS = 15 * 60_000;

export function tell(event: unknown, means: Telling['means']): Telling {
  const body = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
  const hash = hashBytes(body);
  return { webhookId: `msg_${hash}`, body, hash, means };
}

type PaymentFacts = {
  readonly event?: string;
  readonly amount?: number;
  readonly customer?: string;
  readonly bill?: string | undefined;
  readonly data?: string;
};

/** The n-th payment of a customer, and what is told of it. */
export function tellPayment(
  n: number,
  {
    event = `evt_${n}`,
    amount = 100 * n,
    customer = CUSTOMER,
    bill,
    data = `ob_${n}`,
  }: PaymentFacts = {},
): Telling {
  const told = amountApplied({
    id: event,
    data: { id: data, payment_id: `pay_${n}`, amount, customer_id: customer, bill_id: bill },
  });
  const obligationId = bill ?? customer;
  return tell(told, {
    kind: 'payment',
    obligationId,
    facts: { paymentKey: `pay_${n}@${obligationId}`, amount, type: told.type, dataId: data },
  });
}

/** The same payment, as the Payment Request that was paid tells of it. */
export function tellRequest(n: number, { amount = 100 * n }: { amount?: number } = {}): Telling {
  const dataId = `pr_${n}`;
  const data = { id: dataId, payment_id: `pay_${n}`, amount };
  const told = paymentRequestPaid({ id: `evt_request${n}`, data });
  return tell(told, {
    kind: 'payment',
    obligationId: CUSTOMER,
    facts: { paymentKey: `pay_${n}@${CUSTOMER}`, amount, type: told.type, dataId },
  });
}

/** Moment, which signs anew and sends until it is answered 200. */
export function deliver(
  world: CrashWorld,
  telling: Telling,
): Command<APIGatewayProxyStructuredResultV2> {
  world.tell(telling);
  return {
    name: 'deliver',
    run: (deps) => {
      const { webhookId, body } = telling;
      const at = new Date(world.clock.now());
      const headers = {
        'webhook-id': webhookId,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(SECRET).sign(webhookId, at, String(body)),
      };
      return createWebhookHandler(deps)(httpEvent({ path: '/webhooks/moment', headers, body }));
    },
    isContent: (ended) => {
      if (ended.kind !== 'answered') return false;
      world.acknowledged.set(telling.hash, telling);
      return true;
    },
  };
}

/** The queue, which hands over a batch until no message of it failed. */
export function consume(
  world: CrashWorld,
  tellings: readonly Telling[],
): Command<{ readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }> {
  for (const telling of tellings) {
    world.tell(telling);
    world.acknowledged.set(telling.hash, telling);
  }
  return consumeMessages(
    tellings.map(({ body, webhookId }) => toQueueMessage(delivery(String(body), { webhookId }))),
  );
}

/** What was refused for its age, and queued with that: nobody was told that we have it. */
export function consumeStale(
  world: CrashWorld,
  telling: Telling,
  verdict: Verdict = 'stale',
): ReturnType<typeof consume> {
  world.tell(telling);
  const { body, webhookId } = telling;
  return consumeMessages([toQueueMessage(delivery(String(body), { webhookId, verdict }))]);
}

/** A person, who decides about a payment until it is done, or refused for good; and the same again is answered the same. */
export function resolve(
  { hash }: Telling,
  payment: number,
  body: object,
): Command<APIGatewayProxyStructuredResultV2> {
  const held = { hash, paymentId: `pay_${payment}` };
  let first: string | undefined;
  return {
    name: 'resolve',
    run: (deps) =>
      createResolveExceptionHandler(deps)(
        httpEvent({
          path: '/exceptions/{id}/resolutions',
          ...{ id: exceptionId({ kind: 'event', held }), authorizer: AUTHORIZER },
          body: JSON.stringify({ reason: 'paid_elsewhere', ...body }),
        }),
        lambdaContext(),
      ),
    isContent: (ended) => {
      if (ended.kind !== 'answered') return ended.kind === 'failed' && isFinal(ended.error);
      first ??= ended.answer.body;
      if (ended.answer.body !== first) throw new Breach('a replay answers otherwise');
      return true;
    },
  };
}

/** Whatever the webhook queued by then. */
export function consumeQueue(world: CrashWorld): ReturnType<typeof consume> {
  let batch: ReturnType<typeof consume> | undefined;
  return {
    name: 'consume the queue',
    run: (deps) => {
      batch ??= consumeMessages(world.queued.splice(0));
      return batch.run(deps);
    },
    isContent: (ended) => batch?.isContent(ended) ?? false,
  };
}

function consumeMessages(bodies: readonly string[]): ReturnType<typeof consume> {
  const all = bodies.map((body, index) => ({ messageId: `m-${index}`, body }) as SQSRecord);
  let records = all;
  return {
    name: 'consume',
    run: (deps) =>
      createReconcileHandler({
        ...deps,
        keys: keysOf([SIGNING_KEY, parseSigningKey('new', SECRET)]),
        deadLetters: new MemoryDeadLetters(),
      })({ Records: [...records] } satisfies SQSEvent, lambdaContext(60_000)),
    isContent: (ended) => {
      if (ended.kind !== 'answered') return false;
      const failed = new Set(ended.answer.batchItemFailures.map((item) => item.itemIdentifier));
      const left = records.filter(({ messageId }) => failed.has(messageId));
      // A queue may well deliver again what was consumed.
      records = left.length > 0 ? left : all;
      return left.length === 0;
    },
  };
}

export const REFERENCE = 'UCR1234567890';

/** The merchant, who sends the same request until it is answered, or until told that the customer is there. */
export function create(
  idempotencyKey: string | undefined,
  { name = 'John Doe' } = {},
): Command<APIGatewayProxyStructuredResultV2> {
  const body = { external_reference: REFERENCE, name, currency: 'ZAR', balance: 20000 };
  return {
    name: 'create',
    run: (deps) =>
      createCreateCustomerHandler(deps)(
        merchantEvent('/customers', body, idempotencyKey),
        lambdaContext(),
      ),
    isContent: (ended) =>
      ended.kind === 'answered' || (ended.kind === 'failed' && isFinal(ended.error)),
  };
}

/** Whom Moment has, and nobody here. */
export const THEIRS = 'bcus_theirs';
export const BALANCE_AS_OF = '2026-06-18T10:00:00.000Z';

/** The merchant, who adopts the customer whom Moment has, until answered, or told that the customer is there. */
export function adopt(idempotencyKey: string): Command<APIGatewayProxyStructuredResultV2> {
  const body = { external_reference: REFERENCE, currency: 'ZAR', balance: 20000 };
  const adopted = { id: THEIRS, ...body, balance_as_of: BALANCE_AS_OF };
  return {
    name: 'adopt',
    run: (deps) =>
      createCreateCustomerHandler(deps)(
        merchantEvent('/customers', adopted, idempotencyKey),
        lambdaContext(),
      ),
    isContent: (ended) =>
      ended.kind === 'answered' || (ended.kind === 'failed' && isFinal(ended.error)),
  };
}

/** The n-th payment of that customer: before the balance held, after it, or at a time that is not told. */
export function tellAround(n: number, when: 'before' | 'after' | 'untold'): Telling {
  const times = { before: '2026-06-18T09:59:59Z', after: '2026-06-18T10:00:01Z', untold: null };
  const ids = { payment_id: `pay_${n}`, customer_id: THEIRS };
  const data = { id: `ob_${n}`, ...ids, amount: 100 * n, created_at: times[when] };
  const told = amountApplied({ id: `evt_${n}`, data });
  if (when !== 'after') return tell(told, { kind: when === 'before' ? 'ignored' : 'quarantined' });
  const paymentKey = `pay_${n}@${THEIRS}`;
  const about = { paymentKey, dataId: `ob_${n}`, paidAt: times[when] };
  const facts = { ...about, amount: 100 * n, type: told.type };
  return tell(told, { kind: 'payment', obligationId: THEIRS, facts });
}

/** The merchant, who changes a name until it is answered. */
export function update(name: string): Command<APIGatewayProxyStructuredResultV2> {
  return {
    name: 'update',
    run: (deps) => {
      const body = JSON.stringify({ name });
      const event = httpEvent({ method: 'PATCH', path: '/customers/{id}', id: CUSTOMER, body });
      return createCreateCustomerHandler(deps)(event, lambdaContext());
    },
    isContent: (ended) => ended.kind === 'answered',
  };
}

/** A bill on a new account of a new customer, all in one. */
export function createBill(
  idempotencyKey: string | undefined,
  { name = 'John Doe', currency = 'ZAR' } = {},
): Command<APIGatewayProxyStructuredResultV2> {
  const customer = { external_reference: REFERENCE, name, currency, balance: 20000 };
  const account = { external_reference: 'ACC1', customer, currency, balance: 20000 };
  const body = { external_reference: 'INV1', account, currency, amount_due: 20000 };
  return {
    name: 'create a bill',
    run: (deps) =>
      createCreateCustomerHandler(deps)(
        merchantEvent('/bills', body, idempotencyKey),
        lambdaContext(),
      ),
    isContent: (ended) =>
      ended.kind === 'answered' || (ended.kind === 'failed' && isFinal(ended.error)),
  };
}

/** The merchant's change of what is owed, sent until it is answered, and answered the same each time. */
export function change(
  idempotencyKey: string,
  [method, what, body]: readonly ['POST' | 'PUT', string, object],
  entry?: string,
): Command<APIGatewayProxyStructuredResultV2> {
  let first: string | undefined;
  return {
    name: `${method} ${what}`,
    run: (deps) =>
      createChangeBalanceHandler(deps)(
        httpEvent({
          ...{ method, path: `/customers/{id}/${what}`, id: CUSTOMER, authorizer: AUTHORIZER },
          ...(entry !== undefined && { entry }),
          ...{ headers: { 'idempotency-key': idempotencyKey }, body: JSON.stringify(body) },
        }),
        lambdaContext(),
      ),
    isContent: (ended) => {
      if (ended.kind !== 'answered') return ended.kind === 'failed' && isFinal(ended.error);
      first ??= ended.answer.body;
      if (ended.answer.body !== first) throw new Breach('a replay answers otherwise');
      return true;
    },
  };
}

export const charge = (key: string, amount: number) =>
  change(key, ['POST', 'charges', { amount, reason: 'new_charge' }]);
export const refund = (key: string, payment: number, amount?: number) =>
  change(
    key,
    ['POST', 'entries/{entry}/reversals', { amount, reason: 'refunded' }],
    `pay_${payment}@${CUSTOMER}`,
  );
/** The same as a row of a report. */
export const refundOfReport = (key: string, payment: number, amount: number, row: string) =>
  change(
    key,
    ['POST', 'entries/{entry}/reversals', { amount, reason: 'refunded', reconciliation_id: row }],
    `pay_${payment}@${CUSTOMER}`,
  );
export const refresh = (key: string, balance: number) =>
  change(key, ['PUT', 'balance', { balance }]);

/** The same answer each time: to a merchant it is one Payment Request. */
export function present(idempotencyKey: string): Command<APIGatewayProxyStructuredResultV2> {
  let first: string | undefined;
  return {
    name: 'present',
    run: (deps) => {
      const event = merchantEvent(`/customers/${CUSTOMER}/payment-requests`, {}, idempotencyKey);
      return createPresentBalanceHandler(deps)(
        { ...event, pathParameters: { id: CUSTOMER } },
        lambdaContext(),
      );
    },
    isContent: (ended) => {
      if (ended.kind !== 'answered') return ended.kind === 'failed' && isFinal(ended.error);
      first ??= ended.answer.body;
      if (ended.answer.body !== first) throw new Breach('a replay answers otherwise');
      return true;
    },
  };
}

/** The schedule, which runs it again whatever became of it. */
export function sweep(): Command<void> {
  return {
    name: 'sweep',
    run: (deps) => createSweepHandler(deps)({}, lambdaContext(300_000)),
    isContent: (ended) => ended.kind === 'answered',
  };
}

/** The schedule, until Moment is told of all; what went unanswered is looked for once it can no longer land. */
export function push(world: CrashWorld): Command<void> {
  return {
    name: 'push',
    run: (deps) => createPushHandler(deps)({}, lambdaContext(300_000)),
    isContent: (ended) => {
      const isTold = [...world.table.obligations.values()].every(({ untold }) => !untold);
      if (!isTold) world.clock.advance(LATE_MS);
      return isTold && ended.kind === 'answered';
    },
  };
}

function merchantEvent(path: string, body: unknown, key: string | undefined) {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return httpEvent({ path, body: JSON.stringify(body), headers });
}

/** What a merchant would not ask again for. */
function isFinal(error: unknown): boolean {
  const codes = [
    ...['customer.exists', 'bill.exists', 'moment.refused', 'idempotency_key.reused'],
    'amount.exceeds_entry',
    ...['exception.not_found', 'exception.resolved', 'exception.settled'],
    ...['exception.not_resolvable', 'exception.obligation_unknown', 'exception.in_doubt'],
  ];
  return error instanceof ServiceError && codes.includes(error.code);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createHandler as createCreateCustomer } from '#functions/create-customer/handler.ts';
import { createHandler as createReconcile } from '#functions/reconcile/handler.ts';
import { createHandler as createSweep } from '#functions/sweep/handler.ts';
import { ServiceError } from '#shared/errors.ts';
import { toQueueMessage } from '#shared/models/delivery.ts';
import type { Clock } from '#shared/ports/world.ts';
import { type Telling, tellOther, tellPayment } from '#test/simulation/tellings.ts';
import { Chance } from '#test/support/chance.ts';
import { faultsByChance, hurry, makeFaulty, type WireFault } from '#test/support/faulty-client.ts';
import { httpEvent, lambdaContext } from '#test/support/http-event.ts';
import { MemoryMomentApi } from '#test/support/memory-moment-api.ts';
import { keysOf, MemoryDeadLetters, SIGNING_KEY, signatureOf } from '#test/support/signing.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';
import { connect, type Stores, storesOver } from '#test/support/stores.ts';
import { ledgerTable } from '#test/support/template.ts';
import { NOON, SILENT } from '#test/support/world.ts';
import { AtLeastOnceQueue } from './at-least-once-queue.ts';

export type HostileWireOptions = {
  readonly endpoint: string;
  readonly table: string;
  /** Decides what is told and which calls go wrong; who is first over the wire is real. */
  readonly seed: number;
  /** A store with a planted bug, to see that it is caught. @default the production store */
  readonly ledger?: (documents: DynamoDBDocumentClient, table: string) => Stores['ledger'];
};

export type Outcome = {
  /** Without faults. */
  readonly documents: DynamoDBDocumentClient;
  readonly tellings: readonly Telling[];
  readonly customers: number;
  readonly faults: ReadonlyMap<WireFault, number>;
  /** Transactions that were sent, and of whose end the SDK or its caller heard nothing. */
  readonly transactionsUnanswered: number;
  readonly redeliveries: number;
};

const CUSTOMERS = 5;
const PAYMENTS = 200;
const CONSUMERS = 6;
const BATCH_MAX = 12;
const DRAIN_SWEEPS = 3;
const RATES: Readonly<Record<WireFault, number>> = {
  unsent: 0.02,
  unanswered: 0.04,
  unsentTry: 0.02,
  unansweredTry: 0.05,
  conflict: 0.04,
  throttle: 0.01,
  throttledItem: 0.03,
};

/** The real clock, until it is moved ahead. */
class MovableClock implements Clock {
  ahead = 0;

  now(): number {
    return Date.now() + this.ahead;
  }

  async sleep(milliseconds: number): Promise<void> {
    await sleep(milliseconds);
  }
}

/**
 * Plays one world over the wire: consumers in parallel, customers created in the middle of their payments,
 * faults in every call of the table; then without faults, until nothing is left to do.
 */
export async function playHostileWire(options: HostileWireOptions): Promise<Outcome> {
  const { endpoint, table, seed } = options;
  const chance = new Chance(seed);
  const clock = new MovableClock();
  const faults = new Map<WireFault, number>();
  let transactionsUnanswered = 0;
  let isHostile = true;
  const documents = connect(endpoint);
  const faulty = connect(endpoint, (client) => {
    void hurry(client);
    makeFaulty(
      client,
      faultsByChance(RATES, new Chance(seed + 1), () => isHostile),
      (fault, operation) => {
        faults.set(fault, (faults.get(fault) ?? 0) + 1);
        const unanswered = fault === 'unanswered' || fault === 'unansweredTry';
        if (unanswered && operation === 'TransactWriteItems') transactionsUnanswered += 1;
      },
    );
  });
  await documents.send(new CreateTableCommand(ledgerTable(table)));
  const deps = {
    ...storesOver(faulty, table),
    ...(options.ledger && { ledger: options.ledger(faulty, table) }),
    tellings: 'both' as const,
    moment: new MemoryMomentApi(),
    keys: keysOf(),
    deadLetters: new MemoryDeadLetters(),
    clock,
    randomness: new Chance(seed + 2),
    logger: SILENT,
    metrics: SILENT,
  };

  const tellings = tellAll(chance);
  const queue = new AtLeastOnceQueue(chance, BATCH_MAX);
  for (const telling of tellings) queue.put(toMessage(telling, clock));
  const consume = createReconcile(deps);
  const consumeAll = () =>
    Promise.all(
      Array.from({ length: CONSUMERS }, () =>
        queue.drain(async (batch) => {
          const { batchItemFailures } = await consume(toSqsEvent(batch), lambdaContext(60_000));
          return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
        }),
      ),
    );
  const sweep = () => createSweep(deps)({}, lambdaContext(300_000));

  const total = queue.size;
  await Promise.all([
    consumeAll(),
    createCustomers(deps, (customer) => queue.size < total * (1 - (customer - 0.5) / CUSTOMERS)),
  ]);
  await sweep().catch(() => undefined);

  isHostile = false;
  for (let round = 0; round < DRAIN_SWEEPS; round += 1) {
    clock.ahead += 3_600_000;
    await sweep();
    await consumeAll();
  }
  faulty.destroy();
  const { redeliveries } = queue;
  return {
    documents,
    tellings,
    customers: CUSTOMERS,
    faults,
    transactionsUnanswered,
    redeliveries,
  };
}

/** In no order, with copies. */
function tellAll(chance: Chance): readonly Telling[] {
  const ids = Array.from({ length: CUSTOMERS }, (_, index) => `bcus_${index + 1}`);
  return Array.from({ length: PAYMENTS }, (_, payment) => {
    const id = chance.pick(ids);
    const { tellings } = tellPayment({ id }, payment, NOON, chance);
    if (chance.happens(0.05)) tellings.push(tellOther(id, chance));
    return tellings;
  }).flat();
}

/** The merchant, who waits for the time of each customer, and tries again until it is there. */
async function createCustomers(
  deps: Parameters<typeof createCreateCustomer>[0],
  isTime: (customer: number) => boolean,
): Promise<void> {
  const create = createCreateCustomer(deps);
  for (let customer = 1; customer <= CUSTOMERS; customer += 1) {
    while (!isTime(customer)) await sleep(5);
    const body = JSON.stringify({
      external_reference: `C-${customer}`,
      currency: 'ZAR',
      balance: 1_000_000 * customer,
    });
    for (let isThere = false; !isThere; ) {
      try {
        await create(httpEvent({ path: '/customers', body }), lambdaContext());
        isThere = true;
      } catch (error) {
        isThere = ServiceError.is(error, 'customer.exists');
      }
    }
  }
}

function toMessage({ body, webhookId }: Telling, clock: Clock): string {
  const receivedAt = new Date(clock.now());
  const signed = { webhookId, webhookTimestamp: Math.floor(receivedAt.getTime() / 1000) };
  return toQueueMessage({
    body,
    ...signed,
    receivedAt: receivedAt.toISOString(),
    keyId: SIGNING_KEY.id,
    signature: signatureOf(body, signed),
  });
}

import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import { createCreateCustomerHandler } from '#functions/create-customer/handler.ts';
import { createPresentBalanceHandler } from '#functions/present-balance/handler.ts';
import { createReconcileHandler } from '#functions/reconcile/handler.ts';
import { createSweepHandler } from '#functions/sweep/handler.ts';
import { createWebhookHandler } from '#functions/webhook/handler.ts';
import { ServiceError } from '#shared/errors.ts';
import { toQueueMessage } from '#shared/models/delivery.ts';
import { HttpMomentApi } from '#shared/moment/api/http-moment-api.ts';
import { MomentTransport } from '#shared/moment/api/moment-transport.ts';
import type { LedgerStore } from '#shared/ports/ledger.ts';
import type { DeliveryQueue } from '#shared/ports/queue.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import type { MemoryTable } from '#test/support/memory-ledger-store.ts';
import { SILENT } from '#test/support/world.ts';
import type { Chance } from './chance.ts';
import { createOtherReconcileHandler, withUnknownMembers } from './earlier-version.ts';
import type { Faults } from './faults.ts';
import { hostileLedger } from './hostile-stores.ts';
import type { Invocation } from './invocation.ts';
import type { PlantedBug } from './planted-bugs.ts';
import type { Runner } from './runner.ts';
import type { SimulatedMoment } from './simulated-moment.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import type { SimulatedSigning } from './simulated-signing.ts';

export type FunctionsParts = {
  readonly runner: Runner;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly table: MemoryTable;
  readonly ledger: LedgerStore;
  readonly queue: SimulatedQueue;
  readonly moment: SimulatedMoment;
  readonly signing: SimulatedSigning;
  readonly bug: PlantedBug;
};

/** Beyond what the HTTP API waits for; the function is killed. */
const COMMAND_MS_MAX = 30_000;
const RECONCILE_MS_MAX = 60_000;
const SWEEP_MS = 300_000;

/** The production functions over simulated ports; each run has connections of its own, and may die of them. */
export class Functions {
  readonly #parts: FunctionsParts;
  readonly #creating = new Map<string, number>();

  constructor(parts: FunctionsParts) {
    this.#parts = parts;
  }

  webhook(request: APIGatewayProxyEventV2) {
    return this.#parts.runner.invoke('webhook', (invocation) =>
      createWebhookHandler({
        keys: invocation.around(this.#parts.signing.keys(), {
          failure: () => new ServiceError('signing_keys.unavailable', 'The secret is not there'),
        }),
        queue: this.#queue(invocation),
        clock: invocation.clock(),
        toleranceSeconds: 180,
        logger: SILENT,
        metrics: SILENT,
      })(request),
    );
  }

  reconcile(batch: SQSEvent) {
    return this.#parts.runner.invoke('reconcile', async (invocation) => {
      const { faults, bug } = this.#parts;
      const create = faults.happens('otherVersion')
        ? createOtherReconcileHandler
        : createReconcileHandler;
      const handle = create(this.#storeDeps(invocation));
      const answer = await handle(batch, lambdaContext(RECONCILE_MS_MAX));
      return bug.batchAnswer?.(answer) ?? answer;
    });
  }

  async createCustomer(reference: string, request: APIGatewayProxyEventV2) {
    this.#countCreating(reference, 1);
    const ended = await this.#parts.runner.invokeFor(
      COMMAND_MS_MAX,
      'create-customer',
      (invocation) =>
        createCreateCustomerHandler(this.#commandDeps(invocation))(
          request,
          lambdaContext(COMMAND_MS_MAX),
        ),
    );
    this.#countCreating(reference, -1);
    return ended;
  }

  /** Whether a run is at work on a customer at this moment. */
  isCreating(reference: string): boolean {
    return (this.#creating.get(reference) ?? 0) > 0;
  }

  presentBalance(request: APIGatewayProxyEventV2) {
    return this.#parts.runner.invokeFor(COMMAND_MS_MAX, 'present-balance', (invocation) =>
      createPresentBalanceHandler(this.#commandDeps(invocation))(
        request,
        lambdaContext(COMMAND_MS_MAX),
      ),
    );
  }

  sweep() {
    return this.#parts.runner.invoke('sweep', (invocation) =>
      createSweepHandler(this.#commandDeps(invocation))({}, lambdaContext(SWEEP_MS)),
    );
  }

  #countCreating(reference: string, change: 1 | -1): void {
    this.#creating.set(reference, (this.#creating.get(reference) ?? 0) + change);
  }

  #queue(invocation: Invocation): DeliveryQueue {
    const { faults, bug } = this.#parts;
    const queue: DeliveryQueue = {
      put: (delivery) => {
        const message = toQueueMessage(delivery);
        const written = faults.happens('otherVersion') ? withUnknownMembers(message) : message;
        return this.#parts.queue.put(delivery, written);
      },
    };
    const failure = () => new ServiceError('queue.unavailable', 'The queue is not available');
    const around = invocation.around(queue, { failure });
    return bug.queue?.(around) ?? around;
  }

  #storeDeps(invocation: Invocation) {
    const { ledger, faults, chance } = this.#parts;
    return {
      ledger: invocation.around(hostileLedger(ledger, faults), this.#tableTroubles),
      clock: invocation.clock(),
      randomness: chance,
      logger: SILENT,
      metrics: SILENT,
    };
  }

  #commandDeps(invocation: Invocation) {
    const { table, moment, chance } = this.#parts;
    const clock = invocation.clock();
    const { fetchWithin } = invocation.around(
      { fetchWithin: moment.fetchWithin },
      { failure: () => new Error('socket hang up') },
    );
    const transport = new MomentTransport({
      baseUrl: 'https://moment.example',
      apiKey: { read: async () => 'test_key' },
      clock,
      randomness: chance,
      fetchWithin,
    });
    return {
      ...this.#storeDeps(invocation),
      intents: invocation.around(new MemoryIntentStore(table), this.#tableTroubles),
      moment: new HttpMomentApi(transport),
    };
  }

  readonly #tableTroubles = {
    failure: () => new Error('socket hang up'),
    outage: () => {
      if (!this.#parts.faults.isThrottled()) return undefined;
      return Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    },
  };
}

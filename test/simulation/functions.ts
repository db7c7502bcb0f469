import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  SQSEvent,
} from 'aws-lambda';
import { createHandler as createChangeBalanceHandler } from '#functions/change-balance/handler.ts';
import { createHandler as createCreateCustomerHandler } from '#functions/create-customer/handler.ts';
import { createHandler as createListEntriesHandler } from '#functions/list-entries/handler.ts';
import { createHandler as createPresentBalanceHandler } from '#functions/present-balance/handler.ts';
import { createHandler as createPushHandler } from '#functions/push/handler.ts';
import {
  createHandler as createReconcileHandler,
  type ReconcileDeps,
} from '#functions/reconcile/handler.ts';
import { createHandler as createSweepHandler } from '#functions/sweep/handler.ts';
import { createHandler as createWebhookHandler } from '#functions/webhook/handler.ts';
import { ServiceError } from '#shared/errors.ts';
import { toQueueMessage } from '#shared/models/delivery.ts';
import type { DeadLetters, DeliveryQueue } from '#shared/ports/queue.ts';
import type { Chance } from '#test/support/chance.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { SILENT } from '#test/support/world.ts';
import { createOtherReconcileHandler, withUnknownMembers } from './earlier-version.ts';
import { FunctionPorts, type FunctionPortsParts } from './function-ports.ts';
import type { Invocation } from './invocation.ts';
import type { PlantedBug } from './planted-bugs.ts';
import type { Ended, Runner } from './runner.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import type { SimulatedSigning } from './simulated-signing.ts';

export type FunctionsParts = FunctionPortsParts & {
  readonly runner: Runner;
  readonly queue: SimulatedQueue;
  readonly signing: SimulatedSigning;
  readonly bug: PlantedBug;
};

type Command = (ports: FunctionPorts) => Promise<APIGatewayProxyStructuredResultV2>;

/** Beyond what the HTTP API waits for; the function is killed. */
const COMMAND_MS_MAX = 30_000;
const RECONCILE_MS_MAX = 60_000;
const SWEEP_MS = 300_000;
const PUSH_MS_MAX = 120_000;

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
      })(request),
    );
  }

  reconcile(batch: SQSEvent) {
    return this.#parts.runner.invoke('reconcile', async (invocation) => {
      const { faults, bug } = this.#parts;
      const isOther = bug.trustsTheQueue || faults.happens('otherVersion');
      const create = isOther
        ? (deps: ReconcileDeps) => createOtherReconcileHandler(deps, bug.trustsTheQueue)
        : createReconcileHandler;
      const handle = create({
        ...this.#ports(invocation).store(),
        keys: invocation.around(this.#parts.signing.keysEver(), {
          failure: () => new ServiceError('signing_keys.unavailable', 'The secret is not there'),
        }),
        deadLetters: invocation.around<DeadLetters>(
          { bury: async (message) => this.#parts.queue.checkBuried(message) },
          { failure: () => new ServiceError('queue.unavailable', 'The queue is not available') },
        ),
      });
      const answer = await handle(batch, lambdaContext(RECONCILE_MS_MAX));
      return bug.batchAnswer?.(answer) ?? answer;
    });
  }

  async createCustomer(reference: string, request: APIGatewayProxyEventV2) {
    this.#countCreating(reference, 1);
    const ended = await this.#command('create-customer', async (ports) => {
      const refusal = this.#parts.bug.refusal?.(reference, this.#parts.chance);
      if (refusal) throw refusal;
      const handle = createCreateCustomerHandler(ports.command());
      return handle(request, lambdaContext(COMMAND_MS_MAX));
    });
    this.#countCreating(reference, -1);
    return ended;
  }

  /** Whether a run is at work on a customer at this moment. */
  isCreating(reference: string): boolean {
    return (this.#creating.get(reference) ?? 0) > 0;
  }

  presentBalance(request: APIGatewayProxyEventV2) {
    return this.#command('present-balance', (ports) =>
      createPresentBalanceHandler(ports.command())(request, lambdaContext(COMMAND_MS_MAX)),
    );
  }

  changeBalance(request: APIGatewayProxyEventV2) {
    return this.#command('change-balance', (ports) =>
      createChangeBalanceHandler(ports.change())(request, lambdaContext(COMMAND_MS_MAX)),
    );
  }

  listEntries(request: APIGatewayProxyEventV2) {
    return this.#command('list-entries', (ports) =>
      createListEntriesHandler(ports.statement())(request),
    );
  }

  sweep() {
    return this.#parts.runner.invoke('sweep', (invocation) =>
      createSweepHandler(this.#ports(invocation).command())({}, lambdaContext(SWEEP_MS)),
    );
  }

  push() {
    return this.#parts.runner.invokeFor(PUSH_MS_MAX, 'push', (invocation) =>
      createPushHandler(this.#ports(invocation).push())({}, lambdaContext(PUSH_MS_MAX)),
    );
  }

  #command(name: string, run: Command): Promise<Ended<APIGatewayProxyStructuredResultV2>> {
    return this.#parts.runner.invokeFor(COMMAND_MS_MAX, name, (invocation) =>
      run(this.#ports(invocation)),
    );
  }

  #ports(invocation: Invocation): FunctionPorts {
    return new FunctionPorts(this.#parts, invocation);
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
        if (faults.happens('forgedMessage')) {
          this.#parts.queue.forge(forged(written, faults.of('forgedMessage')));
        }
        return this.#parts.queue.put(delivery, written);
      },
    };
    const failure = () => new ServiceError('queue.unavailable', 'The queue is not available');
    const around = invocation.around(queue, { failure });
    return bug.queue?.(around) ?? around;
  }
}

/** The same message after somebody without a key had it: of another amount, or signed for another attempt. */
function forged(message: string, chance: Chance): string {
  const parsed = JSON.parse(message);
  if (chance.happens(0.5) && parsed.encoding === 'utf8') {
    const body = parsed.body.replace(/"amount": ?(\d+)/, '"amount":1$1');
    if (body !== parsed.body) return JSON.stringify({ ...parsed, body });
  }
  return JSON.stringify({ ...parsed, webhook_timestamp: parsed.webhook_timestamp + 1 });
}

import { type Answer, describe, type StackApi } from '#commands/kit/stack-api.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import { formatAmount } from '#shared/models/format-amount.ts';
import type { SigningKey } from '#shared/ports/moment.ts';
import type { QueueDepthReader } from '#shared/ports/queue-depth.ts';
import type { Clock } from '#shared/ports/world.ts';
import { type ApiKeyMode, checkApiKey, checkSigningKeys } from './check-secrets.ts';
import { checkUnsignedCall, findTestCustomer, listEntries, type TestCustomer } from './merchant.ts';
import type { SmokeOptions } from './options.ts';
import { createTestPayment, PAID, signDelivery, type TestPayment } from './test-payment.ts';

export type SmokeDeps = {
  readonly api: StackApi;
  readApiKey(): Promise<string>;
  readSigningKeys(): Promise<string>;
  readonly queue: QueueDepthReader;
  /** How many promises of the ledger are broken, and how many entries it has. */
  verify(): Promise<{ readonly breachCount: number; readonly entries: number }>;
  readonly clock: Clock;
  /** Who runs it: the payment's raw event says so for as long as the ledger lasts. */
  readonly actor: string;
  /** Makes the payment of this run another one than that of any other. */
  readonly runId: string;
  /** Told of each thing that is well. */
  onStep(name: string, fact: string): void;
};

type Options = Pick<SmokeOptions, 'customer' | 'live' | 'timeoutSeconds' | 'verifies'>;

const POLL_MS = 500;
/** The webhook reads its secret again at most every 10 s. */
const DELIVERY_PAUSE_MS = 4_000;
const DELIVERY_TRIES_MAX = 4;
const MAY_PASS: readonly unknown[] = [
  'delivery.signature_mismatch',
  'signing_keys.unavailable',
  'queue.unavailable',
];

/** @throws Wrong at the first thing that is wrong with the stack */
export async function smoke(options: Options, deps: SmokeDeps): Promise<void> {
  const { api, onStep } = deps;
  const mode = checkApiKey(await deps.readApiKey());
  refuseLive(mode, options);
  onStep('API key', `a ${mode} key`);
  const keys = checkSigningKeys(await deps.readSigningKeys());
  onStep('signing keys', keys.map(({ id }) => id).join(', '));

  const refused = await checkUnsignedCall(api, options.customer);
  if (refused) onStep('unsigned call', `refused with ${refused.status}`);
  const customer = await findTestCustomer(api, options.customer);
  const origin = customer.isNew ? 'created, here and at Moment' : 'there from an earlier run';
  onStep('customer', `${options.customer}  ${customer.id}  ${origin}`);

  const payment = createTestPayment(deps, customer);
  for (const key of keys) {
    await deliver(payment, key, deps);
    onStep('delivery', `200  ${payment.paymentId}  signed with ${key.id}`);
  }
  await untilReconciled(payment, customer, options.timeoutSeconds, deps);
  if (options.verifies) await verify(deps);
}

function refuseLive(mode: ApiKeyMode, { live }: Options): void {
  if (mode === 'test' || live) return;
  throw new Error(
    'The API key is a live one: this would create a live customer at Moment, owing 0. If that is right, say --live',
  );
}

/** Once for each key that is active: all the deliveries tell of one payment, which counts once. */
async function deliver({ body, paymentId }: TestPayment, key: SigningKey, deps: SmokeDeps) {
  const { api, clock } = deps;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await api.deliver(body, signDelivery(paymentId, body, key, clock.now()));
    if (answer.status === 200) return;
    if (attempt === DELIVERY_TRIES_MAX || !MAY_PASS.includes(answer.code)) {
      const delivery = `A delivery that is signed with the key "${key.id}"`;
      throw new Wrong(`${delivery} is answered ${describe(answer)}`, wayOut(answer));
    }
    await clock.sleep(DELIVERY_PAUSE_MS);
  }
}

function wayOut({ code }: Answer): string {
  return code === undefined
    ? 'The function does not start, or is throttled: docs/operations.md#alarm-webhook-errors'
    : `docs/operations.md#deliveries-that-are-refused says what to do about ${code}`;
}

async function untilReconciled(
  { paymentId }: TestPayment,
  customer: TestCustomer,
  timeoutSeconds: number,
  deps: SmokeDeps,
): Promise<void> {
  const { api, clock, onStep } = deps;
  const startedAt = clock.now();
  do {
    const entries = await listEntries(api, customer);
    const [entry, ...more] = entries.filter(({ payment_id }) => payment_id === paymentId);
    if (entry) {
      if (more.length > 0 || entry.amount !== -PAID) {
        throw new Wrong(
          `${paymentId} is entered ${more.length + 1} times, with ${entry.amount}`,
          'A promise is broken: docs/operations.md#what-to-do-about-a-breach',
        );
      }
      const balance = formatAmount(entry.ending_balance, entry.currency);
      const seconds = ((clock.now() - startedAt) / 1000).toFixed(1);
      return onStep('reconciled', `entered once, balance ${balance}, after ${seconds} s`);
    }
    await clock.sleep(POLL_MS);
  } while (clock.now() - startedAt < timeoutSeconds * 1000);
  throw await whyNot(paymentId, timeoutSeconds, deps);
}

async function whyNot(paymentId: string, seconds: number, { queue }: SmokeDeps): Promise<Wrong> {
  const { waiting, dead = 0 } = await queue.readDepth();
  const late = `${paymentId} is in no entry after ${seconds} s`;
  if (waiting > 0) {
    return new Wrong(
      `${late}, and messages wait (${waiting}): the consumer is stopped, throttled, or it fails`,
      'docs/operations.md#alarm-oldest-message',
    );
  }
  return dead > 0
    ? new Wrong(`${late}, and messages are dead (${dead})`, 'docs/operations.md#alarm-dead-letters')
    : new Wrong(
        `${late}, and no message waits: it was held`,
        `docs/signing.md#what-became-of-it finds it by ${paymentId}`,
      );
}

async function verify({ verify: verifyLedger, onStep }: SmokeDeps): Promise<void> {
  const { breachCount, entries } = await verifyLedger();
  if (breachCount > 0) {
    throw new Wrong(
      `The ledger breaks its promises: ${breachCount} breaches`,
      'npm run verify shows them, and docs/operations.md#what-to-do-about-a-breach what to do',
    );
  }
  onStep('ledger', `every promise holds, ${entries} entries`);
}

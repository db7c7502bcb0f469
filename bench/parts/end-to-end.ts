import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { sendApart } from '#bench/load/send-apart.ts';
import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { quantile } from '#bench/measure/spread.ts';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import type { LocalMerchant } from '#local/merchant.ts';
import { deadLetters, startTestMerchant, untilDrained } from '#test/support/local-merchant.ts';
import { type Plan, planPayments, settle } from '#test/support/payments.ts';

const IN_FLIGHT = [1, 32, 256];
/** About as many payments as are done in some seconds; with 1 in flight they are fewer. */
const AMOUNTS = { customers: 50, one: 1_000, many: 3_000 };
const QUICK_AMOUNTS = { customers: 5, one: 20, many: 60 };
const DRAIN_SECONDS_MAX = 120;

/**
 * Webhooks from another process to the stack of `npm start`, every tenth of them twice: first accepted while
 * no function takes from the queue, then drained while nothing arrives, then both at once.
 */
export async function run({ quick, progress }: BenchOptions): Promise<readonly Row[]> {
  const merchant = await startTestMerchant();
  const rows: Row[] = [];
  try {
    for (const [index, inFlight] of IN_FLIGHT.entries()) {
      const { customers, one, many } = quick ? QUICK_AMOUNTS : AMOUNTS;
      const amount = { customers, inFlight, count: inFlight === 1 ? one : many };
      const apart = await acceptThenDrain(merchant, amount);
      progress(2 * index + 1, 2 * IN_FLIGHT.length);
      const latencies = await both(merchant, amount);
      progress(2 * index + 2, 2 * IN_FLIGHT.length);
      const row = (what: string, unit: string, ours: number): Row => ({
        what: `${inFlight} in flight: ${what}`,
        unit,
        ours,
      });
      rows.push(
        row('accepted', 'webhooks/s', apart.acceptedPerSecond),
        row('drained', 'webhooks/s', apart.drainedPerSecond),
        row('sent to reconciled, p50', 'ms', quantile(latencies, 0.5)),
        row('sent to reconciled, p99', 'ms', quantile(latencies, 0.99)),
      );
    }
    if (merchant.errors.length > 0) throw new Error(merchant.errors.join('\n'));
    if ((await deadLetters(merchant)) > 0) throw new Error('Some messages died');
    return rows;
  } finally {
    await merchant.close();
  }
}

type Amount = {
  readonly customers: number;
  readonly count: number;
  readonly inFlight: number;
};

async function acceptThenDrain(merchant: LocalMerchant, { inFlight, ...amount }: Amount) {
  const { apiUrl } = merchant.stack;
  const plan = await planPayments(apiUrl, { ...amount, name: `APART${inFlight}x` });
  merchant.stack.eventSources.hold();
  const { seconds } = await sendApart({
    target: targetOf(merchant),
    events: plan.events,
    inFlight,
  });
  const releasedAt = Date.now();
  merchant.stack.eventSources.release();
  await untilExact(merchant, plan);
  const entered = await readRecordedAt(merchant, plan);
  if (Math.min(...entered.values()) < releasedAt) throw new Error('A batch was not held back');
  const drainSeconds = (Math.max(...entered.values()) - releasedAt) / 1000;
  return {
    acceptedPerSecond: plan.events.length / seconds,
    drainedPerSecond: plan.events.length / drainSeconds,
  };
}

/** From an event's first sending to its entry, in milliseconds. */
async function both(merchant: LocalMerchant, { inFlight, ...amount }: Amount) {
  const { apiUrl } = merchant.stack;
  const plan = await planPayments(apiUrl, { ...amount, name: `BOTH${inFlight}x` });
  const { sentAt } = await sendApart({ target: targetOf(merchant), events: plan.events, inFlight });
  await untilExact(merchant, plan);
  const entered = await readRecordedAt(merchant, plan);
  return sentAt.map(([id, at]) => (entered.get(id) ?? Number.NaN) - at);
}

function targetOf({ webhookUrl, signingSecret }: LocalMerchant) {
  return { webhookUrl, signingSecret };
}

/** @throws Error unless every balance is as it must be. */
async function untilExact(merchant: LocalMerchant, plan: Plan): Promise<void> {
  await untilDrained(merchant, DRAIN_SECONDS_MAX);
  const balances = await settle(merchant.stack.apiUrl, plan);
  const wrong = [...plan.balances].filter(([id, balance]) => balances.get(id) !== balance);
  if (wrong.length > 0) throw new Error(`${wrong.length} balances are wrong, as ${wrong[0]}`);
}

/** When each event of a plan was entered: epoch milliseconds, by the clock that the sender has too. */
async function readRecordedAt({ stack }: LocalMerchant, plan: Plan): Promise<Map<string, number>> {
  const ids = new Set(plan.events.map(({ id }) => id));
  const client = new DynamoDBClient(localClientConfig(stack.endpoints.dynamodb));
  const entered = new Map<string, number>();
  const pages = paginateScan(
    { client },
    { TableName: stack.tableNames[0], ProjectionExpression: 'eventId, recordedAt' },
  );
  for await (const { Items = [] } of pages) {
    for (const { eventId, recordedAt } of Items) {
      if (!ids.has(eventId?.S ?? '') || !recordedAt?.S) continue;
      entered.set(eventId?.S ?? '', Date.parse(recordedAt.S));
    }
  }
  client.destroy();
  if (entered.size < ids.size) throw new Error(`${ids.size - entered.size} events have no entry`);
  return entered;
}

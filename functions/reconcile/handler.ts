import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import type { Delivery } from '#shared/models/delivery.ts';
import { fromQueueMessage } from '#shared/models/read-queue-message.ts';
import { readMentions } from '#shared/moment/wire/event-mentions.ts';
import type { SigningKeys } from '#shared/ports/moment.ts';
import type { DeadLetters, DeadReason } from '#shared/ports/queue.ts';
import { checkDeliveries } from '#shared/use-cases/payments/check-deliveries.ts';
import { fromDelivery } from '#shared/use-cases/payments/incoming-event.ts';
import {
  type ReportDeps,
  reportSettlements,
} from '#shared/use-cases/payments/report-settlements.ts';
import { type SettleDeps, settleEvents } from '#shared/use-cases/payments/settle-events.ts';

export type ReconcileDeps = SettleDeps &
  ReportDeps & { readonly keys: SigningKeys; readonly deadLetters: DeadLetters };

type Message = { readonly messageId: string; readonly body: string };
type Arrived = Message & { readonly delivery: Delivery };
/** What no further try would settle. */
type Dead = Message & { readonly reason: DeadReason; readonly why: Record<string, unknown> };

/** Left for the calls that were begun last: a batch that is not answered for comes back whole. */
const RESERVE_MS = 10_000;

/**
 * Reconciles a batch of deliveries. Only the messages that failed go back to the queue; what Moment did not sign, or
 * the webhook did not write, is dead at once and moves nothing.
 */
export function createHandler(deps: ReconcileDeps) {
  return async (batch: SQSEvent, context: RemainingTime): Promise<SQSBatchResponse> => {
    const deadline = deadlineOf(context, RESERVE_MS, deps.clock);
    const { genuine, dead } = await sort(batch.Records, deps);
    const buried = await bury(dead, deps);
    const settlements = await settleEvents(
      genuine.map(({ incoming }) => incoming),
      deadline,
      deps,
    );
    reportSettlements(settlements, deps);
    const settled = new Set(
      settlements.filter((settlement) => 'outcome' in settlement).map(({ incoming }) => incoming),
    );
    const done = new Set([
      ...buried,
      ...genuine.filter(({ incoming }) => settled.has(incoming)).map(({ messageId }) => messageId),
    ]);
    const failed = batch.Records.filter(({ messageId }) => !done.has(messageId));
    return {
      batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })),
    };
  };
}

/** Before the first release, and as far ahead as clocks may differ: our webhook writes no other. */
const RECEIVED_FROM = Date.parse('2026-01-01T00:00:00Z');
const RECEIVED_AHEAD_MS_MAX = 3_600_000;

/** @throws Error if the message is none of our webhook's */
function readMessage(body: string, now: number): Delivery {
  const delivery = fromQueueMessage(body);
  const receivedAt = Date.parse(delivery.receivedAt);
  if (receivedAt >= RECEIVED_FROM && receivedAt <= now + RECEIVED_AHEAD_MS_MAX) return delivery;
  throw new Error(`received_at is ${delivery.receivedAt}`);
}

async function sort(messages: readonly Message[], { keys, logger, clock }: ReconcileDeps) {
  const arrived: Arrived[] = [];
  const dead: Dead[] = [];
  for (const { messageId, body } of messages) {
    try {
      arrived.push({ messageId, body, delivery: readMessage(body, clock.now()) });
    } catch (error) {
      dead.push({ messageId, body, reason: 'unreadable', why: { error } });
    }
  }
  try {
    const { genuine, forged, undecided } = await checkDeliveries(arrived, keys);
    for (const { messageId } of undecided) {
      logger.warn('message.undecided', { message_id: messageId });
    }
    return { genuine: genuine.map(toIncoming), dead: [...dead, ...forged.map(toForged)] };
  } catch (error) {
    // All of them come again: nothing is dead for what we could not read.
    logger.error('signing_keys.unread', { messages: arrived.length, error });
    return { genuine: [], dead };
  }
}

function toIncoming({ messageId, delivery }: Arrived) {
  return { messageId, incoming: fromDelivery(delivery) };
}

/** With what it claims, for the person who finds it. */
function toForged({ messageId, body, delivery }: Arrived): Dead {
  const { eventId, paymentId, obligationId, amount, currency } = readMentions(delivery.body);
  const why = {
    webhook_id: delivery.webhookId,
    key_id: delivery.keyId,
    event_id: eventId,
    payment_id: paymentId,
    obligation_id: obligationId,
    claimed: amount,
    currency,
  };
  return { messageId, body, reason: 'forged', why };
}

/** Ids of the messages that are kept as dead letters now. */
async function bury(
  dead: readonly Dead[],
  { deadLetters, logger, metrics }: ReconcileDeps,
): Promise<readonly string[]> {
  // Stryker disable next-line ArrayDeclaration: what is no message's id is nobody's
  const buried: string[] = [];
  for (const { messageId, body, reason, why } of dead) {
    metrics.count('MessagesRefused', 1, { outcome: reason });
    try {
      await deadLetters.bury(body, reason, messageId);
      buried.push(messageId);
    } catch (error) {
      logger.error('message.not_buried', { message_id: messageId, error });
    }
    logger.error(`message.${reason}`, { message_id: messageId, ...why });
  }
  return buried;
}

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import { fromQueueMessage } from '#shared/models/read-queue-message.ts';
import { fromDelivery, type IncomingEvent } from '#shared/use-cases/payments/incoming-event.ts';
import {
  type ReportDeps,
  reportSettlements,
} from '#shared/use-cases/payments/report-settlements.ts';
import { type SettleDeps, settleEvents } from '#shared/use-cases/payments/settle-events.ts';

export type ReconcileDeps = SettleDeps & ReportDeps;

/** Left for the calls that were begun last: a batch that is not answered for comes back whole. */
const RESERVE_MS = 10_000;

/** Reconciles a batch of deliveries; only the messages that failed go back to the queue. */
export function createHandler(deps: ReconcileDeps) {
  return async (batch: SQSEvent, context: RemainingTime): Promise<SQSBatchResponse> => {
    const deadline = deadlineOf(context, RESERVE_MS, deps.clock);
    const failed: string[] = [];
    const arrived: { readonly messageId: string; readonly incoming: IncomingEvent }[] = [];
    for (const { messageId, body } of batch.Records) {
      try {
        arrived.push({ messageId, incoming: fromDelivery(fromQueueMessage(body)) });
      } catch (error) {
        // Not written by our webhook. The dead-letter queue keeps it for a person.
        deps.logger.error('message.unreadable', { message_id: messageId, error });
        failed.push(messageId);
      }
    }
    const settlements = await settleEvents(
      arrived.map(({ incoming }) => incoming),
      deadline,
      deps,
    );
    reportSettlements(settlements, deps);
    const settled = new Set(
      settlements.filter((settlement) => 'outcome' in settlement).map(({ incoming }) => incoming),
    );
    for (const { messageId, incoming } of arrived) {
      if (!settled.has(incoming)) failed.push(messageId);
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

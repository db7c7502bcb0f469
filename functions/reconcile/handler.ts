import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { fromDelivery, type IncomingEvent } from '#shared/ledger/incoming-event.ts';
import { fromQueueMessage } from '#shared/models/delivery.ts';
import {
  type ReportDeps,
  reportSettlements,
} from '#shared/use-cases/payments/report-settlements.ts';
import { type SettleDeps, settleEvents } from '#shared/use-cases/payments/settle-events.ts';

export type ReconcileDeps = SettleDeps & ReportDeps;

/** Left for the calls that were begun last: a batch that is not answered for comes back whole. */
const RESERVE_MS = 10_000;

/** Reconciles a batch of deliveries; only the messages that failed go back to the queue. */
export function createReconcileHandler(deps: ReconcileDeps) {
  return async (
    batch: SQSEvent,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<SQSBatchResponse> => {
    const deadline = deps.clock.now() + context.getRemainingTimeInMillis() - RESERVE_MS;
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
      deps,
      deadline,
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

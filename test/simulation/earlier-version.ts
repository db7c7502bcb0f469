import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ReconcileDeps } from '#functions/reconcile/handler.ts';
import { decideEvents } from '#shared/ledger/decide-events.ts';
import { fromDelivery, type IncomingEvent, toHeldEvent } from '#shared/ledger/incoming-event.ts';
import { fromQueueMessage } from '#shared/models/delivery.ts';
import type { Entry } from '#shared/models/entry.ts';

/**
 * What may still run, or run already, while a version is being rolled out: a consumer that settles each message
 * by itself, in the order of arrival, writes before it looks for an entry, and does not try again in place; and a writer of messages and items with members
 * that today's code does not know.
 */
export function createOtherReconcileHandler(deps: ReconcileDeps) {
  return async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of batch.Records) {
      const isSettled = await settleAlone(fromDelivery(fromQueueMessage(body)), deps).catch(
        () => false,
      );
      if (!isSettled) batchItemFailures.push({ itemIdentifier: messageId });
    }
    return { batchItemFailures };
  };
}

/** Members of a version to come; today's code must neither trip over them nor lose them. */
export const UNKNOWN_MEMBERS = { schema: 2, region: 'eu-west-1' };

export function withUnknownMembers(message: string): string {
  return JSON.stringify({ ...UNKNOWN_MEMBERS, ...JSON.parse(message) });
}

/** Whether it is settled; if not, the message comes back. */
async function settleAlone(
  incoming: IncomingEvent,
  { ledger, clock }: ReconcileDeps,
): Promise<boolean> {
  const { event } = incoming;
  const obligation =
    event.kind === 'payment' ? await ledger.findObligation(event.payment.obligationId) : undefined;
  const decide = (known: readonly Entry[]) =>
    decideEvents(obligation, [incoming], known, new Date(clock.now()).toISOString());
  let {
    outcomes: [outcome],
    entries: [entry],
  } = decide([]);
  if (obligation && entry) {
    const posted = await ledger.post({
      obligationId: obligation.id,
      expectedSequence: obligation.sequence,
      balance: entry.endingBalance,
      sequence: entry.sequence,
      entries: [entry],
      settledHashes: [],
    });
    if (posted === 'posted') return true;
    const { entries: known } = await ledger.readLedger(obligation.id, [entry.key]);
    ({
      outcomes: [outcome],
      entries: [entry],
    } = decide(known));
  }
  if (!outcome || outcome.kind === 'applied') return false;
  return (
    outcome.kind === 'duplicate' || (await ledger.hold(toHeldEvent(incoming, outcome))) === 'held'
  );
}

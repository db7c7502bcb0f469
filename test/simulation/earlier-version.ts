import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ReconcileDeps } from '#functions/reconcile/handler.ts';
import { decide } from '#shared/ledger/decide.ts';
import { furtherKeys } from '#shared/ledger/further-keys.ts';
import type { HeldOutcome } from '#shared/ledger/outcome.ts';
import { adjustmentKey } from '#shared/models/entry.ts';
import { fromQueueMessage } from '#shared/models/read-queue-message.ts';
import type { HeldEvents, LedgerKeys, Postings } from '#shared/ports/ledger.ts';
import { checkDeliveries } from '#shared/use-cases/payments/check-deliveries.ts';
import {
  fromDelivery,
  type IncomingEvent,
  toHeldEvent,
} from '#shared/use-cases/payments/incoming-event.ts';
import { toKnown } from '#shared/use-cases/payments/read-known.ts';
import { readMovement } from '#shared/use-cases/payments/read-movement.ts';

/**
 * What may still run, or run already, while a version is being rolled out: a consumer that settles each message
 * by itself, in the order of arrival, writes before it looks for an entry, and does not try again in place; and a writer of messages and items with members
 * that today's code does not know.
 */
export function createOtherReconcileHandler(deps: ReconcileDeps, trustsTheQueue = false) {
  const settle = trustsTheQueue ? settleUnchecked : settleIfGenuine;
  return async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of batch.Records) {
      const isSettled = await settle(body, deps).catch(() => false);
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

function settleUnchecked(body: string, deps: ReconcileDeps): Promise<boolean> {
  return settleAlone(fromDelivery(fromQueueMessage(body)), deps);
}

async function settleIfGenuine(body: string, deps: ReconcileDeps): Promise<boolean> {
  const arrived = [{ delivery: fromQueueMessage(body) }];
  const { genuine, forged } = await checkDeliveries(arrived, deps.keys);
  if (forged.length > 0) await deps.deadLetters.bury(body, 'forged', 'm');
  const [message] = genuine;
  return message ? settleAlone(fromDelivery(message.delivery), deps) : forged.length > 0;
}

/** Whether it is settled; if not, the message comes back. */
async function settleAlone(
  incoming: IncomingEvent,
  { ledger, clock, tellings, momentLowers }: ReconcileDeps,
): Promise<boolean> {
  const read = readMovement(incoming, tellings);
  if ('outcome' in read) return hold(incoming, read.outcome, ledger);
  const { movement } = read;
  const decideNow = async (keys: LedgerKeys) => {
    const { tellings, ...state } = await ledger.readLedger(movement.obligationId, keys);
    const known = toKnown({ ...state, tellings });
    const decision = decide([read], known, new Date(clock.now()).toISOString(), momentLowers);
    return { ...decision, known };
  };
  const first = await decideNow({ entries: [] });
  if (first.posting && (await ledger.post(first.posting, [])) === 'posted') return true;
  const again = await decideNow({ entries: [movement.key, adjustmentKey(movement)] });
  const doubts = furtherKeys([movement], again.known).tellings;
  const { decided, posting } = doubts.length
    ? await decideNow({ entries: [movement.key, adjustmentKey(movement)], tellings: doubts })
    : again;
  if (posting) return (await ledger.post(posting, [])) === 'posted';
  const [{ outcome } = {}] = decided;
  if (!outcome || outcome.kind === 'applied') return false;
  if (outcome.kind !== 'duplicate') return hold(incoming, outcome, ledger);
  return !outcome.telling || (await ledger.keepTelling(outcome.telling)) === 'kept';
}

async function hold(
  incoming: IncomingEvent,
  outcome: HeldOutcome,
  ledger: Postings & HeldEvents,
): Promise<boolean> {
  if (outcome.doubt && (await ledger.keepDoubt(outcome.doubt)) === 'entered') return false;
  return (await ledger.hold(toHeldEvent(incoming, outcome))) === 'held';
}

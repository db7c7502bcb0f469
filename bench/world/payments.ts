import type { SQSEvent } from 'aws-lambda';
import { toQueueMessage } from '#shared/models/delivery.ts';
import { amountApplied, delivery } from '#test/support/factories.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';

/** What an obligation owes before its first payment. */
export const OWED = 1_000_000;

export type PaymentEvent = ReturnType<typeof amountApplied>;
export type Side = 'ours' | 'peer';
export const SIDES = ['ours', 'peer'] as const;

export const obligationId = (index: number) => `bcus_bench${String(index).padStart(10, '0')}`;

/** The same number is the same payment, on whichever side it is made. */
export function payment(number: number, obligation: string): PaymentEvent {
  const id = String(number).padStart(18, '0');
  return amountApplied({
    id: `evt_${id}`,
    data: {
      id: `ob_${id}`,
      payment_id: `pay_${id}`,
      customer_id: obligation,
      amount: 1 + (number % 97),
    },
  });
}

/** A batch as SQS hands it over, each message as that side's webhook writes it. */
export function batchOf(events: readonly PaymentEvent[], side: Side): SQSEvent {
  return toSqsEvent(events.map((event) => ({ id: event.id, body: messageOf(event, side) })));
}

function messageOf(event: PaymentEvent, side: Side): string {
  const received = delivery(event, { webhookId: `msg_${event.id}` });
  if (side === 'ours') return toQueueMessage(received);
  const { webhookId, webhookTimestamp } = received;
  return JSON.stringify({ webhookId, webhookTimestamp, body: JSON.stringify(event) });
}

import { randomUUID } from 'node:crypto';
import { fromDelivery, type IncomingEvent } from '#shared/ledger/incoming-event.ts';
import type { Delivery } from '#shared/models/delivery.ts';
import type { Intent } from '#shared/models/intent.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Opening } from '#shared/ports/ledger.ts';
import { NOON } from './world.ts';

export const CUSTOMER = 'bcus_H4jp6KnU5cPw263v1jyz4';

type EventOverrides = {
  readonly id?: string;
  readonly type?: string;
  readonly data?: Record<string, unknown>;
};

/** Moment's reference example of `obligation.amount_applied`, 150.00 ZAR paid by {@link CUSTOMER}. */
export function amountApplied({
  id = 'evt_2341234567890abcdef',
  type = 'obligation.amount_applied',
  data = {},
}: EventOverrides = {}) {
  return {
    id,
    type,
    data: {
      id: 'ob_N2a38DJQWPL8K4X42354234',
      amount: 15000,
      currency: 'ZAR',
      payment_id: 'pay_1313235234843nmafdsa',
      customer_id: CUSTOMER,
      metadata: { event_id: 'wellness_joburg_2025' },
      created_at: '2025-06-18T08:45:00Z',
      updated_at: '2025-06-18T08:45:10Z',
      ...data,
    },
  };
}

/** Moment's Payment Request object, paid, as the event tells it; presented by us for {@link CUSTOMER}. */
export function paymentRequestPaid({
  id = 'evt_paymentrequestpaid01',
  data = {},
}: EventOverrides = {}) {
  return {
    id,
    type: 'payment_request.paid',
    data: {
      id: 'pr_6phg74i4jG9wbzZbFDUQB',
      type: 'link',
      status: 'paid',
      amount: 15000,
      currency: 'ZAR',
      external_reference: 'UCR1234567890',
      payment_id: 'pay_1313235234843nmafdsa',
      metadata: { obligation_id: CUSTOMER },
      created_at: '2025-06-18T08:00:00Z',
      updated_at: '2025-06-18T08:45:10Z',
      ...data,
    },
  };
}

export function delivery(event: unknown, overrides: Partial<Delivery> = {}): Delivery {
  return {
    body: typeof event === 'string' ? Buffer.from(event) : Buffer.from(JSON.stringify(event)),
    webhookId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    webhookTimestamp: NOON / 1000,
    receivedAt: new Date(NOON).toISOString(),
    keyId: 'key-1',
    ...overrides,
  };
}

export function incoming(event: unknown, overrides: Partial<Delivery> = {}): IncomingEvent {
  return fromDelivery(delivery(event, overrides));
}

export function obligation(overrides: Partial<Obligation> = {}): Obligation {
  return {
    id: CUSTOMER,
    kind: 'customer',
    externalReference: 'UCR1234567890',
    name: 'John Doe',
    currency: 'ZAR',
    balance: 20000,
    sequence: 1,
    openedAt: new Date(NOON).toISOString(),
    ...overrides,
  };
}

export function intent(overrides: Partial<Intent> = {}): Intent {
  return {
    key: randomUUID(),
    operation: 'create_customer',
    requestHash: 'hash',
    request: { external_reference: 'UCR1234567890' },
    momentKey: randomUUID(),
    startedAt: new Date(NOON).toISOString(),
    tries: 1,
    ...overrides,
  };
}

/** All that a creation writes; the opening entry matches the obligation's balance. */
export function opening(overrides: Partial<Obligation> = {}): Opening {
  const opened = obligation(overrides);
  const { id, balance, currency, openedAt } = opened;
  const answered = { ...intent(), answer: { status: 201, body: { id } } };
  if (balance === undefined || currency === undefined)
    return { obligation: opened, entry: undefined, intent: answered };
  const entry = {
    key: `opening:${id}`,
    obligationId: id,
    sequence: 1,
    type: 'opening' as const,
    amount: balance,
    endingBalance: balance,
    currency,
    effectiveAt: openedAt,
    recordedAt: openedAt,
  };
  return { obligation: opened, entry, intent: answered };
}

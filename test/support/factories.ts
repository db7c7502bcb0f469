import { randomUUID } from 'node:crypto';
import { chainStart, hashEntry } from '#shared/models/chain.ts';
import type { Delivery } from '#shared/models/delivery.ts';
import type { OpeningEntry } from '#shared/models/entry.ts';
import type {
  AnyCreationIntent,
  CreationDone,
  CreationIntent,
  NestedCreationIntent,
  PresentationIntent,
} from '#shared/models/intent.ts';
import type { Movement } from '#shared/models/movement.ts';
import type { Obligation, Profile } from '#shared/models/obligation.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import type { Opening, Openings } from '#shared/ports/ledger.ts';
import { fromDelivery, type IncomingEvent } from '#shared/use-cases/payments/incoming-event.ts';
import { readMovement } from '#shared/use-cases/payments/read-movement.ts';
import { SIGNING_KEY, signatureOf } from './signing.ts';
import { NOON } from './world.ts';

export const CUSTOMER = 'bcus_H4jp6KnU5cPw263v1jyz4';
export const PAYMENT = 'pay_1313235234843nmafdsa';

type EventOverrides = {
  readonly id?: string;
  readonly type?: string;
  readonly data?: Record<string, unknown>;
};

/**
 * Moment's reference example of `obligation.amount_applied`, 150.00 ZAR paid by {@link CUSTOMER}. Whether
 * {@link paymentRequestPaid} tells of one payment under the same id is not documented: say so where it does.
 */
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
      payment_id: PAYMENT,
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
      payment_id: PAYMENT,
      metadata: { obligation_id: CUSTOMER },
      created_at: '2025-06-18T08:00:00Z',
      updated_at: '2025-06-18T08:45:10Z',
      ...data,
    },
  };
}

/** Signed by {@link SIGNING_KEY}, unless told. */
export function delivery(event: unknown, overrides: Partial<Delivery> = {}): Delivery {
  const unsigned = {
    body: typeof event === 'string' ? Buffer.from(event) : Buffer.from(JSON.stringify(event)),
    webhookId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    webhookTimestamp: NOON / 1000,
    receivedAt: new Date(NOON).toISOString(),
    keyId: SIGNING_KEY.id,
    ...overrides,
  };
  return { signature: signatureOf(unsigned.body, unsigned), ...unsigned };
}

export function incoming(event: unknown, overrides: Partial<Delivery> = {}): IncomingEvent {
  return fromDelivery(delivery(event, overrides));
}

/** An event that moves a balance, and how. @throws Error if it moves none */
export function movement(event: unknown, overrides: Partial<Delivery> = {}): Movement {
  const read = readMovement(incoming(event, overrides), 'both');
  if ('movement' in read) return read.movement;
  throw new Error(`no movement: ${read.outcome.reason}`);
}

/** Its newest entry is its opening, unless told. */
export function obligation(overrides: Partial<Obligation> = {}): Obligation {
  const openedAt = new Date(NOON).toISOString();
  const owed: Obligation = {
    id: CUSTOMER,
    kind: 'customer',
    externalReference: 'UCR1234567890',
    currency: 'ZAR',
    balance: 20000,
    sequence: 1,
    openedAt,
    recordedAt: openedAt,
    newestPayments: [],
    ...overrides,
  };
  const entry = openingEntry(owed);
  return entry ? { newestHash: hashEntry(entry), ...owed } : owed;
}

/** Undefined where no balance is tracked. */
function openingEntry(owed: Obligation): OpeningEntry | undefined {
  const { id, balance, currency, openedAt, externalReference } = owed;
  if (balance === undefined || currency === undefined) return undefined;
  return {
    key: `opening:${id}`,
    obligationId: id,
    sequence: 1,
    type: 'opening' as const,
    amount: balance,
    endingBalance: balance,
    currency,
    effectiveAt: openedAt,
    recordedAt: openedAt,
    previous: chainStart(owed),
    cause: { kind: 'command' as const, key: `creates ${externalReference}` },
  };
}

export function intent(overrides: Partial<CreationIntent> = {}): CreationIntent {
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

export function presentation(overrides: Partial<PresentationIntent> = {}): PresentationIntent {
  const { key, requestHash, momentKey, startedAt, tries } = intent();
  const facts = { amount: 2000, currency: 'ZAR', external_reference: 'UCR1234567890' };
  return {
    ...{ key, requestHash, momentKey, startedAt, tries },
    operation: 'present_balance',
    request: { obligationId: CUSTOMER, facts },
    ...overrides,
  };
}

/** All that a creation writes; the opening entry matches the obligation's balance. */
export function opening(
  overrides: Partial<Obligation> & { readonly kind: 'account' | 'bill' },
  profile?: Profile,
): Opening & { readonly intent: NestedCreationIntent & { readonly done: CreationDone } };
export function opening(
  overrides?: Partial<Obligation>,
  profile?: Profile,
): Opening & { readonly intent: CreationIntent & { readonly done: CreationDone } };
export function opening(
  overrides: Partial<Obligation> = {},
  profile: Profile = { name: 'John Doe' },
): Opening & { readonly intent: AnyCreationIntent & { readonly done: CreationDone } } {
  const opened = obligation(overrides);
  const { id, openedAt, customerId, accountId } = opened;
  const above = { ...(customerId && { customerId }), ...(accountId && { accountId }) };
  const done = { obligationId: id, openedAt, ...above };
  const finished = { ...creationOf(opened), done };
  const entry = openingEntry(opened);
  if (entry) return { obligation: opened, profile, entry, intent: finished };
  const { recordedAt: _none, ...untracked } = opened;
  return { obligation: { ...untracked, sequence: 0 }, profile, intent: finished };
}

function creationOf({ kind, externalReference, ...owed }: Obligation): AnyCreationIntent {
  const facts = { external_reference: externalReference };
  if (kind === 'customer') return intent({ request: facts });
  const { customerId, accountId, balance = 1, currency = 'ZAR' } = owed;
  return nestedIntent(
    kind === 'account'
      ? { request: { account: facts, customerId } }
      : { request: { bill: { ...facts, amount_due: balance, currency }, customerId, accountId } },
  );
}

/** Of an account, unless it has a bill. */
export function nestedIntent({
  request = { account: { external_reference: 'ACC1' }, customerId: CUSTOMER },
  ...overrides
}: Partial<NestedCreationIntent> = {}): NestedCreationIntent {
  const { key, requestHash, momentKey, startedAt, tries } = intent();
  return {
    ...{ key, requestHash, momentKey, startedAt, tries },
    operation: request.bill ? 'create_bill' : 'create_account',
    request,
    made: {},
    ...overrides,
  };
}

/** As a creation does it: its intent first, which reserves the reference. */
export async function open(
  stores: { readonly ledger: Openings; readonly intents: IntentStore },
  whole: Opening = opening(),
): Promise<'opened' | 'exists'> {
  const { done: _done, ...begun } = whole.intent;
  await stores.intents.begin(begun, whole.intent.startedAt);
  return stores.ledger.open(whole);
}

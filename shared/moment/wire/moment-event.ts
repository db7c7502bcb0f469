import * as z from 'zod/mini';
import { readUtf8 } from '#shared/models/bytes.ts';
import { parseExactJson } from '#shared/models/exact-json.ts';
import { Currency, MinorUnits } from '#shared/models/money.ts';
import { ObligationId } from '#shared/models/obligation-id.ts';
import { describeProblems, type ParseProblem, tryParse } from '#shared/models/parsing.ts';

/** Moment's ids break the patterns that its docs print, so: opaque, visible, and without our separator. */
const OpaqueId = z
  .string()
  .check(z.regex(/^[\x21-\x3F\x41-\x7E]{1,200}$/, 'must be 1 to 200 visible characters without @'));

const Envelope = z.looseObject({
  id: OpaqueId,
  type: z.string().check(z.minLength(1), z.maxLength(200)),
  data: z.looseObject({}),
});

const DETAIL_LENGTH_MAX = 500;

/** Worth having, not worth refusing a payment for. */
const Time = z.catch(z.optional(z.iso.datetime({ offset: true })), undefined);

/** docs.momentco.io /api-reference/billing/webhook/obligation_amount_applied */
const AmountApplied = z.object({
  id: OpaqueId,
  amount: MinorUnits,
  currency: Currency,
  payment_id: z.optional(OpaqueId),
  customer_id: z.optional(ObligationId),
  account_id: z.optional(ObligationId),
  bill_id: z.optional(ObligationId),
  created_at: Time,
});

/** docs.momentco.io /api-reference/collect/payment_requests/webhook/paid; ours carry the obligation in `metadata`. */
const PaymentRequestPaid = z.object({
  id: OpaqueId,
  amount: MinorUnits,
  currency: Currency,
  payment_id: OpaqueId,
  metadata: z.object({ obligation_id: ObligationId }),
  updated_at: Time,
});

/** One payment on one obligation, as one event tells it. */
export type Payment = {
  readonly eventId: string;
  readonly eventType: string;
  /** `data.id`. */
  readonly dataId: string;
  readonly obligationId: string;
  readonly paymentId?: string | undefined;
  /** Minor units as told; only a positive amount is a payment. */
  readonly amount: number;
  readonly currency: string;
  /** When it happened, by Moment's clock, where the event says so. */
  readonly effectiveAt?: string | undefined;
};

export type MomentEvent =
  | { readonly kind: 'payment'; readonly payment: Payment }
  | {
      readonly kind: 'irrelevant';
      readonly eventId: string;
      readonly reason: 'type_without_meaning' | 'not_presented_by_us';
    }
  | { readonly kind: 'malformed'; readonly eventId?: string | undefined; readonly detail: string };

/** Reads a signed body. Never throws: whatever Moment signed has a place. */
export function readMomentEvent(body: Uint8Array): MomentEvent {
  const json = readJson(body);
  if (!json.ok) return { kind: 'malformed', detail: json.detail };
  const envelope = tryParse(Envelope, json.value);
  if (!envelope.ok) {
    const named = tryParse(z.pick(Envelope, { id: true }), json.value);
    return malformed(named.ok ? named.value.id : undefined, envelope.problems);
  }
  const { id: eventId, type, data } = envelope.value;
  const reader = READERS.get(type);
  return reader
    ? reader(eventId, data)
    : { kind: 'irrelevant', eventId, reason: 'type_without_meaning' };
}

// A map, since a type may be called `constructor`.
const READERS: ReadonlyMap<
  string,
  (eventId: string, data: Record<string, unknown>) => MomentEvent
> = new Map([
  ['obligation.amount_applied', readAmountApplied],
  ['payment_request.paid', readPaymentRequestPaid],
]);

function readAmountApplied(eventId: string, data: Record<string, unknown>): MomentEvent {
  const parsed = tryParse(AmountApplied, data);
  if (!parsed.ok) return malformed(eventId, parsed.problems, 'data');
  const { bill_id, account_id, customer_id, ...facts } = parsed.value;
  // The docs do not say that an event names one of them only; the most specific is what was paid.
  const obligationId = bill_id ?? account_id ?? customer_id;
  if (!obligationId) {
    return { kind: 'malformed', eventId, detail: 'data: needs customer_id, account_id or bill_id' };
  }
  return {
    kind: 'payment',
    payment: {
      eventId,
      eventType: 'obligation.amount_applied',
      dataId: facts.id,
      obligationId,
      paymentId: facts.payment_id,
      amount: facts.amount,
      currency: facts.currency,
      effectiveAt: toUtc(facts.created_at),
    },
  };
}

function readPaymentRequestPaid(eventId: string, data: Record<string, unknown>): MomentEvent {
  const metadata = data['metadata'];
  const presentedByUs =
    typeof metadata === 'object' && metadata !== null && 'obligation_id' in metadata;
  if (!presentedByUs) return { kind: 'irrelevant', eventId, reason: 'not_presented_by_us' };
  // Without payment_id it could not be told apart from the same payment's obligation.amount_applied.
  const parsed = tryParse(PaymentRequestPaid, data);
  if (!parsed.ok) return malformed(eventId, parsed.problems, 'data');
  const paid = parsed.value;
  return {
    kind: 'payment',
    payment: {
      eventId,
      eventType: 'payment_request.paid',
      dataId: paid.id,
      obligationId: paid.metadata.obligation_id,
      paymentId: paid.payment_id,
      amount: paid.amount,
      currency: paid.currency,
      effectiveAt: toUtc(paid.updated_at),
    },
  };
}

function readJson(body: Uint8Array): { ok: true; value: unknown } | { ok: false; detail: string } {
  const text = readUtf8(body);
  if (text === undefined) return { ok: false, detail: 'body: not UTF-8' };
  try {
    return { ok: true, value: parseExactJson(text) };
  } catch {
    return { ok: false, detail: 'body: not JSON' };
  }
}

/** A moment that UTC moves out of the years 0000 to 9999 has no form that could be read again. */
function toUtc(timestamp: string | undefined): string | undefined {
  if (timestamp === undefined) return undefined;
  const utc = new Date(timestamp).toISOString();
  return /^\d{4}-/.test(utc) ? utc : undefined;
}

/** @param where the member in which the problems are; the body unless told */
function malformed(
  eventId: string | undefined,
  problems: readonly ParseProblem[],
  where?: string,
): MomentEvent {
  const named = problems.map(({ field, detail }) => ({
    field: [where, field].filter(Boolean).join('.'),
    detail,
  }));
  const detail = describeProblems(named, 'body').slice(0, DETAIL_LENGTH_MAX);
  return { kind: 'malformed', eventId, detail };
}

import { parseExactJson, RepeatedMemberError } from '#shared/models/exact-json.ts';
import { readUtf8 } from '#shared/models/utf8.ts';
import { AMOUNT_APPLIED, OPAQUE_ID, PAYMENT_REQUEST_PAID } from './event-forms.ts';

/** What an event seems to be about, as far as it can be read. */
export type EventMentions = {
  readonly eventId: string | undefined;
  readonly paymentId: string | undefined;
  readonly obligationId: string | undefined;
  /** Minor units. */
  readonly amount: number | undefined;
  readonly currency: string | undefined;
};

type Members = Readonly<Record<string, unknown>>;

const CURRENCY = /^[A-Z]{3}$/;
const OBLIGATION_ID = /^(?:bcus|bacc|bill)_[a-zA-Z0-9]{1,59}$/;

/**
 * What a signed body mentions, as `readMomentEvent` would read it, without its schemas: the webhook would load zod
 * for this alone. Of an event that is no payment, or is malformed, it is what a person finds it by.
 */
export function readMentions(body: Uint8Array): EventMentions {
  const event = readJson(body);
  const data = toMembers(event['data']);
  const { payment_id, amount, currency } = data;
  return {
    eventId: firstMatch(OPAQUE_ID, event['id']),
    paymentId: firstMatch(OPAQUE_ID, payment_id),
    obligationId: firstMatch(OBLIGATION_ID, ...candidates(event['type'], data)),
    amount: Number.isSafeInteger(amount) ? Number(amount) : undefined,
    currency: firstMatch(CURRENCY, currency),
  };
}

/** The most specific first. */
function candidates(type: unknown, data: Members): readonly unknown[] {
  const { bill_id, account_id, customer_id, metadata } = data;
  const presented = toMembers(metadata)['obligation_id'];
  if (type === AMOUNT_APPLIED) return [bill_id, account_id, customer_id];
  if (type === PAYMENT_REQUEST_PAID) return [presented];
  return [bill_id, account_id, customer_id, presented];
}

function firstMatch(form: RegExp, ...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && form.test(value));
}

function readJson(body: Uint8Array): Members {
  const text = readUtf8(body);
  if (text === undefined) return {};
  try {
    return toMembers(parseExactJson(text));
  } catch (error) {
    return error instanceof RepeatedMemberError ? onceOnly(error) : {};
  }
}

/** Which value of a member that comes twice is to be believed, nobody knows. */
function onceOnly({ value, members }: RepeatedMemberError): Members {
  const isToldOnce = (path: string) => !members.includes(path);
  const event = filterMembers(toMembers(value), isToldOnce);
  return {
    ...event,
    data: filterMembers(toMembers(event['data']), (name) => isToldOnce(`data.${name}`)),
  };
}

function filterMembers(members: Members, isKept: (name: string) => boolean): Members {
  return Object.fromEntries(Object.entries(members).filter(([name]) => isKept(name)));
}

function toMembers(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

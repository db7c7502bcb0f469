import { parseExactJson } from '#shared/models/exact-json.ts';
import { readUtf8 } from '#shared/models/utf8.ts';

export type EventIds = {
  readonly eventId: string | undefined;
  /** What the event seems to be about. */
  readonly obligationId: string | undefined;
};

type Members = Readonly<Record<string, unknown>>;

const EVENT_ID = /^[\x21-\x3F\x41-\x7E]{1,200}$/;
const OBLIGATION_ID = /^(?:bcus|bacc|bill)_[a-zA-Z0-9]{1,59}$/;

/**
 * The ids in a signed body as `readMomentEvent` would read them, without its schemas: the webhook would load zod
 * for them alone. Whatever else may be wrong with the event is found out when it is reconciled.
 */
export function readEventIds(body: Uint8Array): EventIds {
  const event = readJson(body);
  return {
    eventId: firstMatch(EVENT_ID, event['id']),
    obligationId: firstMatch(OBLIGATION_ID, ...candidates(event)),
  };
}

/** The most specific first. */
function candidates({ type, data }: Members): readonly unknown[] {
  const { bill_id, account_id, customer_id, metadata } = toMembers(data);
  if (type === 'obligation.amount_applied') return [bill_id, account_id, customer_id];
  if (type === 'payment_request.paid') return [toMembers(metadata)['obligation_id']];
  return [];
}

function firstMatch(form: RegExp, ...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && form.test(value));
}

function readJson(body: Uint8Array): Members {
  const text = readUtf8(body);
  if (text === undefined) return {};
  try {
    return toMembers(parseExactJson(text));
  } catch {
    return {};
  }
}

function toMembers(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

import { parseExactJson } from '#shared/models/exact-json.ts';
import { readUtf8 } from '#shared/models/utf8.ts';
import { AMOUNT_APPLIED, OPAQUE_ID, PAYMENT_REQUEST_PAID } from './event-forms.ts';

export type EventIds = {
  readonly eventId: string | undefined;
  /** What the event seems to be about. */
  readonly obligationId: string | undefined;
};

type Members = Readonly<Record<string, unknown>>;

const OBLIGATION_ID = /^(?:bcus|bacc|bill)_[a-zA-Z0-9]{1,59}$/;

/**
 * The ids in a signed body as `readMomentEvent` would read them, without its schemas: the webhook would load zod
 * for them alone. Whatever else may be wrong with the event is found out when it is reconciled.
 */
export function readEventIds(body: Uint8Array): EventIds {
  const event = readJson(body);
  return {
    eventId: firstMatch(OPAQUE_ID, event['id']),
    obligationId: firstMatch(OBLIGATION_ID, ...candidates(event)),
  };
}

/** The most specific first. */
function candidates({ type, data }: Members): readonly unknown[] {
  const { bill_id, account_id, customer_id, metadata } = toMembers(data);
  if (type === AMOUNT_APPLIED) return [bill_id, account_id, customer_id];
  if (type === PAYMENT_REQUEST_PAID) return [toMembers(metadata)['obligation_id']];
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

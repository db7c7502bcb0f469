import * as z from 'zod/mini';
import { parseExactJson, RepeatedMemberError } from '#shared/models/exact-json.ts';
import { type ParseProblem, tryParse } from '#shared/models/parsing.ts';
import { readUtf8 } from '#shared/models/utf8.ts';
import { readAmountApplied } from './amount-applied.ts';
import { AMOUNT_APPLIED, PAYMENT_REQUEST_PAID } from './event-forms.ts';
import { OpaqueId } from './event-members.ts';
import { readPaymentRequestPaid } from './payment-request-paid.ts';
import { type EventReader, type MomentEvent, malformed } from './told-event.ts';

const Envelope = z.looseObject({
  id: OpaqueId,
  type: z.string().check(z.minLength(1), z.maxLength(200)),
  data: z.looseObject({}),
});

// A map, since a type may be called `constructor`.
const READERS: ReadonlyMap<string, EventReader> = new Map([
  [AMOUNT_APPLIED, readAmountApplied],
  [PAYMENT_REQUEST_PAID, readPaymentRequestPaid],
]);

/** Reads a signed body. Never throws: whatever Moment signed has a place. */
export function readMomentEvent(body: Uint8Array): MomentEvent {
  const json = readJson(body);
  if (!json.ok) return malformed(json.eventId, json.problems);
  const envelope = tryParse(Envelope, json.value);
  if (!envelope.ok) {
    return malformed(eventIdOf(json.value), envelope.problems);
  }
  const { id: eventId, type, data } = envelope.value;
  const reader = READERS.get(type);
  if (reader) return reader(eventId, data);
  const known = type.trim().toLowerCase();
  if (!READERS.has(known)) return { kind: 'irrelevant', eventId, reason: 'type_without_meaning' };
  // It may be money, or not: a person knows.
  const detail = `is ${JSON.stringify(type)}, which differs from ${known} only in case or blanks`;
  return malformed(eventId, [{ field: 'type', detail }]);
}

type ReadJson =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly problems: readonly ParseProblem[];
      readonly eventId?: string | undefined;
    };

function readJson(body: Uint8Array): ReadJson {
  const text = readUtf8(body);
  if (text === undefined) return { ok: false, problems: [{ field: '', detail: 'not UTF-8' }] };
  try {
    return { ok: true, value: parseExactJson(text) };
  } catch (error) {
    if (!(error instanceof RepeatedMemberError)) {
      return { ok: false, problems: [{ field: '', detail: 'not JSON' }] };
    }
    const problems = error.members.map((field) => ({ field, detail: 'comes twice' }));
    const eventId = error.members.includes('id') ? undefined : eventIdOf(error.value);
    return { ok: false, problems, eventId };
  }
}

function eventIdOf(event: unknown): string | undefined {
  const named = tryParse(z.pick(Envelope, { id: true }), event);
  return named.ok ? named.value.id : undefined;
}

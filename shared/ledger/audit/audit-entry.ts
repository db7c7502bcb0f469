import { hashBytes } from '#shared/models/bytes.ts';
import { type Entry, openingKey, paymentKey } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import { type Payment, readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import { type Breach, type BreachKind, toAuditedLine } from './breach.ts';

/**
 * What is wrong with an entry by itself: its key names another cause than its facts do, or it is not what the
 * raw event that it keeps says. An entry never changes, so that this is true whenever it was read.
 */
export function auditEntry(entry: Entry): readonly Breach[] {
  const breach = (kind: BreachKind, message: string): Breach => ({
    kind,
    obligationId: entry.obligationId,
    message,
    currency: entry.currency,
    entries: [toAuditedLine(entry)],
  });
  const key = expectedKey(entry);
  const breaches =
    key === undefined || key === entry.key
      ? []
      : [breach('key_wrong', `its key is ${entry.key}, but what it tells is keyed ${key}`)];
  const { event } = entry;
  if (!event) {
    return entry.type === 'payment'
      ? [...breaches, breach('event_missing', 'the raw event that caused it is gone')]
      : breaches;
  }
  const hash = hashBytes(event.raw);
  if (hash !== event.hash) {
    const message = `its raw event was changed: it hashes to ${hash}, kept was ${event.hash}`;
    breaches.push(breach('event_altered', message));
  }
  if (entry.type !== 'payment') return breaches;
  const told = readMomentEvent(event.raw);
  if (told.kind !== 'payment') {
    return [
      ...breaches,
      breach('event_contradicts', `its raw event is no payment but ${told.kind}`),
    ];
  }
  const differences = contradictions(entry, event, told.payment);
  if (differences.length === 0) return breaches;
  const message = `its raw event tells otherwise: ${differences.join(', ')}`;
  const amounts = { found: entry.amount, expected: -told.payment.amount };
  return [
    ...breaches,
    {
      ...breach('event_contradicts', message),
      ...(amounts.found !== amounts.expected && { amounts }),
    },
  ];
}

export function auditHeldEvent({ hash, raw, obligationId, eventId }: HeldEvent): readonly Breach[] {
  const now = hashBytes(raw);
  if (now === hash) return [];
  const message = `the raw event ${eventId ?? 'without id'}, held as ${hash}, was changed: it hashes to ${now}`;
  return [{ kind: 'event_altered', obligationId, message, entries: [] }];
}

/** Undefined where the facts do not tell the key: the cause is gone, or is none of Moment's. */
function expectedKey({ type, obligationId, paymentId, event }: Entry): string | undefined {
  if (type === 'opening') return openingKey(obligationId);
  const eventId = paymentId ?? event?.id;
  if (type !== 'payment' || eventId === undefined) return undefined;
  return paymentKey({ paymentId, eventId, obligationId });
}

function contradictions(
  entry: Entry,
  event: NonNullable<Entry['event']>,
  payment: Payment,
): readonly string[] {
  const facts: readonly (readonly [string, unknown, unknown])[] = [
    ['amount', entry.amount, -payment.amount],
    ['currency', entry.currency, payment.currency],
    ['obligation', entry.obligationId, payment.obligationId],
    ['payment', entry.paymentId, payment.paymentId],
    ['event', event.id, payment.eventId],
    ['event type', event.type, payment.eventType],
    ['data.id', event.dataId, payment.dataId],
    // An event without a time was given that of its signature, which the raw event does not hold.
    ['time', entry.effectiveAt, payment.effectiveAt ?? entry.effectiveAt],
  ];
  return facts
    .filter(([, entered, told]) => entered !== told)
    .map(([name, entered, told]) => `${name} ${told ?? 'none'}, entered ${entered ?? 'none'}`);
}

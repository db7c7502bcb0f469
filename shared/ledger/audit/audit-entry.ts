import { hashBytes } from '#shared/models/bytes.ts';
import type { EventCause } from '#shared/models/cause.ts';
import type { ChainedEntry } from '#shared/models/chain.ts';
import { adjustmentKey, openingKey, paymentKey } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { OtherTelling } from '#shared/models/telling.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import type { ToldPayment } from '#shared/moment/wire/told-event.ts';
import { auditEvidence, type SignatureCheck } from './audit-evidence.ts';
import { type Breach, type BreachKind, toAuditedLine } from './breach.ts';

/** Facts as they are entered, beside those that the raw event tells. */
type Facts = readonly (readonly [name: string, entered: unknown, told: unknown])[];
type Compared = { readonly differences: readonly string[]; readonly toldAmount: number };

/**
 * What is wrong with an entry by itself: its key or its cause is none that its type can have, or it is not what
 * the raw event that it keeps says. An entry never changes, so that this is true whenever it was read.
 */
export function auditEntry(entry: ChainedEntry, isSigned?: SignatureCheck): readonly Breach[] {
  const { cause } = entry;
  const unsigned =
    cause?.kind === 'event' ? auditEvidence(cause.raw, cause.evidence, isSigned) : [];
  return [
    ...auditKey(entry),
    ...auditCause(entry),
    ...unsigned.map((message) => breach(entry, 'signature_wrong', message)),
  ];
}

function auditKey(entry: ChainedEntry): readonly Breach[] {
  const key = expectedKey(entry);
  if (key === entry.key) return [];
  const told = key === undefined ? 'no payment' : `keyed ${key}`;
  return [breach(entry, 'key_wrong', `its key is ${entry.key}, but what it tells is ${told}`)];
}

function auditCause(entry: ChainedEntry): readonly Breach[] {
  const { cause, type } = entry;
  const isCausedByCommand = type === 'opening';
  if (!cause) {
    const what = isCausedByCommand ? 'what caused it' : 'the raw event that caused it';
    return [breach(entry, 'event_missing', `${what} is gone`)];
  }
  const wrong =
    (cause.kind === 'command') === isCausedByCommand
      ? []
      : [
          breach(
            entry,
            'cause_wrong',
            `its cause is ${withArticle(cause.kind)}, and it is ${type}`,
          ),
        ];
  return cause.kind === 'event' ? [...wrong, ...auditEvent(entry, cause)] : wrong;
}

function auditEvent(entry: ChainedEntry, cause: EventCause): readonly Breach[] {
  const altered = alteration(cause).map((message) => breach(entry, 'event_altered', message));
  const compared = compare(cause, (payment) => [
    ['currency', entry.currency, payment.currency],
    ['obligation', entry.obligationId, payment.obligationId],
    ['payment', entry.paymentId, payment.paymentId],
    ...causeFacts(cause, payment),
    ...timeFacts(entry, payment.effectiveAt),
  ]);
  if (typeof compared === 'string') {
    return [...altered, breach(entry, 'event_contradicts', compared)];
  }
  const found = entry.type === 'adjustment' ? entry.applied : entry.amount;
  const expected = -compared.toldAmount;
  const amountDiffers = found !== expected;
  const differences = [
    ...(amountDiffers ? [`amount ${expected}, entered ${found}`] : []),
    ...compared.differences,
  ];
  if (differences.length === 0) return altered;
  const message = `its raw event tells otherwise: ${differences.join(', ')}`;
  const amounts = amountDiffers && found !== undefined ? { amounts: { found, expected } } : {};
  return [...altered, { ...breach(entry, 'event_contradicts', message), ...amounts }];
}

export function auditHeldEvent(event: HeldEvent, isSigned?: SignatureCheck): readonly Breach[] {
  const { hash, raw, obligationId, eventId } = event;
  const now = hashBytes(raw);
  const what = `the raw event ${eventId ?? 'without id'}, held as ${hash}`;
  const altered = now === hash ? [] : [`${what}, was changed: it hashes to ${now}`];
  const unsigned = auditEvidence(raw, event, isSigned);
  const beside = { obligationId, entries: [] };
  return [
    ...altered.map((message) => ({ kind: 'event_altered' as const, ...beside, message })),
    ...unsigned.map((message) => ({
      kind: 'signature_wrong' as const,
      ...beside,
      message: `${what}: ${message}`,
    })),
  ];
}

/** The other telling of a payment: what its raw event says. */
export function auditTelling(telling: OtherTelling, isSigned?: SignatureCheck): readonly Breach[] {
  const { obligationId, paymentId, amount, cause } = telling;
  const compared = compare(cause, (payment) => [
    ['amount', amount, payment.amount],
    ['obligation', obligationId, payment.obligationId],
    ['payment', paymentId, payment.paymentId],
    ...causeFacts(cause, payment),
  ]);
  const wrong = [
    ...alteration(cause).map((message) => ['event_altered', message] as const),
    ...(typeof compared === 'string' ? [['event_contradicts', compared] as const] : []),
    ...(typeof compared !== 'string' && compared.differences.length > 0
      ? [['event_contradicts', compared.differences.join(', ')] as const]
      : []),
    ...auditEvidence(cause.raw, cause.evidence, isSigned).map(
      (message) => ['signature_wrong', message] as const,
    ),
  ];
  return wrong.map(([kind, message]) => ({
    kind,
    obligationId,
    message: `the other telling of ${paymentId}: ${message}`,
    entries: [],
  }));
}

/** Undefined where the facts do not tell the key. */
function expectedKey({ type, obligationId, paymentId }: ChainedEntry): string | undefined {
  if (type === 'opening') return openingKey(obligationId);
  if (paymentId === undefined) return undefined;
  const payment = { paymentId, obligationId };
  return type === 'payment' ? paymentKey(payment) : adjustmentKey(payment);
}

function alteration({ raw, hash }: EventCause): readonly string[] {
  const now = hashBytes(raw);
  return now === hash ? [] : [`its raw event was changed: it hashes to ${now}, kept was ${hash}`];
}

/** How it differs from what its raw event tells, or in words why that is no payment. */
function compare({ raw }: EventCause, facts: (payment: ToldPayment) => Facts): Compared | string {
  const told = readMomentEvent(raw);
  if (told.kind !== 'payment') return `its raw event is no payment but ${told.kind}`;
  const differences = facts(told.payment)
    .filter(([, entered, tells]) => entered !== tells)
    .map(([name, entered, tells]) => `${name} ${tells ?? 'none'}, entered ${entered ?? 'none'}`);
  return { differences, toldAmount: told.payment.amount };
}

function causeFacts({ id, type, dataId }: EventCause, payment: ToldPayment): Facts {
  return [
    ['event', id, payment.eventId],
    ['event type', type, payment.eventType],
    ['data.id', dataId, payment.dataId],
  ];
}

/** An event without a time was given that of its signature, and an adjustment that of its payment. */
function timeFacts(entry: ChainedEntry, told: string | undefined): Facts {
  if (told === undefined || entry.type === 'adjustment') return [];
  const { toldAt, effectiveAt, recordedAt } = entry;
  if (toldAt === undefined) return [['time', effectiveAt, told]];
  return [
    ['time', toldAt, told],
    // What was told as far ahead counts from when it was recorded.
    ['time that counts', effectiveAt, recordedAt],
  ];
}

function breach(entry: ChainedEntry, kind: BreachKind, message: string): Breach {
  const { obligationId, currency } = entry;
  return { kind, obligationId, message, currency, entries: [toAuditedLine(entry)] };
}

const withArticle = (kind: string) => (kind === 'event' ? 'an event' : `a ${kind}`);

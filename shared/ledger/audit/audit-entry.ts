import { hashBytes } from '#shared/models/bytes.ts';
import type { EventCause } from '#shared/models/cause.ts';
import type { ChainedEntry } from '#shared/models/chain.ts';
import {
  adjustmentKey,
  commandKey,
  isOfChange,
  openingKey,
  paymentKey,
} from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import { auditChange } from './audit-change.ts';
import { auditEvidence, type SignatureCheck } from './audit-evidence.ts';
import { auditGone } from './audit-redaction.ts';
import { type Breach, breachOf } from './breach.ts';
import { alteration, causeFacts, compare, type Facts } from './compare-raw.ts';

/**
 * What is wrong with an entry by itself: its key or its cause is none that its type can have, or it is not what
 * the raw event that it keeps says. An entry never changes, so that this is true whenever it was read.
 */
export function auditEntry(entry: ChainedEntry, isSigned?: SignatureCheck): readonly Breach[] {
  const { cause } = entry;
  const unsigned =
    cause?.kind === 'event' && cause.raw ? auditEvidence(cause.raw, cause.evidence, isSigned) : [];
  return [
    ...auditKey(entry),
    ...auditCause(entry),
    ...unsigned.map((message) => breachOf(entry, 'signature_wrong', message)),
  ];
}

function auditKey(entry: ChainedEntry): readonly Breach[] {
  const key = expectedKey(entry);
  if (key === entry.key) return [];
  const told = key === undefined ? 'no payment' : `keyed ${key}`;
  return [breachOf(entry, 'key_wrong', `its key is ${entry.key}, but what it tells is ${told}`)];
}

function auditCause(entry: ChainedEntry): readonly Breach[] {
  const { cause, type } = entry;
  const isCausedByCommand = type === 'opening' || isOfChange(entry);
  if (!cause) {
    const what = isCausedByCommand ? 'what caused it' : 'the raw event that caused it';
    return [breachOf(entry, 'event_missing', `${what} is gone`)];
  }
  const wrong =
    (cause.kind === 'command') === isCausedByCommand
      ? []
      : [
          breachOf(
            entry,
            'cause_wrong',
            `its cause is ${withArticle(cause.kind)}, and it is ${type}`,
          ),
        ];
  if (cause.kind === 'event') return [...wrong, ...auditEvent(entry, cause)];
  return isOfChange(entry) ? [...wrong, ...auditChange(entry, cause)] : wrong;
}

function auditEvent(entry: ChainedEntry, cause: EventCause): readonly Breach[] {
  const { raw, hash, redacted } = cause;
  if (!raw) {
    // What counts elsewhere than Moment told of it tells of another's person, too.
    const gone = countsElsewhere(cause)
      ? auditGone(redacted)
      : auditGone(redacted, entry.obligationId);
    return gone.map((message) => breachOf(entry, 'event_missing', message));
  }
  const altered = alteration(raw, hash).map((message) => breachOf(entry, 'event_altered', message));
  const compared = compare(raw, (payment) => [
    ['currency', entry.currency, payment.currency],
    ...(countsElsewhere(cause)
      ? []
      : [['obligation', entry.obligationId, payment.obligationId] as const]),
    ['payment', entry.paymentId, payment.paymentId ?? (cause.decided && payment.eventId)],
    ...decisionFacts(entry, cause),
    ...causeFacts(cause, payment),
    ...timeFacts(entry, payment.effectiveAt),
  ]);
  if (typeof compared === 'string') {
    return [...altered, breachOf(entry, 'event_contradicts', compared)];
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
  return [...altered, { ...breachOf(entry, 'event_contradicts', message), ...amounts }];
}

export function auditHeldEvent(event: HeldEvent, isSigned?: SignatureCheck): readonly Breach[] {
  const { hash, raw, obligationId, eventId } = event;
  if (!raw) return [];
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

/** Undefined where the facts do not tell the key. */
function expectedKey(entry: ChainedEntry): string | undefined {
  const { type, obligationId, paymentId, cause } = entry;
  if (type === 'opening') return openingKey(obligationId);
  if (isOfChange(entry)) {
    // Where its cause is gone or another, that is told.
    return cause?.kind === 'command' ? commandKey(cause.key, obligationId) : entry.key;
  }
  if (paymentId === undefined) return undefined;
  const payment = { paymentId, obligationId };
  return type === 'payment' ? paymentKey(payment) : adjustmentKey(payment);
}

/** That a person had it count on another obligation than Moment told of; a mark there says so too. */
function countsElsewhere({ decided }: EventCause): boolean {
  return decided?.action === 'apply_to';
}

/** Of a payment: what Moment applied of it there, where a person had it count. */
function decisionFacts({ type, amount, applied }: ChainedEntry, cause: EventCause): Facts {
  if (type !== 'payment') return [];
  const atMoment = countsElsewhere(cause) ? 0 : amount;
  return [['applied', applied, cause.decided && atMoment]];
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

const withArticle = (kind: string) => (kind === 'event' ? 'an event' : `a ${kind}`);

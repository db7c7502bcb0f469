import type { EventCause } from '#shared/models/cause.ts';
import { paymentKey } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { LedgerItem } from '#shared/models/ledger-item.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { RawEventKey } from '#shared/ports/people.ts';

/** A raw event that may tell of a person. */
export type PersonalEvent =
  | { readonly kind: 'whole'; readonly key: RawEventKey }
  /** It is needed to settle its payment, or a person is to read it. */
  | { readonly kind: 'waits'; readonly event: HeldEvent }
  | { readonly kind: 'gone' };

/**
 * What an item of the table keeps of what Moment told of an obligation: the event of an entry, the other telling of a
 * payment, or a held event that is about it or names it.
 */
export function personalEventOf(
  item: LedgerItem,
  obligation: Pick<Obligation, 'id' | 'externalReference'>,
): PersonalEvent | undefined {
  if (item.kind === 'held') return ofHeld(item, obligation);
  if (item.kind === 'telling') {
    const { telling } = item;
    if (telling.obligationId !== obligation.id) return undefined;
    return wholeOrGone(telling.cause.raw, { kind: 'telling', entryKey: paymentKey(telling) });
  }
  if (item.kind !== 'entry') return undefined;
  const { obligationId, cause, key } = item.entry;
  if (cause?.kind !== 'event') return undefined;
  const isOurs = obligationId === obligation.id || tellsOf(cause, obligation);
  if (!isOurs) return undefined;
  return wholeOrGone(cause.raw, { kind: 'entry', entryKey: key });
}

/** What a person had count on another obligation tells of this one still. */
function tellsOf(
  { raw, redacted, decided }: EventCause,
  obligation: Pick<Obligation, 'id' | 'externalReference'>,
): boolean {
  if (decided?.action !== 'apply_to') return false;
  return raw ? names(raw, obligation) : redacted?.of === obligation.id;
}

/** A Payment Request of the obligation's that says what it is for. */
export function isDescribed(
  item: LedgerItem,
  { id }: Pick<Obligation, 'id'>,
): item is LedgerItem & { readonly kind: 'request' } {
  if (item.kind !== 'request') return false;
  return item.request.obligationId === id && item.request.description !== undefined;
}

function ofHeld(
  { event, waits }: LedgerItem & { readonly kind: 'held' },
  obligation: Pick<Obligation, 'id' | 'externalReference'>,
): PersonalEvent | undefined {
  const { raw, redacted, obligationId, hash, eventId, paymentId } = event;
  const isOurs = raw ? names(raw, obligation) : redacted?.of === obligation.id;
  if (!isOurs && obligationId !== obligation.id) return undefined;
  if (raw && waits) return { kind: 'waits', event };
  return wholeOrGone(raw, { kind: 'held', held: { hash, eventId, paymentId } });
}

function wholeOrGone(raw: Uint8Array | undefined, key: RawEventKey): PersonalEvent {
  return raw ? { kind: 'whole', key } : { kind: 'gone' };
}

/** By Moment's id wherever it stands, or by the merchant's reference where it is told as one. */
function names(
  raw: Uint8Array,
  { id, externalReference }: Pick<Obligation, 'id' | 'externalReference'>,
): boolean {
  const text = Buffer.from(raw).toString('latin1');
  return (
    new RegExp(`(?<!\\w)${id}(?!\\w)`).test(text) ||
    new RegExp(`"external_reference"\\s*:\\s*"${externalReference}"`).test(text)
  );
}

import type { EventCause } from '#shared/models/cause.ts';
import { readUtf8 } from '#shared/models/utf8.ts';
import type { Item } from './keys.ts';

/** Text where the bytes are UTF-8, so that a person can read the item; the bytes come back the same. */
export function toRaw(bytes: Uint8Array): string | Uint8Array {
  return readUtf8(bytes) ?? bytes;
}

export function fromRaw(raw: unknown): Uint8Array | undefined {
  if (raw instanceof Uint8Array) return raw;
  return typeof raw === 'string' ? Buffer.from(raw) : undefined;
}

/** `eventId` is the key of the index `event`, which answers what became of a message. */
export function toEventAttributes({ id, type, dataId, raw, hash, evidence }: EventCause): Item {
  return { eventId: id, eventType: type, dataId, hash, raw: toRaw(raw), ...evidence };
}

/** What the attributes of an event make; not checked yet. */
export function fromEventAttributes({
  eventId,
  eventType,
  dataId,
  hash,
  raw,
  ...item
}: Item): Item {
  return {
    kind: 'event',
    id: eventId,
    type: eventType,
    dataId,
    hash,
    raw: fromRaw(raw),
    evidence: item,
  };
}

import type { EventCause } from '#shared/models/cause.ts';
import type { Decided } from '#shared/models/resolution.ts';
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
export function toEventAttributes(cause: EventCause): Item {
  const { id, type, dataId, raw, redacted, hash, evidence, decided } = cause;
  const told = { eventId: id, eventType: type, dataId, hash };
  return {
    ...told,
    raw: raw && toRaw(raw),
    redacted,
    ...evidence,
    ...(decided && toDecidedAttributes(decided)),
  };
}

/** Under the names that a command's have, since a statement shows both. */
function toDecidedAttributes({ action, ...said }: Decided): Item {
  return { decided: action, ...said };
}

/** What the attributes of an event make; not checked yet. */
export function fromEventAttributes({
  eventId,
  eventType,
  dataId,
  hash,
  raw,
  redacted,
  decided,
  ...item
}: Item): Item {
  const { actor, reason, note } = item;
  return {
    kind: 'event',
    id: eventId,
    type: eventType,
    dataId,
    hash,
    raw: fromRaw(raw),
    redacted,
    evidence: item,
    ...(decided !== undefined && { decided: { action: decided, actor, reason, note } }),
  };
}

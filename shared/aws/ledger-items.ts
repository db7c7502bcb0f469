import { readUtf8 } from '#shared/models/bytes.ts';
import { Entry, StatementLine } from '#shared/models/entry.ts';
import { HeldEvent } from '#shared/models/held-event.ts';
import { Intent } from '#shared/models/intent.ts';
import { Obligation } from '#shared/models/obligation.ts';
import { parse } from '#shared/models/parsing.ts';

/** An item of the table; the key attribute is `pk` (design of the table: ARCHITECTURE.md). */
export type Item = Record<string, unknown>;

export const INDEX = { statement: 'statement', event: 'event', attention: 'attention' } as const;
/** Values of the attribute `attention`, the partitions of its index. */
export const ATTENTION = {
  unmatched: 'unmatched',
  quarantined: 'quarantined',
  intent: 'intent',
} as const;

export const referencePk = (externalReference: string) => `REF#${externalReference}`;
export const heldPk = (hash: string) => `EVENT#${hash}`;
export const intentPk = (key: string) => `INTENT#${key}`;

export function toObligationItem({ id, ...obligation }: Obligation): Item {
  return { pk: id, ...obligation };
}

export function fromObligationItem({ pk, ...item }: Item): Obligation {
  return parse(Obligation, { id: pk, ...item });
}

export function toEntryItem({ key, event, ...entry }: Entry): Item {
  if (!event) return { pk: key, ...entry };
  const { id: eventId, type: eventType, dataId, raw, hash } = event;
  return { pk: key, ...entry, eventId, eventType, dataId, hash, raw: toRaw(raw) };
}

export function fromEntryItem({ pk, eventId, eventType, dataId, hash, raw, ...item }: Item): Entry {
  const event =
    eventId === undefined
      ? undefined
      : { id: eventId, type: eventType, dataId, hash, raw: fromRaw(raw) };
  return parse(Entry, { key: pk, ...item, event });
}

/** A row of the index `statement`. */
export function fromStatementRow({ pk, ...row }: Item): StatementLine {
  return parse(StatementLine, { key: pk, ...row });
}

/**
 * An unmatched event waits in its obligation's partition of `statement`, below the entries: at minus the
 * time of its arrival. What needs attention is also in the index of that name.
 */
export function toHeldItem({ hash, raw, ...held }: HeldEvent): Item {
  const item: Item = { pk: heldPk(hash), ...held, raw: toRaw(raw) };
  if (held.state === 'ignored') return item;
  const needsAttention = {
    ...item,
    attention: ATTENTION[held.state],
    attentionSince: held.receivedAt,
  };
  return held.state === 'unmatched'
    ? { ...needsAttention, sequence: -Date.parse(held.receivedAt) }
    : needsAttention;
}

export function fromHeldItem({
  pk,
  raw,
  attention: _a,
  attentionSince: _s,
  sequence: _n,
  ...item
}: Item): HeldEvent {
  return parse(HeldEvent, {
    hash: String(pk).slice(heldPk('').length),
    raw: fromRaw(raw),
    ...item,
  });
}

/** Only an unfinished creation needs attention: nobody else would finish it. */
export function toIntentItem({ key, ...intent }: Intent): Item {
  const item: Item = { pk: intentPk(key), ...intent };
  if (intent.answer || intent.operation !== 'create_customer') return item;
  return { ...item, attention: ATTENTION.intent, attentionSince: intent.startedAt };
}

export function fromIntentItem({ pk, attention: _a, attentionSince: _s, ...item }: Item): Intent {
  return parse(Intent, { key: String(pk).slice(intentPk('').length), ...item });
}

/** Text where the bytes are UTF-8, so that a person can read the item; the bytes come back the same. */
function toRaw(bytes: Uint8Array): string | Uint8Array {
  return readUtf8(bytes) ?? bytes;
}

function fromRaw(raw: unknown): Uint8Array | undefined {
  if (raw instanceof Uint8Array) return raw;
  return typeof raw === 'string' ? Buffer.from(raw) : undefined;
}

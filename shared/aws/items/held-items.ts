import { HeldEvent, isResolved } from '#shared/models/held-event.ts';
import { parse } from '#shared/models/parsing.ts';
import { heldItemKey, type Item, SK } from './keys.ts';
import { fromRaw, toRaw } from './raw.ts';

/** Values of the attribute `attention`, the partitions of its index; `attentionAt` says when to look at an item. */
export const ATTENTION = {
  unmatched: 'unmatched',
  quarantined: 'quarantined',
  stale: 'stale',
  intent: 'intent',
  push: 'push',
  drift: 'drift',
} as const;

/**
 * An unmatched event waits in its obligation's partition of `statement`, below the entries: at minus the
 * time of its arrival. What needs attention is also in the index of that name.
 */
export function toHeldItem({ raw, ...held }: HeldEvent): Item {
  const item: Item = { ...heldItemKey(held), ...held, raw: raw && toRaw(raw) };
  if (held.state === 'ignored' || isResolved(held)) return item;
  const needsAttention = {
    ...item,
    attention: ATTENTION[held.state],
    attentionAt: held.receivedAt,
  };
  return held.state === 'unmatched'
    ? { ...needsAttention, sequence: -Date.parse(held.receivedAt) }
    : needsAttention;
}

export function fromHeldItem({ raw, ...item }: Item): HeldEvent {
  return parse(HeldEvent, {
    ...item,
    hash: String(item['sk']).slice(SK.held.length),
    raw: fromRaw(raw),
  });
}

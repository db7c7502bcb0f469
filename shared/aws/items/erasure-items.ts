import { parse } from '#shared/models/parsing.ts';
import { Erasure } from '#shared/models/redaction.ts';
import { erasureKey, type Item, itemKeyOf, SK } from './keys.ts';

export function toErasureItem({ obligationId, at, actor, reason }: Erasure): Item {
  return { ...erasureKey({ of: obligationId, at }), actor, reason };
}

export function fromErasureItem(item: Item): Erasure {
  const { pk, sk } = itemKeyOf(item);
  return parse(Erasure, { ...item, obligationId: pk, at: sk.slice(SK.erased.length) });
}

import { Doubt } from '#shared/models/doubt.ts';
import { parse } from '#shared/models/parsing.ts';
import { type Item, itemKeyOf } from './keys.ts';

/** Value of the attribute `type`, where an entry has its own. */
export const DOUBT = 'doubt';

/** It stands at the key of the payment's entry, so that whoever looks for one meets the other. */
export function isDoubtItem({ type }: Item): boolean {
  return type === DOUBT;
}

export function fromDoubtItem(item: Item): Doubt {
  const { pk: paymentId, sk: obligationId } = itemKeyOf(item);
  return parse(Doubt, { ...item, paymentId, obligationId });
}

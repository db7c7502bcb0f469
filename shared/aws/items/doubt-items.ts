import { Doubt, type SettledElsewhere } from '#shared/models/doubt.ts';
import { type PaymentOnObligation, paymentKey } from '#shared/models/entry.ts';
import { parse } from '#shared/models/parsing.ts';
import { entryItemKey, type Item, itemKeyOf } from './keys.ts';

/** Value of the attribute `type`, where an entry has its own. */
export const DOUBT = 'doubt';
/** The same of one that a person ended: of another type, so that no entry takes its place, in an earlier version neither. */
const SETTLED = 'settled';

/** It stands at the key of the payment's entry, so that whoever looks for one meets the other. */
export function isDoubtItem({ type }: Item): boolean {
  return type === DOUBT || type === SETTLED;
}

export function toSettledItem(payment: PaymentOnObligation, settled: SettledElsewhere): Item {
  return { ...entryItemKey(paymentKey(payment)), type: SETTLED, settled };
}

export function fromDoubtItem(item: Item): Doubt {
  const { pk: paymentId, sk: obligationId } = itemKeyOf(item);
  return parse(Doubt, { ...item, paymentId, obligationId });
}

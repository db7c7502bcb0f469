import { LoweringSeen } from '#shared/models/at-moment.ts';
import { parse } from '#shared/models/parsing.ts';
import { type Item, type ItemKey, SK } from './keys.ts';

export const LOWERING_KEY: ItemKey = { pk: 'SETTING#moment-lowers', sk: SK.head };

/** Where it was seen is not named as an entry names it, or this would be a row of that obligation's statement. */
export function toLoweringItem({ obligationId, sequence, ...seen }: LoweringSeen): Item {
  return { ...LOWERING_KEY, ...seen, seenOn: obligationId, seenAs: sequence };
}

export function fromLoweringItem({ seenOn, seenAs, lowers, at }: Item): LoweringSeen {
  return parse(LoweringSeen, { obligationId: seenOn, sequence: seenAs, lowers, at });
}

import type { Obligation } from '#shared/models/obligation.ts';
import type { AtMomentResponse } from './response-schemas.ts';

/** What Moment was last told of an obligation, or seen to have, and whether it has to be told anew. */
export function viewAtMoment({
  atMoment,
  untold,
}: Pick<Obligation, 'atMoment' | 'untold'>): AtMomentResponse | undefined {
  if (!atMoment) return undefined;
  const { balance, sequence, at } = atMoment;
  return { balance, sequence, at, untold_since: untold?.since, drift: untold?.drift };
}

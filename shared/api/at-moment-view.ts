import type { Obligation } from '#shared/models/obligation.ts';
import type { AtMomentResponse } from './response-schemas.ts';

/** What Moment was last told of an obligation, or seen to have, and whether it has to be told anew. */
export function viewAtMoment({
  atMoment,
  untold,
}: Pick<Obligation, 'atMoment' | 'untold'>): AtMomentResponse | undefined {
  if (!atMoment && !untold) return undefined;
  return {
    balance: atMoment?.balance,
    sequence: atMoment?.sequence,
    at: atMoment?.at,
    untold_since: untold?.since,
    drift: untold?.drift,
  };
}

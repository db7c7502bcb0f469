import type { Obligation } from '#shared/models/obligation.ts';
import type { AtMomentResponse } from './response-schemas.ts';

/** What Moment was last told of an obligation, or seen to have. */
export function viewAtMoment({
  atMoment,
}: Pick<Obligation, 'atMoment'>): AtMomentResponse | undefined {
  return atMoment && { balance: atMoment.balance, sequence: atMoment.sequence, at: atMoment.at };
}

import { ServiceError } from '#shared/errors.ts';
import type { MomentAnswer } from '#shared/ports/moment.ts';

/** Moment's refusal in our words, with theirs beside it. */
export function momentRefused(
  refusal: Extract<MomentAnswer<unknown>, { kind: 'refused' }>,
): ServiceError {
  const { status, title, detail } = refusal;
  return new ServiceError('moment.refused', detail ?? title, {
    members: { moment: { status, title, detail } },
  });
}

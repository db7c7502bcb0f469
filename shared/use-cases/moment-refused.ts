import { ServiceError } from '#shared/errors.ts';
import type { MomentRefusal } from '#shared/ports/moment.ts';

/** Moment's refusal in our words, with theirs beside it. */
export function momentRefused({ told }: MomentRefusal): ServiceError {
  return new ServiceError('moment.refused', told.detail ?? told.title, {
    members: { moment: told },
  });
}

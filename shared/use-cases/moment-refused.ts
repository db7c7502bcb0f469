import { ServiceError } from '#shared/errors.ts';
import type { MomentRefusal } from '#shared/ports/moment.ts';

/** Moment's refusal in its own words, which are for the caller alone: they may quote an e-mail that it did not like. */
export function momentRefused({ told }: MomentRefusal): ServiceError {
  return new ServiceError('moment.refused', `Moment answered ${told.status}`, {
    members: { moment: told },
    detail: told.detail ?? told.title,
  });
}

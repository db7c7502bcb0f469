import * as z from 'zod/mini';
import { isValid } from '#shared/models/parsing.ts';
import { beginningOf, DayOrTime, ZoneName } from '#shared/models/zone.ts';

/** What every query of a period has. Half-open: `to` is not in it any more. */
export const PeriodMembers = {
  from: z.optional(DayOrTime),
  to: z.optional(DayOrTime),
  zone: z.optional(ZoneName),
};

type PeriodAsked = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly zone?: string | undefined;
};

/** ISO 8601 in UTC. */
export type Period = {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly zone: string;
};

/** @param stageZone where the query names none */
export function toPeriod(asked: PeriodAsked, stageZone: string): Period {
  const { from, to, zone = stageZone } = asked;
  return {
    from: from === undefined ? undefined : beginningOf(from, zone),
    to: to === undefined ? undefined : beginningOf(to, zone),
    zone,
  };
}

const Asked = z.object(PeriodMembers);

/** For the `check` of a query that has {@link PeriodMembers}. */
export function fromBeforeTo(stageZone: string) {
  return z.refine<PeriodAsked>(
    (asked) => {
      const { from, to } = toPeriod(asked, stageZone);
      return from === undefined || to === undefined || from <= to;
    },
    {
      path: ['to'],
      message: 'must not be before from',
      // Say so even if other members are wrong: the caller gets all problems at once.
      when: ({ value }) => isValid(Asked, value),
    },
  );
}

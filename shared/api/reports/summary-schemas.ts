import * as z from 'zod/mini';
import { CsvMembers } from '#shared/api/csv/csv-response.ts';
import { PeriodMembers, toPeriod } from '#shared/api/read-period.ts';
import { isValid } from '#shared/models/parsing.ts';
import { WAITING_KINDS } from '#shared/models/summary.ts';
import { Day, dayOf, daysBetween, startOfDay } from '#shared/models/zone.ts';

/** `GET /summary` */
export const SummaryQuery = z.strictObject({ ...PeriodMembers, ...CsvMembers });
export type SummaryQuery = z.infer<typeof SummaryQuery>;

export const SUMMARY_DAYS_MAX = 366;
/** In a zone whose days are not written down: all entries of the period are read. */
export const SUMMARY_DAYS_MAX_ELSEWHERE = 31;

/** From the beginning of the day in which it ends, and up to now, unless it is told. ISO 8601 in UTC. @param now epoch milliseconds */
export function summaryPeriod(query: SummaryQuery, stageZone: string, now: number) {
  const { from: asked, to: end, zone } = toPeriod(query, stageZone);
  const today = new Date(now).toISOString();
  const to = end ?? (asked !== undefined && asked > today ? asked : today);
  const newest = new Date(Date.parse(to) - 1).toISOString();
  return { from: asked ?? startOfDay(dayOf(newest, zone), zone), to, zone };
}

/** For the `check` of {@link SummaryQuery}. */
export function notTooLong(stageZone: string, now: number) {
  return z.refine<SummaryQuery>(
    (query) => {
      const { from, to, zone } = summaryPeriod(query, stageZone, now);
      const days = daysBetween(dayOf(from, zone), dayOf(to, zone));
      return days <= (zone === stageZone ? SUMMARY_DAYS_MAX : SUMMARY_DAYS_MAX_ELSEWHERE);
    },
    {
      path: ['to'],
      message: `must be at most ${SUMMARY_DAYS_MAX} days after from, and ${SUMMARY_DAYS_MAX_ELSEWHERE} in another zone than ${stageZone}`,
      when: ({ value }) => isValid(SummaryQuery, value),
    },
  );
}

export const Moved = z.strictObject({
  count: z.int(),
  /** Signed as it moved balances: what was paid is negative. Left out where it is no exact number. */
  amount: z.optional(z.int()),
});

/** What was recorded on a day, in one currency. */
export const SummaryRow = z.strictObject({
  day: Day,
  currency: z.string(),
  opening: z.optional(Moved),
  payment: z.optional(Moved),
  charge: z.optional(Moved),
  adjustment: z.optional(Moved),
  reversal: z.optional(Moved),
  refund: z.optional(Moved),
});

/** Events that wait now, of one kind and in one currency. */
export const WaitingRow = z.strictObject({
  /** Left out where none was told. */
  currency: z.optional(z.string()),
  kind: z.enum(WAITING_KINDS),
  count: z.int(),
  /** As told: what was paid is positive. Left out without a currency, and where it is no exact number. */
  amount: z.optional(z.int()),
  oldest: z.iso.datetime(),
});

export const SummaryResponse = z.strictObject({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  zone: z.string(),
  data: z.array(SummaryRow),
  waiting: z.array(WaitingRow),
});
export type SummaryResponse = z.infer<typeof SummaryResponse>;

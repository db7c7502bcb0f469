import * as z from 'zod/mini';
import { CsvMembers } from '#shared/api/csv/csv-response.ts';
import { ObligationKind } from '#shared/models/obligation-id.ts';
import { isValid } from '#shared/models/parsing.ts';
import { Day, dayOf, ZoneName } from '#shared/models/zone.ts';

/** The query of `GET /{kind}/{id}/ageing`. */
export const AgeingQuery = z.strictObject({
  as_of: z.optional(Day),
  zone: z.optional(ZoneName),
  ...CsvMembers,
});

export const ROWS_MAX = 5_000;
const LIMIT_WANTED = `must be a whole number from 1 to ${ROWS_MAX}`;
/** Where none is asked for. */
export const AGEING_ROWS_DEFAULT = { json: 100, csv: ROWS_MAX } as const;

export const AgeingLimit = z.pipe(
  z.string().check(z.regex(/^([1-9]\d{0,2}|[1-4]\d{3}|5000)$/, LIMIT_WANTED)),
  z.transform(Number),
);

/** The query of `GET /ageing`. */
export const AgeingPageQuery = z.strictObject({
  ...AgeingQuery.shape,
  limit: z.optional(AgeingLimit),
  cursor: z.optional(z.string()),
});

type DayAsked = { readonly as_of?: string | undefined; readonly zone?: string | undefined };
const Asked = z.object({ as_of: z.optional(Day), zone: z.optional(ZoneName) });

/**
 * For the `check` of a query that has `as_of`: the books of a day that has not begun say nothing.
 *
 * @param stageZone where the query names none
 * @param now epoch milliseconds
 */
export function notAhead(stageZone: string, now: number) {
  const isBegun = ({ as_of, zone = stageZone }: DayAsked) =>
    as_of === undefined || as_of <= todayIn(zone, now);
  return z.refine<DayAsked>(isBegun, {
    path: ['as_of'],
    message: 'must not be after today in the zone',
    // Say so even if other members are wrong: the caller gets all problems at once.
    when: ({ value }) => isValid(Asked, value),
  });
}

/** For the `check` of a query: what was written down is of the days of one zone. */
export function inZoneOf(stageZone: string) {
  return z.refine<DayAsked>(({ zone = stageZone }) => zone === stageZone, {
    path: ['zone'],
    message: `must be ${stageZone}, in whose days this is written down; of one obligation GET /{kind}/{id}/ageing takes any`,
    when: ({ value }) => isValid(Asked, value),
  });
}

export function todayIn(zone: string, now: number): string {
  return dayOf(new Date(now).toISOString(), zone);
}

const BUCKET_MEMBERS = {
  /** Not overdue, and credits. */
  current: z.int(),
  '1-30': z.int(),
  '31-60': z.int(),
  '61-90': z.int(),
  over_90: z.int(),
  /** All of these together: the balance. */
  total: z.int(),
};

/** What is owed in one currency, by age in days. */
export const AgeingRow = z.strictObject({ currency: z.string(), ...BUCKET_MEMBERS });
export type AgeingRow = z.infer<typeof AgeingRow>;

export const AgedObligationResponse = z.strictObject({
  id: z.string(),
  kind: ObligationKind,
  external_reference: z.string(),
  customer_id: z.optional(z.string()),
  /** Of the newest entry that is in it. */
  sequence: z.int(),
  currency: z.string(),
  ...BUCKET_MEMBERS,
});
export type AgedObligationResponse = z.infer<typeof AgedObligationResponse>;

/** `GET /{kind}/{id}/ageing` */
export const AgeingResponse = z.strictObject({
  as_of: Day,
  zone: z.string(),
  data: z.array(AgeingRow),
  /** Those whose balance is not zero. */
  obligations: z.array(AgedObligationResponse),
});
export type AgeingResponse = z.infer<typeof AgeingResponse>;

/** `GET /ageing` */
export const AgeingPageResponse = z.strictObject({
  as_of: Day,
  zone: z.string(),
  /** When the snapshot was finished. */
  taken_at: z.iso.datetime(),
  /** Of all obligations, on each page. */
  data: z.array(AgeingRow),
  /** Of this page. */
  obligations: z.array(AgedObligationResponse),
  next_cursor: z.nullable(z.string()),
});
export type AgeingPageResponse = z.infer<typeof AgeingPageResponse>;

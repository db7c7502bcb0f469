import * as z from 'zod/mini';
import { DayOrTime, ZoneName } from '#shared/models/zone.ts';
import { CsvMembers } from './csv/csv-response.ts';
import { fromBeforeTo, PeriodMembers } from './read-period.ts';
import { EntryResponse } from './response-schemas.ts';

export const LINES_MAX = 10_000;
const LIMIT_WANTED = `must be a whole number from 1 to ${LINES_MAX}`;

export const StatementLimit = z.pipe(
  z.string().check(z.regex(/^([1-9]\d{0,3}|10000)$/, LIMIT_WANTED)),
  z.transform(Number),
);

/** `GET /{kind}/{id}/statement` */
export function statementQuery(stageZone: string) {
  return z
    .strictObject({
      ...PeriodMembers,
      by: z._default(
        z.enum(['recorded', 'effective'], { error: 'must be recorded or effective' }),
        'recorded',
      ),
      limit: z.optional(StatementLimit),
      cursor: z.optional(z.string()),
      ...CsvMembers,
    })
    .check(fromBeforeTo(stageZone));
}

/** Lines of a page where none are asked for; as many at most as {@link ANSWER_BYTES_MAX} has room for. */
export const LINES_DEFAULT = { json: 100, csv: LINES_MAX } as const;
/** A function's answer has 6 MB at most (AWS Lambda quotas), of which this leaves room for all that is beside the lines. */
export const ANSWER_BYTES_MAX = 5_000_000;

/** `GET /{kind}/{id}/balance` */
export const BalanceQuery = z.strictObject({
  as_of: z.optional(DayOrTime),
  known_at: z.optional(DayOrTime),
  zone: z.optional(ZoneName),
});

const amount = z.optional(z.int());
/** By type of entry, signed; of those that occur. */
export const TotalsResponse = z.strictObject({
  opening: amount,
  payment: amount,
  adjustment: amount,
  charge: amount,
  reversal: amount,
  refund: amount,
});

/** `GET /{kind}/{id}/statement` */
export const StatementResponse = z.strictObject({
  /** The same of all its pages. */
  id: z.string(),
  obligation: z.string(),
  currency: z.string(),
  /** Left out: from the beginning. */
  from: z.optional(z.iso.datetime()),
  to: z.iso.datetime(),
  zone: z.string(),
  by: z.enum(['recorded', 'effective']),
  /** Whether nothing can come to it any more. */
  final: z.boolean(),
  /** Of the whole period. */
  opening_balance: z.int(),
  closing_balance: z.int(),
  /** From the first entry of the period to the last of this page. */
  totals: TotalsResponse,
  page: z.strictObject({
    opening_balance: z.int(),
    closing_balance: z.int(),
    totals: TotalsResponse,
  }),
  data: z.array(EntryResponse),
  next_cursor: z.nullable(z.string()),
});
export type StatementResponse = z.infer<typeof StatementResponse>;

/** `GET /{kind}/{id}/balance` */
export const BalanceAsOfResponse = z.strictObject({
  id: z.string(),
  currency: z.string(),
  balance: z.int(),
  as_of: z.optional(z.iso.datetime()),
  known_at: z.optional(z.iso.datetime()),
  zone: z.string(),
  /** Of the newest entry that was known. */
  sequence: z.int(),
});
export type BalanceAsOfResponse = z.infer<typeof BalanceAsOfResponse>;

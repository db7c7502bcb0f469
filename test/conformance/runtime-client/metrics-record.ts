import { Unit } from 'aws-cdk-lib/aws-cloudwatch';
import * as z from 'zod';

const DAY_MS = 24 * 60 * 60 * 1000;
const PAST_MS_MAX = 14 * DAY_MS;
const FUTURE_MS_MAX = DAY_MS / 12;
const RECORD_BYTES_MAX = 1 << 20;
const VALUES_MAX = 100;

const name = z.string().min(1).max(255);
const Timestamp = z.int().refine((at) => {
  const age = Date.now() - at;
  return age <= PAST_MS_MAX && age >= -FUTURE_MS_MAX;
}, 'CloudWatch takes no metric that is 14 days old, or two hours ahead');

/** What this specification defines has no further members. */
const Metadata = z.strictObject({
  Timestamp,
  CloudWatchMetrics: z
    .array(
      z.strictObject({
        Namespace: name,
        Dimensions: z.array(z.array(name).max(30)).min(1),
        Metrics: z
          .array(
            z.strictObject({
              Name: name,
              Unit: z.enum(Unit).optional(),
              StorageResolution: z.literal([1, 60]).optional(),
            }),
          )
          .min(1)
          .max(100),
      }),
    )
    .min(1),
});

const DimensionTarget = z.string().trim().min(1).max(1024);
const MetricTarget = z.union([z.number(), z.array(z.number()).min(1).max(VALUES_MAX)]);

/**
 * Metrics in a log line, as CloudWatch takes them (Amazon CloudWatch User Guide, "Specification: Embedded metric
 * format"; the ranges are those of MetricDatum). Its JSON schema cannot say that each name has its value.
 */
export const MetricsRecord = z.looseObject({ _aws: Metadata }).superRefine((record, context) => {
  const check = (target: z.ZodType, member: string) => {
    const { error } = target.safeParse(record[member]);
    if (error) context.addIssue({ code: 'custom', path: [member], message: error.message });
  };
  for (const { Dimensions, Metrics } of record._aws.CloudWatchMetrics) {
    for (const member of Dimensions.flat()) check(DimensionTarget, member);
    for (const { Name } of Metrics) check(MetricTarget, Name);
  }
  if (Buffer.byteLength(JSON.stringify(record)) > RECORD_BYTES_MAX) {
    context.addIssue({ code: 'custom', message: 'A log event has at most 1 MB' });
  }
});

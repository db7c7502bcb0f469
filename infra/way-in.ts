import * as z from 'zod';

/** Where Moment delivers. */
export const WEBHOOK_PATH = '/webhooks/moment';

/** 16 bytes by chance; nobody finds that by asking. */
const SEGMENT_CHARACTERS_MIN = 22;
const SEGMENT_CHARACTERS_MAX = 64;
/** Fewer in so many is a pattern, such as aaaa or abcabc. */
const DIFFERENT_CHARACTERS_MIN = 12;
const MAKE_A_SEGMENT = `node -p "require('node:crypto').randomBytes(24).toString('base64url')"`;

const looksLikeChance = (segment: string) =>
  /^[\w-]+$/.test(segment) &&
  [/[a-z]/, /[A-Z]/, /\d/].every((characters) => characters.test(segment)) &&
  new Set(segment).size >= DIFFERENT_CHARACTERS_MIN;

const Segment = z
  .string()
  .refine(
    (segment) =>
      segment.length >= SEGMENT_CHARACTERS_MIN &&
      segment.length <= SEGMENT_CHARACTERS_MAX &&
      looksLikeChance(segment),
    `can be guessed, or is no part of a path: make one with\n    ${MAKE_A_SEGMENT}`,
  );

/** A path of the webhook that strangers do not know: who asks any other meets the API's 404, and no function runs. */
export const WebhookPath = z.strictObject({
  /** The newest first: its URL is the one to register. The other one goes once Moment has switched. */
  segments: z
    .array(Segment)
    .min(1)
    .max(2)
    .refine((segments) => new Set(segments).size === segments.length, 'has one of them twice'),
  /** Moment may have the URL without one registered: that is off only when somebody says so. */
  withoutSegment: z.enum(['on', 'off']).default('on'),
});

const EVERYBODY = /\/0$/;

/** CIDR blocks; deliveries from elsewhere are refused before anything else is looked at. */
export const WebhookSources = z
  .array(
    z
      .union([z.cidrv4(), z.cidrv6()], 'must be a CIDR block such as 192.0.2.0/24 or 192.0.2.7/32')
      .refine((block) => !EVERYBODY.test(block), 'lets everybody in: leave webhookSources out'),
  )
  .min(1)
  // They stand in one variable of the function; Lambda gives all of them 4 kB.
  .max(50);

/** Who calls the domain must have a certificate that this truststore knows: Moment, and the merchant's backend too. */
export const MutualTls = z.strictObject({
  truststoreUri: z
    .string()
    .regex(
      /^s3:\/\/[^/]+\/.+$/,
      'must be an object such as s3://moment-balances-truststore/ca.pem',
    ),
  /** Of the object: another one is another truststore, and a deployment that shows it. */
  truststoreVersion: z.string().min(1),
});

/** Both are taken from what the account and region may run at once, and are also the most that the function may. */
export const ReservedConcurrency = z.strictObject({
  webhook: z.int().min(1).optional(),
  reconcile: z.int().min(1).optional(),
});

/** The paths of the webhook, the one to register first. */
export function webhookPaths(webhookPath: z.infer<typeof WebhookPath> | undefined): string[] {
  if (!webhookPath) return [WEBHOOK_PATH];
  const paths = webhookPath.segments.map((segment) => `${WEBHOOK_PATH}/${segment}`);
  return webhookPath.withoutSegment === 'on' ? [...paths, WEBHOOK_PATH] : paths;
}

import * as z from 'zod';

/** Where Moment delivers. */
export const WEBHOOK_PATH = '/webhooks/moment';

/** 16 bytes by chance; nobody finds that by asking. */
const SEGMENT_CHARACTERS_MIN = 22;
const SEGMENT_CHARACTERS_MAX = 64;
/** Fewer in so many is a pattern, such as aaaa or abcabc. */
const DIFFERENT_CHARACTERS_MIN = 12;
/** By chance, two of three characters are of another kind than the one before; in words few are. */
const CHANGES_OF_KIND_MIN = 0.4;
const KINDS = [/[a-z]/, /[A-Z]/, /\d/];
/** With these people name such a path, and strangers look for it. */
const GUESSED_FIRST = /moment|webhook|balance|secret|test|prod|dev/i;
const MAKE_A_SEGMENT = `node -p "require('node:crypto').randomBytes(24).toString('base64url')"`;

const looksLikeChance = (segment: string) =>
  /^[\w-]+$/.test(segment) &&
  !GUESSED_FIRST.test(segment) &&
  KINDS.every((kind) => kind.test(segment)) &&
  new Set(segment).size >= DIFFERENT_CHARACTERS_MIN &&
  changesOfKind(segment) >= segment.length * CHANGES_OF_KIND_MIN;

function changesOfKind(segment: string): number {
  const kinds = [...segment].map((character) => KINDS.findIndex((kind) => kind.test(character)));
  return kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
}

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

/** Lambda quotas: what an account may run at once in a region, unless AWS has raised it. */
const CONCURRENCY_MAX = 1000;
const Concurrency = z
  .int()
  .min(1)
  .max(
    CONCURRENCY_MAX,
    `AWS gives an account ${CONCURRENCY_MAX} functions at once in a region: at most that`,
  );

/** Both are taken from what the account and region may run at once, and are also the most that the function may. */
export const ReservedConcurrency = z.strictObject({
  webhook: Concurrency.optional(),
  reconcile: Concurrency.optional(),
});

/** The paths of the webhook, the one to register first. */
export function webhookPaths(webhookPath: z.infer<typeof WebhookPath> | undefined): string[] {
  if (!webhookPath) return [WEBHOOK_PATH];
  const paths = webhookPath.segments.map((segment) => `${WEBHOOK_PATH}/${segment}`);
  return webhookPath.withoutSegment === 'on' ? [...paths, WEBHOOK_PATH] : paths;
}

import { SigningKeysEnv } from '#shared/lambda/env-parts.ts';
import { positiveInteger, url, type ValuesOf } from '#shared/models/variables.ts';

export const WebhookEnv = {
  QUEUE_URL: url,
  ...SigningKeysEnv,
  /** How far `webhook-timestamp` may be from now, either way. */
  TOLERANCE_SECONDS: positiveInteger,
};
export type WebhookEnv = ValuesOf<typeof WebhookEnv>;

import { SigningKeysEnv } from '#shared/lambda/env-parts.ts';
import { optionalText, positiveInteger, url, type ValuesOf } from '#shared/models/variables.ts';

export const WebhookEnv = {
  QUEUE_URL: url,
  ...SigningKeysEnv,
  /** How far `webhook-timestamp` may be from now, either way. */
  TOLERANCE_SECONDS: positiveInteger,
  /** CIDR blocks parted by commas: who may deliver. Everybody, where there are none. */
  WEBHOOK_SOURCES: optionalText,
};
export type WebhookEnv = ValuesOf<typeof WebhookEnv>;

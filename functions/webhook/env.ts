import { positiveInteger, text, url, type ValuesOf } from '#shared/models/variables.ts';

export const WebhookEnv = {
  QUEUE_URL: url,
  /** Name or ARN of the secret that holds the signing keys: `{"<key id>": "whsec_..."}`. */
  SIGNING_KEYS_SECRET: text,
  /** How far `webhook-timestamp` may be from now, either way. */
  TOLERANCE_SECONDS: positiveInteger,
};
export type WebhookEnv = ValuesOf<typeof WebhookEnv>;

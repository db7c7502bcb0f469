import * as z from 'zod/mini';

export const WebhookEnv = z.object({
  QUEUE_URL: z.url(),
  /** Name or ARN of the secret that holds the signing keys: `{"<key id>": "whsec_..."}`. */
  SIGNING_KEYS_SECRET: z.string().check(z.minLength(1)),
  /** How far `webhook-timestamp` may be from now, either way. */
  TOLERANCE_SECONDS: z.coerce.number().check(z.int(), z.positive()),
});
export type WebhookEnv = z.infer<typeof WebhookEnv>;

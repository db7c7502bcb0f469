import * as z from 'zod/mini';

/**
 * What shows that Moment signed a body: `signature` is the HMAC-SHA256 over `{webhookId}.{webhookTimestamp}.{body}`
 * with the key of that id. Whoever holds the key can check it at any time, and could have made it too.
 * Source: docs.momentco.io /api-reference/webhooks/verification.md
 */
export const Evidence = z.object({
  webhookId: z.string(),
  /** When it was signed: Unix seconds, by Moment's clock. */
  webhookTimestamp: z.int(),
  /** Our id of the signing key that matched. */
  keyId: z.string(),
  /** Version v1, base64, without its prefix. */
  signature: z.string(),
});
export type Evidence = z.infer<typeof Evidence>;

export function evidenceOf({ webhookId, webhookTimestamp, keyId, signature }: Evidence): Evidence {
  return { webhookId, webhookTimestamp, keyId, signature };
}

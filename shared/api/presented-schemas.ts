import * as z from 'zod/mini';
import { REQUEST_STATES } from '#shared/models/request-state.ts';

export const PresentedResponse = z.strictObject({
  id: z.string(),
  status: z.enum(REQUEST_STATES),
  amount: z.int(),
  currency: z.string(),
  created_at: z.nullable(z.string()),
  expires_at: z.nullable(z.string()),
  url: z.nullable(z.string()),
  description: z.optional(z.string()),
  /** Id of the entry of the payment that settled it. */
  settled_by: z.optional(z.string()),
});
export type PresentedResponse = z.infer<typeof PresentedResponse>;

/** `GET /{kind}/{id}/payment-requests` */
export const PresentedPageResponse = z.strictObject({
  data: z.array(PresentedResponse),
  next_cursor: z.nullable(z.string()),
});
export type PresentedPageResponse = z.infer<typeof PresentedPageResponse>;

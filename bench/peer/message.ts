import * as z from 'zod';

/** What the webhook puts on the queue. */
export const QueueMessage = z.object({
  webhookId: z.string(),
  webhookTimestamp: z.int(),
  body: z.string(),
});
export type QueueMessage = z.infer<typeof QueueMessage>;

/** The event that moves a balance; docs.momentco.io, obligation.amount_applied. */
export const AmountApplied = z.object({
  id: z.string().min(1),
  type: z.literal('obligation.amount_applied'),
  data: z.object({
    id: z.string().min(1),
    amount: z.int().positive(),
    currency: z.string().length(3),
    payment_id: z.string().optional(),
    customer_id: z.string().min(1),
    created_at: z.iso.datetime({ offset: true }).optional(),
  }),
});
export type AmountApplied = z.infer<typeof AmountApplied>;

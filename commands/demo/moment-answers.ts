import * as z from 'zod';

const MomentEvent = z.object({
  id: z.string(),
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type MomentEvent = z.infer<typeof MomentEvent>;

/** `POST /sandbox/payments` */
export const Payment = z.object({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  events: z.array(MomentEvent),
});
export type Payment = z.infer<typeof Payment>;

/** `GET /billing/{kind}/{id}` */
export const ObligationAtMoment = z.object({
  balance: z.int().nullish(),
  amount_remaining: z.int().nullish(),
  currency: z.string().nullish(),
  status: z.string().optional(),
});
export type ObligationAtMoment = z.infer<typeof ObligationAtMoment>;

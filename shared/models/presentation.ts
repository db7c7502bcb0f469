import * as z from 'zod/mini';
import { MinorUnits } from './money.ts';

/** docs.momentco.io /api-reference/collect/payment_request/create, as far as it is the merchant's to choose. */
export const Presentation = z.strictObject({
  /** Minor units; left out: the whole balance. */
  amount: z.optional(MinorUnits.check(z.positive('must be positive, such as 2000 for 20.00'))),
  description: z.optional(z.string().check(z.maxLength(500))),
  expires_at: z.optional(
    z.iso.datetime({
      offset: true,
      error: 'must be a date and time with its offset, such as 2026-12-31T23:59:59Z',
    }),
  ),
});
export type Presentation = z.infer<typeof Presentation>;

import * as z from 'zod';
import { AMOUNT_MAX, Amount, body, Currency, text } from './schemas.ts';

const TIMES_MAX = 100;
const Times = z.int().min(1).max(TIMES_MAX).default(1);

/** `POST /sandbox/payments`: exactly one of the four says what is paid. */
export const Pay = body({
  customer: z.string().optional(),
  account: text(/^bacc_[a-zA-Z0-9]+$/, 'must be the id of an account such as bacc_1').optional(),
  bill: text(/^bill_[a-zA-Z0-9]+$/, 'must be the id of a bill such as bill_1').optional(),
  payment_request: z.string().optional(),
  /** Minor units; a Payment Request is paid in full. */
  amount: Amount.max(AMOUNT_MAX).optional(),
  currency: Currency.optional(),
  /** How often the event is delivered, to see that it counts once. */
  times: Times,
})
  .refine(
    ({ customer, account, bill, payment_request }) =>
      [customer, account, bill, payment_request].filter(Boolean).length === 1,
    'needs exactly one of customer, account, bill and payment_request',
  )
  .refine(({ payment_request, amount }) => payment_request || amount !== undefined, {
    path: ['amount'],
    message: 'is required, in minor units such as 1500',
  })
  .refine(({ payment_request, amount }) => !payment_request || amount === undefined, {
    path: ['amount'],
    message: 'must be left out: a payment_request is paid in full',
  });
export type Pay = z.infer<typeof Pay>;

/** `POST /sandbox/events`: any event, signed as Moment would sign it. */
export const Deliver = body({
  event: z.unknown().refine((event) => event !== undefined, {
    error:
      'is required: {"event": {"id": "evt_1", "type": "obligation.amount_applied", "data": {}}}',
  }),
  times: Times,
});

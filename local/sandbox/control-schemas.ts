import * as z from 'zod';
import { AMOUNT_MAX, Amount, body, Currency } from './schemas.ts';

/** Whether both events of a Payment Request's payment name the same payment: `p_...` and `pay_...` are different. */
const IdsTold = z.enum(['same', 'different', 'missing']);
export type IdsTold = z.infer<typeof IdsTold>;

/** Whether an event has the most specific id alone, all that there are, or null for each of the others. */
const NamesTold = z.enum(['one', 'all', 'nulls']);
export type NamesTold = z.infer<typeof NamesTold>;

const TIMES_MAX = 100;
const Times = z.int().min(1).max(TIMES_MAX).default(1);

/** `POST /sandbox/payments`: exactly one of the four says what is paid. */
export const Pay = body({
  customer: z.string().optional(),
  account: z.string().optional(),
  bill: z.string().optional(),
  payment_request: z.string().optional(),
  /** Minor units; a Payment Request is paid in full. */
  amount: Amount.max(AMOUNT_MAX).optional(),
  currency: Currency.optional(),
  /** What reaches the obligation of it; all of it unless told. */
  applied_amount: Amount.max(AMOUNT_MAX).optional(),
  ids: IdsTold.optional(),
  names: NamesTold.optional(),
  /** How often the event is delivered, to see that it counts once; 0 tells of it in the reports alone. */
  times: z.int().min(0).max(TIMES_MAX).default(1),
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
  })
  .refine(({ payment_request, ids }) => payment_request || ids === undefined, {
    path: ['ids'],
    message: 'is for a payment_request, which is told of by two events',
  });
export type Pay = z.input<typeof Pay>;

/** `POST /sandbox/refunds`: of a payment, all that is left of it unless told. */
export const GiveBack = body({
  payment: z.string(),
  /** Minor units. */
  amount: Amount.max(AMOUNT_MAX).optional(),
});
export type GiveBack = z.infer<typeof GiveBack>;

/** `GET /sandbox/reconciliation-report`: of today unless told, in UTC. */
export const ReportAsked = body({
  day: z.iso.date('must be a day such as 2026-11-30').optional(),
});

/** `POST /sandbox/events`: any event, signed as Moment would sign it. */
export const Deliver = body({
  event: z.unknown().refine((event) => event !== undefined, {
    error:
      'is required: {"event": {"id": "evt_1", "type": "obligation.amount_applied", "data": {}}}',
  }),
  times: Times,
});

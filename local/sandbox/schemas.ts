import * as z from 'zod';
import { PAYMENT_RULES } from './assumptions.ts';
import { invalid } from './problem.ts';

const Reference = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[a-zA-Z0-9_-]+$/);
const Currency = z.string().regex(/^[A-Z]{3}$/);
const Amount = z.int().positive();
const Metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((metadata) => Object.keys(metadata).length <= 10, 'may have 10 keys at most');

const CustomerMembers = {
  name: z.string().max(255).optional(),
  email: z.email().max(255).optional(),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{1,14}$/)
    .optional(),
  currency: Currency.optional(),
  balance: z.int().optional(),
  metadata: Metadata.optional(),
};

/** docs.momentco.io /api-reference/billing/customers/create */
export const CreateCustomer = z
  .strictObject({
    external_reference: Reference.refine(
      (reference) => !reference.startsWith('bcus_'),
      'must not start with the reserved prefix bcus_',
    ),
    ...CustomerMembers,
  })
  .refine(({ balance, currency }) => balance === undefined || currency !== undefined, {
    path: ['currency'],
    message: 'is required with balance',
  });

/** docs.momentco.io /api-reference/billing/customers/update: what is sent replaces what is stored. */
export const UpdateCustomer = z.strictObject(CustomerMembers);

/** docs.momentco.io /api-reference/collect/payment_requests/create; push is beta and not played here. */
export const CreatePaymentRequest = z.strictObject({
  amount: Amount,
  currency: Currency,
  type: z.literal('link').default('link'),
  external_reference: z.string().max(255).optional(),
  description: z.string().max(500).optional(),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
  metadata: Metadata.optional(),
});

export const UpdatePaymentRequest = CreatePaymentRequest.pick({
  external_reference: true,
  description: true,
  expires_at: true,
  metadata: true,
});

const TIMES_MAX = 100;
const Times = z.int().min(1).max(TIMES_MAX).default(1);

/** `POST /sandbox/payments`: exactly one of the four says what is paid. */
export const Pay = z
  .strictObject({
    customer: z.string().optional(),
    account: z
      .string()
      .regex(/^bacc_[a-zA-Z0-9]+$/)
      .optional(),
    bill: z
      .string()
      .regex(/^bill_[a-zA-Z0-9]+$/)
      .optional(),
    payment_request: z.string().optional(),
    /** Minor units; a Payment Request is paid in full. */
    amount: Amount.max(PAYMENT_RULES.max_amount).optional(),
    currency: Currency.optional(),
    /** How often the event is delivered, to see that it counts once. */
    times: Times,
  })
  .refine(
    ({ customer, account, bill, payment_request }) =>
      [customer, account, bill, payment_request].filter(Boolean).length === 1,
    'needs exactly one of customer, account, bill and payment_request',
  )
  .refine(({ payment_request, amount }) => Boolean(payment_request) !== Boolean(amount), {
    path: ['amount'],
    message: 'is required, in minor units; but a payment_request is always paid in full',
  });
export type Pay = z.infer<typeof Pay>;

/** `POST /sandbox/events`: any event, signed as Moment would sign it. */
export const Deliver = z.strictObject({ event: z.unknown(), times: Times });

/** @throws Problem that names every wrong member */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  throw invalid(problems.join('; '));
}

import * as z from 'zod';
import { PAYMENT_RULES } from './assumptions.ts';
import { invalid } from './problem.ts';

/** A text of this form, with words for whoever sends another. */
const text = (form: RegExp, words: string) => z.string(words).max(255).regex(form, words);
const body = <T extends z.core.$ZodShape>(shape: T) =>
  z.strictObject(shape, { error: wordsForObject });

const Reference = text(/^[a-zA-Z0-9_-]+$/, 'must be of letters, digits, _ and -, such as UCR1042');
const Currency = text(/^[A-Z]{3}$/, 'must be three capitals such as ZAR');
const MINOR_UNITS = 'must be a whole number of minor units such as 1500';
const Amount = z.int(MINOR_UNITS).positive('must be more than 0');
const Metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((metadata) => Object.keys(metadata).length <= 10, 'may have 10 keys at most');

const CustomerMembers = {
  name: z.string().max(255).optional(),
  email: z.email().max(255).optional(),
  phone: text(/^\+[1-9]\d{1,14}$/, 'must be in E.164 form such as +27821234567').optional(),
  currency: Currency.optional(),
  balance: z.int(MINOR_UNITS).optional(),
  metadata: Metadata.optional(),
};

/** docs.momentco.io /api-reference/billing/customers/create */
export const CreateCustomer = body({
  external_reference: Reference.refine(
    (reference) => !reference.startsWith('bcus_'),
    'must not start with the reserved prefix bcus_',
  ),
  ...CustomerMembers,
}).refine(({ balance, currency }) => balance === undefined || currency !== undefined, {
  path: ['currency'],
  message: 'is required with balance',
});

/** docs.momentco.io /api-reference/billing/customers/update: what is sent replaces what is stored. */
export const UpdateCustomer = body(CustomerMembers);

/** docs.momentco.io /api-reference/collect/payment_requests/create; push is beta and not played here. */
export const CreatePaymentRequest = body({
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
export const Pay = body({
  customer: z.string().optional(),
  account: text(/^bacc_[a-zA-Z0-9]+$/, 'must be the id of an account such as bacc_1').optional(),
  bill: text(/^bill_[a-zA-Z0-9]+$/, 'must be the id of a bill such as bill_1').optional(),
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

/** @throws Problem that names every wrong member */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  throw invalid(problems.join('; '));
}

function wordsForObject({ code, keys = [] }: { code: string; keys?: string[] }): string {
  return code === 'unrecognized_keys'
    ? `${keys.join(', ')} is not known here`
    : 'the body must be a JSON object, sent with the header content-type: application/json';
}

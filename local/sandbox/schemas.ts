import * as z from 'zod';
import { invalid } from './problem.ts';

/** A text of this form, with words for whoever sends another. */
const text = (form: RegExp, words: string) => z.string(words).max(255).regex(form, words);
export const body = <T extends z.core.$ZodShape>(shape: T) =>
  z.strictObject(shape, { error: wordsForObject });

const Reference = text(/^[a-zA-Z0-9_-]+$/, 'must be of letters, digits, _ and -, such as UCR1042');
/** A reference that cannot be taken for one of Moment's own ids. */
export const referenceBeside = (prefix: string) =>
  Reference.refine(
    (reference) => !reference.startsWith(prefix),
    `must not start with the reserved prefix ${prefix}`,
  );
export const Currency = text(/^[A-Z]{3}$/, 'must be three capitals such as ZAR');
export const AMOUNT_MAX = 99_999_999;
const MINOR_UNITS = 'must be a whole number of minor units such as 1500';
export const Amount = z.int(MINOR_UNITS).positive('must be more than 0');
export const Metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((metadata) => Object.keys(metadata).length <= 10, 'may have 10 keys at most');

export const BalanceMembers = {
  name: z.string().max(255).optional(),
  currency: Currency.optional(),
  balance: z.int(MINOR_UNITS).optional(),
  metadata: Metadata.optional(),
};
const CustomerMembers = {
  ...BalanceMembers,
  email: z.email().max(255).optional(),
  phone: text(/^\+[1-9]\d{1,14}$/, 'must be in E.164 form such as +27821234567').optional(),
};
type WithBalance = {
  readonly balance?: number | undefined;
  readonly currency?: string | undefined;
};
/** Of what is created; what a change leaves is for `requireCurrency`. */
export const currencyWithBalance = <T extends z.ZodType<WithBalance>>(schema: T) =>
  schema.refine(hasCurrency, { path: ['currency'], message: 'is required with balance' });
const hasCurrency = ({ balance, currency }: WithBalance): boolean =>
  balance === undefined || currency !== undefined;

/** docs.momentco.io /api-reference/billing/customers/create */
export const CreateCustomer = currencyWithBalance(
  body({ external_reference: referenceBeside('bcus_'), ...CustomerMembers }),
);
export type CreateCustomer = z.infer<typeof CreateCustomer>;

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

/** @throws Problem of what a change would leave with a balance of no currency */
export function requireCurrency(changed: WithBalance): void {
  if (!hasCurrency(changed)) throw invalid('currency: is required with balance');
}

/** @throws Problem that names every wrong member */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.flatMap((issue) => wordsFor(issue)).join('; '));
}

/** Of what may be an id or an object, an object is told what is wrong in it. */
function wordsFor(issue: z.core.$ZodIssue, parents: readonly PropertyKey[] = []): string[] {
  const path = [...parents, ...issue.path];
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((wrongs) => !wrongs.some(isOfAnotherType));
    if (meant) return meant.flatMap((wrong) => wordsFor(wrong, path));
  }
  return [path.length > 0 ? `${path.join('.')}: ${issue.message}` : issue.message];
}

function isOfAnotherType({ code, path }: z.core.$ZodIssue): boolean {
  return code === 'invalid_type' && path.length === 0;
}

function wordsForObject({ code, keys = [] }: { code: string; keys?: string[] }): string {
  return code === 'unrecognized_keys'
    ? `${keys.join(', ')} is not known here`
    : 'the body must be a JSON object, sent with the header content-type: application/json';
}

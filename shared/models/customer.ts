import * as z from 'zod';
import { Currency, MinorUnits } from './money.ts';
import { PaymentRules } from './obligation.ts';

const RESERVED = /^(bcus|bacc|bill)_/;

/** docs.momentco.io /api-reference/billing/customers/create */
export const ExternalReference = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[a-zA-Z0-9_-]+$/, 'may hold letters, digits, _ and - only')
  .refine(
    (reference) => !RESERVED.test(reference),
    "must not start with Moment's own bcus_, bacc_ or bill_",
  );

const METADATA_KEYS_MAX = 10;
export const Metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine(
    (metadata) => Object.keys(metadata).length <= METADATA_KEYS_MAX,
    `may hold ${METADATA_KEYS_MAX} keys at most`,
  );

/** What Moment's create takes, and so ours. */
export const CustomerFacts = z
  .strictObject({
    external_reference: ExternalReference,
    name: z.string().max(255).optional(),
    email: z.email().max(255).optional(),
    phone: z
      .string()
      .regex(/^\+[1-9]\d{1,14}$/, 'must be E.164, such as +27123456789')
      .optional(),
    currency: Currency.optional(),
    /** Minor units; positive = owed. Left out: no balance is tracked. */
    balance: MinorUnits.optional(),
    metadata: Metadata.optional(),
  })
  .refine(({ balance, currency }) => balance === undefined || currency !== undefined, {
    path: ['currency'],
    message: 'is required with balance',
    // Say so even if other members are wrong: the caller gets all problems at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  });
export type CustomerFacts = z.infer<typeof CustomerFacts>;

/** docs.momentco.io /api-reference/billing/customers/retrieve */
export const MomentCustomer = z.looseObject({
  id: z
    .string()
    .regex(/^bcus_[a-zA-Z0-9]+$/)
    .max(64),
  external_reference: z.string(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  currency: Currency.nullish(),
  balance: MinorUnits.nullish(),
  payment_rules: PaymentRules.nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});
export type MomentCustomer = z.infer<typeof MomentCustomer>;

/** What we send to Moment's create of a Payment Request. */
export type PaymentRequestFacts = {
  readonly amount: number;
  readonly currency: string;
  readonly type: 'link';
  readonly external_reference: string;
  readonly description?: string | undefined;
  readonly expires_at?: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
};

/** docs.momentco.io /api-reference/collect/payment_requests: older copies name the link's URL otherwise. */
export const MomentPaymentRequest = z
  .looseObject({
    id: z.string().min(1),
    status: z.string(),
    amount: MinorUnits,
    currency: Currency,
    expires_at: z.string().nullish(),
    link: z.looseObject({ url: z.string().optional(), link_url: z.string().optional() }).nullish(),
    link_url: z.string().nullish(),
  })
  .transform(({ id, status, amount, currency, expires_at, link, link_url }) => ({
    id,
    status,
    amount,
    currency,
    expires_at: expires_at ?? null,
    url: link?.url ?? link?.link_url ?? link_url ?? null,
  }));
export type MomentPaymentRequest = z.infer<typeof MomentPaymentRequest>;

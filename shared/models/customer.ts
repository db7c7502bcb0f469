import * as z from 'zod/mini';
import { Currency, MinorUnits } from './money.ts';
import { PaymentRules } from './obligation.ts';
import { lenient } from './parsing.ts';

const RESERVED = /^(bcus|bacc|bill)_/;

/** docs.momentco.io /api-reference/billing/customers/create */
export const ExternalReference = z.string().check(
  z.minLength(1),
  z.maxLength(255),
  z.regex(/^[a-zA-Z0-9_-]+$/, 'may hold letters, digits, _ and - only'),
  z.refine(
    (reference) => !RESERVED.test(reference),
    "must not start with Moment's own bcus_, bacc_ or bill_",
  ),
);

const METADATA_KEYS_MAX = 10;
export const Metadata = z
  .record(z.string().check(z.minLength(1), z.maxLength(40)), z.string().check(z.maxLength(500)))
  .check(
    z.refine(
      (metadata) => Object.keys(metadata).length <= METADATA_KEYS_MAX,
      `may hold ${METADATA_KEYS_MAX} keys at most`,
    ),
  );

/** What Moment's create takes, and so ours. */
export const CustomerFacts = z
  .strictObject({
    external_reference: ExternalReference,
    name: z.optional(z.string().check(z.maxLength(255))),
    email: z.optional(z.email().check(z.maxLength(255))),
    phone: z.optional(
      z.string().check(z.regex(/^\+[1-9]\d{1,14}$/, 'must be E.164, such as +27123456789')),
    ),
    currency: z.optional(Currency),
    /** Minor units; positive = owed. Left out: no balance is tracked. */
    balance: z.optional(MinorUnits),
    metadata: z.optional(Metadata),
  })
  .check(
    z.refine(({ balance, currency }) => balance === undefined || currency !== undefined, {
      path: ['currency'],
      message: 'is required with balance',
      // Say so even if other members are wrong: the caller gets all problems at once.
      when: ({ value }) => typeof value === 'object' && value !== null,
    }),
  );
export type CustomerFacts = z.infer<typeof CustomerFacts>;

/** docs.momentco.io /api-reference/billing/customers/retrieve */
export const MomentCustomer = z.looseObject({
  id: z.string().check(z.regex(/^bcus_[a-zA-Z0-9]+$/), z.maxLength(64)),
  external_reference: z.string(),
  name: lenient(z.string()),
  email: lenient(z.string()),
  phone: lenient(z.string()),
  currency: lenient(Currency),
  balance: lenient(MinorUnits),
  payment_rules: lenient(PaymentRules),
  metadata: lenient(z.record(z.string(), z.string())),
});
export type MomentCustomer = z.infer<typeof MomentCustomer>;

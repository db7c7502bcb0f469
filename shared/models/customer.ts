import * as z from 'zod/mini';
import { Currency, CurrencyCode, MinorUnits } from './money.ts';

const RESERVED = /^(bcus|bacc|bill)_/;

const REFERENCE_WANTED = 'must be 1 to 255 letters, digits, _ and -, such as CUSTOMER-1042';

/** docs.momentco.io /api-reference/billing/customers/create */
export const ExternalReference = z.string({ error: REFERENCE_WANTED }).check(
  z.regex(/^[a-zA-Z0-9_-]{1,255}$/, { error: REFERENCE_WANTED, abort: true }),
  z.refine(
    (reference) => !RESERVED.test(reference),
    "must not start with Moment's own bcus_, bacc_ or bill_, such as CUSTOMER-1042",
  ),
);

export const METADATA_KEYS_MAX = 10;
const METADATA_WANTED = 'must be an object of up to 10 texts, such as {"plan": "gold"}';
const METADATA_TEXT_WANTED = 'must be a text of 500 characters at most, such as gold';
const METADATA_KEY_WANTED = 'must be a key of 1 to 40 characters, such as plan';

export const Metadata = z.pipe(
  // zod leaves this key out of a record, and what a merchant sends is kept or refused.
  z.unknown().check(
    z.refine((metadata) => !Object.hasOwn(Object(metadata), '__proto__'), {
      error: 'must not have the key __proto__, but may have others, such as plan',
      abort: true,
    }),
  ),
  z
    .record(
      z.string().check(z.minLength(1), z.maxLength(40)),
      z.string({ error: METADATA_TEXT_WANTED }).check(z.maxLength(500, METADATA_TEXT_WANTED)),
      { error: ({ code }) => (code === 'invalid_key' ? METADATA_KEY_WANTED : METADATA_WANTED) },
    )
    .check(
      z.refine(
        (metadata) => Object.keys(metadata).length <= METADATA_KEYS_MAX,
        `may hold ${METADATA_KEYS_MAX} keys at most, such as {"plan": "gold"}`,
      ),
    ),
);

const NAME_WANTED = 'must be a text of 255 characters at most, such as Jane Doe';
const EMAIL_WANTED =
  'must be an e-mail address of 255 characters at most, such as jane@example.com';
const PHONE_WANTED = 'must be E.164, such as +27123456789';

/** Of a customer or an account. */
export const Name = z.string({ error: NAME_WANTED }).check(z.maxLength(255, NAME_WANTED));

const CustomerMembers = {
  external_reference: ExternalReference,
  name: z.optional(Name),
  email: z.optional(z.email({ error: EMAIL_WANTED }).check(z.maxLength(255, EMAIL_WANTED))),
  phone: z.optional(
    z.string({ error: PHONE_WANTED }).check(z.regex(/^\+[1-9]\d{1,14}$/, PHONE_WANTED)),
  ),
  currency: z.optional(CurrencyCode),
  /** Minor units; positive = owed. Left out: no balance is tracked. */
  balance: z.optional(MinorUnits),
  metadata: z.optional(Metadata),
};

export const currencyWithBalance = z.refine<{ balance?: unknown; currency?: unknown }>(
  ({ balance, currency }) => balance === undefined || currency !== undefined,
  {
    path: ['currency'],
    message: 'is required with balance, such as ZAR',
    // Say so even if other members are wrong: the caller gets all problems at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  },
);

/** What Moment's create takes, and so ours. */
export const CustomerFacts = z
  .strictObject({ ...CustomerMembers, currency: z.optional(Currency) })
  .check(currencyWithBalance);
export type CustomerFacts = z.infer<typeof CustomerFacts>;

/** The same as kept in an intent: it was taken once, also in a currency that ISO has withdrawn since. */
export const KeptCustomerFacts = z.strictObject(CustomerMembers).check(currencyWithBalance);

import * as z from 'zod/mini';
import { CustomerFacts, Metadata, Name } from './customer.ts';

const somethingAsked = z.refine<object>((asked) => Object.keys(asked).length > 0, {
  message: 'must have a member to be changed, such as {"metadata": {"plan": "gold"}}',
});
const { email, phone } = CustomerFacts.shape;

/** `PATCH /customers/{id}`: what Moment's takes, but for what is owed. Each member replaces; metadata is added to. */
export const CustomerContact = z
  .strictObject({ name: z.optional(Name), email, phone, metadata: z.optional(Metadata) })
  .check(somethingAsked);

/** docs.momentco.io /api-reference/billing/accounts/update */
export const AccountContact = z
  .strictObject({ name: z.optional(Name), metadata: z.optional(Metadata) })
  .check(somethingAsked);

/** docs.momentco.io /api-reference/billing/bills/update: neither dates nor the amount due. */
export const BillContact = z.strictObject({ metadata: z.optional(Metadata) }).check(somethingAsked);

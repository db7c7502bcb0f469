import type { CustomerFacts } from './customer.ts';
import type { Profile } from './obligation.ts';

/** What tells who somebody is. It is kept in the profile, and nowhere else once the customer is created. */
export const PERSONAL_MEMBERS = [
  'name',
  'email',
  'phone',
  'metadata',
] as const satisfies readonly (keyof Profile)[];

export type ImpersonalFacts = Omit<CustomerFacts, (typeof PERSONAL_MEMBERS)[number]>;

export function withoutPerson<T extends Partial<Profile>>(
  facts: T,
): Omit<T, (typeof PERSONAL_MEMBERS)[number]> {
  const { name: _name, email: _email, phone: _phone, metadata: _metadata, ...others } = facts;
  return others;
}

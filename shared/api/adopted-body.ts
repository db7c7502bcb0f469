import { invalidMember } from '#shared/errors.ts';
import type { Adopts } from '#shared/models/intent.ts';

type Body = { readonly id: string; readonly balance_as_of?: string | undefined };

/** What a body says of a customer or an account that Moment has, apart from who it is there and when its balance held. */
export function toAdopted<B extends Body>({ id, balance_as_of, ...facts }: B, now: number) {
  return { facts, adopts: { id, ...asOf(balance_as_of, now) } };
}

/** The same of a bill: its balance is what was to be paid of it still. */
export function toAdoptedBill<B extends Body & { readonly balance: number }>(
  { id, balance, balance_as_of, ...facts }: B,
  now: number,
) {
  return { facts, adopts: { id, balance, ...asOf(balance_as_of, now) } };
}

/** A balance of a moment to come would contain payments that nobody has made. */
function asOf(balanceAsOf: string | undefined, now: number): Pick<Adopts, 'balanceAsOf'> {
  if (balanceAsOf === undefined) return {};
  if (Date.parse(balanceAsOf) <= now) return { balanceAsOf };
  throw invalidMember(
    'balance_as_of',
    'lies ahead: it must be the moment at which the balance held',
  );
}

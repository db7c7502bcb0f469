import { hashBytes } from '#shared/models/bytes.ts';
import type { Change } from '#shared/models/change.ts';
import type { Adopts, Intent } from '#shared/models/intent.ts';
import type { CreationParts } from '#shared/models/new-obligation.ts';
import type { ImpersonalFacts } from '#shared/models/person.ts';

/** SHA-256, base64url. @param asked what makes two requests the same */
export function hashRequest(
  operation: Intent['operation'] | Change['kind'],
  asked: unknown,
): string {
  return hashBytes(JSON.stringify([operation, asked]));
}

/**
 * In place of the hash of a creation whose person was erased: whoever knows the rest of that request can guess a
 * name, an e-mail or a phone by its hash. No request has this one by itself, since it names no operation.
 */
export function hashErasedCreation(
  { external_reference, currency, balance }: ImpersonalFacts,
  adopts?: Adopts,
): string {
  return hashBytes(JSON.stringify([external_reference, currency, balance, ...adopted(adopts)]));
}

/** The same where several are created at once: all that is left of each of them. */
export function hashErasedParts(parts: CreationParts, adopts?: Adopts): string {
  const { customer, account, bill, customerId, accountId } = parts;
  return hashBytes(
    JSON.stringify([
      [customer?.external_reference, customer?.currency, customer?.balance],
      [account?.external_reference, account?.currency, account?.balance],
      [bill?.external_reference, bill?.currency, bill?.amount_due, bill?.bill_date, bill?.due_date],
      [customerId, accountId],
      ...adopted(adopts),
    ]),
  );
}

/** A creation has the hash that it always had. */
function adopted(adopts: Adopts | undefined): readonly Adopts[] {
  return adopts ? [adopts] : [];
}

import { chainStart, hashEntry } from '#shared/models/chain.ts';
import type { CustomerFacts } from '#shared/models/customer.ts';
import { type OpeningEntry, openingKey } from '#shared/models/entry.ts';
import type { CreationDone } from '#shared/models/intent.ts';
import type { Obligation, Profile } from '#shared/models/obligation.ts';
import type { Opened } from '#shared/models/opened.ts';

/**
 * The obligation of a customer that Moment has created, and its first entry. The opening balance is what
 * the merchant asked for, not what Moment answers: payments may have moved theirs since.
 *
 * @param commandKey idempotency key of the creation
 * @param balanceAtMoment minor units
 */
export function openCustomer(
  facts: CustomerFacts,
  { obligationId, openedAt, paymentRules }: CreationDone,
  commandKey: string,
  balanceAtMoment?: number,
): Opened {
  const obligation: Obligation = {
    id: obligationId,
    kind: 'customer',
    externalReference: facts.external_reference,
    ...given('paymentRules', paymentRules),
    ...given('currency', facts.currency),
    ...given('balance', facts.balance),
    ...given('balanceAtMoment', balanceAtMoment),
    sequence: 0,
    openedAt,
    newestPayments: [],
  };
  const profile: Profile = {
    ...given('name', facts.name),
    ...given('email', facts.email),
    ...given('phone', facts.phone),
    ...given('metadata', facts.metadata),
  };
  const { currency, balance } = facts;
  if (balance === undefined || currency === undefined) return { obligation, profile };
  const entry: OpeningEntry = {
    key: openingKey(obligation.id),
    obligationId: obligation.id,
    sequence: 1,
    type: 'opening',
    amount: balance,
    endingBalance: balance,
    currency,
    effectiveAt: openedAt,
    recordedAt: openedAt,
    previous: chainStart(obligation),
    cause: { kind: 'command', key: commandKey },
  };
  const newestHash = hashEntry(entry);
  return {
    obligation: { ...obligation, sequence: 1, recordedAt: openedAt, newestHash },
    profile,
    entry,
  };
}

function given<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]?: V });
}

import type { CustomerFacts, MomentCustomer } from '#shared/models/customer.ts';
import { type Entry, openingKey } from '#shared/models/entry.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';

/**
 * The obligation of a customer that Moment has created, and its first entry. The opening balance is what
 * the merchant asked for, not what Moment answers: payments may have moved theirs since.
 */
export function openCustomer(
  facts: CustomerFacts,
  atMoment: MomentCustomer,
  openedAt: string,
): { obligation: Obligation; entry?: Entry } {
  const obligation: Obligation = {
    id: atMoment.id,
    kind: 'customer',
    externalReference: facts.external_reference,
    ...given('name', facts.name),
    ...given('email', facts.email),
    ...given('phone', facts.phone),
    ...given('metadata', facts.metadata),
    ...given('paymentRules', atMoment.payment_rules),
    ...given('currency', facts.currency),
    ...given('balance', facts.balance),
    ...given('balanceAtMoment', atMoment.balance),
    sequence: 0,
    openedAt,
  };
  if (!isTracked(obligation)) return { obligation };
  const entry: Entry = {
    key: openingKey(obligation.id),
    obligationId: obligation.id,
    sequence: 1,
    type: 'opening',
    amount: obligation.balance,
    endingBalance: obligation.balance,
    currency: obligation.currency,
    effectiveAt: openedAt,
    recordedAt: openedAt,
  };
  return { obligation: { ...obligation, sequence: entry.sequence }, entry };
}

function given<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]?: V });
}

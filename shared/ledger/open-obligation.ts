import type { AtMoment } from '#shared/models/at-moment.ts';
import { chainStart, hashEntry } from '#shared/models/chain.ts';
import type { CustomerFacts } from '#shared/models/customer.ts';
import { type OpeningEntry, openingKey } from '#shared/models/entry.ts';
import type { CreationDone } from '#shared/models/intent.ts';
import type { NewObligation } from '#shared/models/new-obligation.ts';
import type { Obligation, Profile } from '#shared/models/obligation.ts';
import type { Opened } from '#shared/models/opened.ts';

/**
 * The obligation that Moment has created, and its first entry. The opening balance is what the merchant asked for,
 * not what Moment answers: payments may have moved theirs since. A bill opens with its amount due, or where it is adopted
 * with what is left of that.
 *
 * @param commandKey idempotency key of the creation
 * @param balanceAtMoment what Moment answered, minor units
 */
export function openObligation(
  { kind, facts }: NewObligation,
  done: CreationDone,
  commandKey: string,
  balanceAtMoment?: number,
): Opened {
  const { obligationId, openedAt, paymentRules, customerId, accountId, paidBefore } = done;
  const { currency } = facts;
  const balance = kind === 'bill' ? facts.amount_due - (paidBefore ?? 0) : facts.balance;
  const obligation: Obligation = {
    id: obligationId,
    kind,
    externalReference: facts.external_reference,
    ...given('customerId', customerId),
    ...given('accountId', accountId),
    ...given('paymentRules', paymentRules),
    ...given('currency', currency),
    ...given('balance', balance),
    ...given(
      'atMoment',
      balanceAtMoment === undefined ? undefined : seen(balanceAtMoment, openedAt),
    ),
    ...(kind === 'bill' && {
      ...given('billDate', done.billDate),
      ...given('dueDate', facts.due_date ?? done.dueDate),
      ...given('paidBefore', paidBefore),
      paid: paidBefore ?? 0,
    }),
    ...given('containedUntil', done.containedUntil),
    sequence: 0,
    openedAt,
    newestPayments: [],
  };
  const { name, email, phone, metadata }: Partial<CustomerFacts> = facts;
  const profile: Profile = {
    ...given('name', name),
    ...given('email', email),
    ...given('phone', phone),
    ...given('metadata', metadata),
  };
  if (balance === undefined || currency === undefined) return { obligation, profile };
  const entry: OpeningEntry = {
    key: openingKey(obligation.id),
    obligationId: obligation.id,
    sequence: 1,
    type: 'opening',
    amount: balance,
    endingBalance: balance,
    currency,
    effectiveAt: done.containedUntil ?? openedAt,
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

/** Nothing was overwritten: whatever Moment has is of the creation, and of payments since. */
function seen(balance: number, at: string): AtMoment {
  return { balance, sequence: 1, at, pushed: false };
}

function given<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]?: V });
}

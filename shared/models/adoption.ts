import * as z from 'zod/mini';
import { EffectiveAt } from './change.ts';
import { CustomerFacts, currencyWithBalance } from './customer.ts';
import { MinorUnits } from './money.ts';
import { AccountFacts, BillFacts, existing, hangsOnOne } from './new-obligation.ts';
import { aKind, kindOf, ObligationId, type ObligationKind } from './obligation-id.ts';

const idOf = (kind: ObligationKind, example: string) =>
  ObligationId.check(
    z.refine(
      (id) => kindOf(id) === kind,
      `must be Moment's id of ${aKind(kind)}, such as ${example}`,
    ),
  );

/** Beside what a creation is sent: Moment's id, and when the balance held. */
const asOfWithBalance = z.refine<{ balance?: unknown; balance_as_of?: unknown }>(
  ({ balance, balance_as_of }) => balance !== undefined || balance_as_of === undefined,
  { path: ['balance'], message: 'is required with balance_as_of, such as 2000 for ZAR 20.00' },
);
const onExisting = (kind: 'customer' | 'account', example: string) =>
  existing(kind, `must be the id or external_reference of ${aKind(kind)} that is here: ${example}`);

/** `POST /customers` of one that Moment has. */
export const AdoptedCustomer = z
  .strictObject({
    id: idOf('customer', 'bcus_GPgmTGiRRbqbe9qw9nnO0'),
    ...CustomerFacts.shape,
    balance_as_of: z.optional(EffectiveAt),
  })
  .check(currencyWithBalance, asOfWithBalance);

export const AdoptedAccount = z
  .strictObject({
    id: idOf('account', 'bacc_GPgmTGiRRbqbe9qw9nnO0'),
    ...AccountFacts.shape,
    customer: onExisting('customer', 'CUSTOMER-1042'),
    balance_as_of: z.optional(EffectiveAt),
  })
  .check(currencyWithBalance, asOfWithBalance);

/** Its `balance` is what was to be paid of `amount_due` still. */
export const AdoptedBill = z
  .strictObject({
    id: idOf('bill', 'bill_GPgmTGiRRbqbe9qw9nnO0'),
    ...BillFacts.shape,
    customer: z.optional(onExisting('customer', 'CUSTOMER-1042')),
    account: z.optional(onExisting('account', 'ACCOUNT-77')),
    balance: MinorUnits,
    balance_as_of: z.optional(EffectiveAt),
  })
  .check(
    hangsOnOne,
    z.refine(
      ({ amount_due, balance }) =>
        balance <= amount_due && Number.isSafeInteger(amount_due - balance),
      { path: ['balance'], message: 'must be at most amount_due, such as 500 of 2000' },
    ),
  );

import type { PaymentRules } from './obligation.ts';

/** What Moment tells of a customer, an account or a bill. Amounts in minor units; only the id is sure to be there. */
export type ObligationAtMoment = {
  readonly id: string;
  readonly externalReference?: string | undefined;
  readonly customerId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly currency?: string | undefined;
  /** Of a customer or an account; absent where Moment tracks none. */
  readonly balance?: number | undefined;
  /** Of a bill, as are the four that follow. */
  readonly amountDue?: number | undefined;
  readonly amountPaid?: number | undefined;
  readonly amountRemaining?: number | undefined;
  readonly status?: string | undefined;
  /** YYYY-MM-DD. */
  readonly billDate?: string | undefined;
  readonly dueDate?: string | undefined;
  readonly paymentRules?: PaymentRules | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
};

/**
 * What Moment's PATCH takes, in its words; each member replaces what is there. `amount_paid` is of a bill, absolute,
 * 0 to 99,999,999; `balance` of the others, and sent with its `currency`.
 */
export type ObligationChanges = {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly currency?: string | undefined;
  readonly balance?: number | undefined;
  readonly amount_paid?: number | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
};

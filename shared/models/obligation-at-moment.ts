import type { PaymentRules } from './obligation.ts';

/** An account or a bill (or a customer) as Moment tells of it. Only the id is sure to be there; amounts in minor units. */
export type ObligationAtMoment = {
  readonly id: string;
  readonly externalReference?: string | undefined;
  readonly customerId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly currency?: string | undefined;
  readonly balance?: number | undefined;
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

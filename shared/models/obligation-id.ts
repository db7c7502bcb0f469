import * as z from 'zod/mini';

export const ObligationKind = z.enum(['customer', 'account', 'bill']);
export type ObligationKind = z.infer<typeof ObligationKind>;

/** Moment's id of what a payer owes on; its prefix tells the kind. */
export const ObligationId = z
  .string()
  .check(
    z.regex(
      /^(bcus|bacc|bill)_[a-zA-Z0-9]+$/,
      "must be an id of Moment's such as bcus_GPgmTGiRRbqbe9qw9nnO0",
    ),
    z.maxLength(64),
  );

export function kindOf(obligationId: string): ObligationKind {
  if (obligationId.startsWith('bill_')) return 'bill';
  return obligationId.startsWith('bacc_') ? 'account' : 'customer';
}

/** `a customer`, `an account`: as a refusal words it. */
export function aKind(kind: ObligationKind): string {
  return kind === 'account' ? 'an account' : `a ${kind}`;
}

import * as z from 'zod/mini';

/** Moment's id of what a payer owes on; its prefix tells the kind. */
export const ObligationId = z
  .string()
  .check(z.regex(/^(bcus|bacc|bill)_[a-zA-Z0-9]+$/), z.maxLength(64));

import * as z from 'zod/mini';

/** Why a balance is changed by a command. */
export const CHANGE_REASONS = [
  'new_charge',
  'billing_error',
  'goodwill',
  'duplicate_payment',
  'customer_request',
  'write_off',
  'cycle_refresh',
  'paid_elsewhere',
  'refunded',
  'other',
] as const;

export const ChangeReason = z.enum(CHANGE_REASONS, {
  error: `must be one of ${CHANGE_REASONS.join(', ')}`,
});
export type ChangeReason = z.infer<typeof ChangeReason>;

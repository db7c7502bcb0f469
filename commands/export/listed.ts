import type { ListResponse } from '#shared/api/response-schemas.ts';

/** A customer, an account or a bill, as a list shows it. */
export type Listed = ListResponse['data'][number];

/** Of a bill there always is one. */
export function hasBalance(one: Listed): boolean {
  return !('balance_tracked' in one) || one.balance_tracked;
}

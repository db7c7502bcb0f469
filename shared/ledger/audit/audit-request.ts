import type { KeptRequest } from '#shared/models/presented.ts';
import type { Breach } from './breach.ts';

/** What was presented of an obligation is settled by one of its own payments. Whether that is there, it does not say. */
export function auditRequest({
  obligationId,
  requestId,
  settledBy,
}: KeptRequest): readonly Breach[] {
  if (settledBy === undefined || settledBy.endsWith(`@${obligationId}`)) return [];
  const message = `${requestId} is settled by ${settledBy}, which is no payment of ${obligationId}`;
  return [{ kind: 'request_wrong', obligationId, message, entries: [] }];
}

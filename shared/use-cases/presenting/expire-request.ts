import { openRequests } from '#shared/ledger/open-requests.ts';
import { endOf } from '#shared/ledger/request-state.ts';
import type { Presented } from '#shared/models/presented.ts';
import type { MomentApi } from '#shared/ports/moment.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import type { Clock, Randomness } from '#shared/ports/world.ts';

export type ExpireDeps = {
  readonly presented: Pick<PresentedRequests, 'keepExpiry'>;
  readonly moment: Pick<MomentApi, 'expirePaymentRequest' | 'findPaymentRequest'>;
  readonly clock: Clock;
  readonly randomness: Randomness;
};

/** Moment may take no time that is over by its clock, which may be a little ahead of ours. */
const EXPIRES_AFTER_MS = 10_000;

/** Those that are worth expiring: what an earlier run had expired is as good as over. */
export function notEnding(
  presented: readonly Presented[],
  { clock }: Pick<ExpireDeps, 'clock'>,
): readonly Presented[] {
  return openRequests(presented, clock.now() + EXPIRES_AFTER_MS);
}

/**
 * Has Moment expire one, which is kept once it is. What Moment says is paid or over is left as it is.
 *
 * @returns false where it stays open
 * @throws ServiceError `moment.*`
 */
export async function expireRequest(
  obligationId: string,
  id: string,
  deadline: number,
  { presented, moment, clock, randomness }: ExpireDeps,
): Promise<boolean> {
  const expiresAt = new Date(clock.now() + EXPIRES_AFTER_MS).toISOString();
  // A key of its own: what is asked for is absolute, and another time is another request.
  const key = randomness.uuid();
  const answer = await moment.expirePaymentRequest(id, expiresAt, key, deadline);
  const now = answer.kind === 'done' ? answer.value : await moment.findPaymentRequest(id, deadline);
  if (now?.status === 'active' && endOf(now.expiresAt) > endOf(expiresAt)) return false;
  if (answer.kind === 'done') await presented.keepExpiry(obligationId, id, expiresAt);
  return true;
}

import { ServiceError } from '#shared/errors.ts';
import { openRequests } from '#shared/ledger/open-requests.ts';
import { endOf } from '#shared/ledger/request-state.ts';
import type { Presented } from '#shared/models/presented.ts';
import type { PresentingDeps } from './carry-out-presentation.ts';

/** Moment may take no time that is over by its clock, which may be a little ahead of ours. */
const EXPIRES_AFTER_MS = 10_000;

/**
 * Has Moment expire those of them that can be paid still, one after the other; each is kept as expired once it is, so
 * that whoever carries on does the rest. What Moment says is paid or over is left as it is.
 *
 * @throws ServiceError `presentation.not_replaced` where one stays open, `moment.*`
 */
export async function replaceOpen(
  obligationId: string,
  presented: readonly Presented[],
  replaces: readonly string[] | undefined,
  deadline: number,
  deps: PresentingDeps,
): Promise<void> {
  const { clock, moment, randomness } = deps;
  // Those that an earlier run had expired are as good as over.
  const soon = clock.now() + EXPIRES_AFTER_MS;
  const left = openRequests(presented, soon).filter(({ id }) => replaces?.includes(id));
  for (const { id } of left) {
    const expiresAt = new Date(clock.now() + EXPIRES_AFTER_MS).toISOString();
    // A key of its own: what is asked for is absolute, and another time is another request.
    const key = randomness.uuid();
    const answer = await moment.expirePaymentRequest(id, expiresAt, key, deadline);
    const now =
      answer.kind === 'done' ? answer.value : await moment.findPaymentRequest(id, deadline);
    if (now?.status === 'active' && endOf(now.expiresAt) > endOf(expiresAt)) throw stays(id);
    if (answer.kind === 'done') await deps.presented.keepExpiry(obligationId, id, expiresAt);
  }
}

function stays(id: string): ServiceError {
  return new ServiceError(
    'presentation.not_replaced',
    `Moment did not expire ${id}, which asks for another amount; until it is paid or over, present what it leaves`,
    { members: { payment_request: id } },
  );
}

import { ServiceError } from '#shared/errors.ts';
import type { Presented } from '#shared/models/presented.ts';
import type { PresentingDeps } from './carry-out-presentation.ts';
import { expireRequest, notEnding } from './expire-request.ts';

/**
 * Has Moment expire those of them that can be paid still, one after the other, so that whoever carries on does the
 * rest.
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
  const left = notEnding(presented, deps).filter(({ id }) => replaces?.includes(id));
  for (const { id } of left) {
    if (!(await expireRequest(obligationId, id, deadline, deps))) throw stays(id);
  }
}

function stays(id: string): ServiceError {
  return new ServiceError(
    'presentation.not_replaced',
    `Moment did not expire ${id}, which asks for another amount; until it is paid or over, present what it leaves`,
    { members: { payment_request: id } },
  );
}

import type { TrackedObligation } from '#shared/models/obligation.ts';
import type { Presented } from '#shared/models/presented.ts';
import { expireRequest, notEnding } from '#shared/use-cases/presenting/expire-request.ts';
import type { NotExpired, PushDeps } from './push-deps.ts';

/** What was presented, can be paid still, and asks for more than is owed. */
export async function listExceeding(
  { id, balance }: TrackedObligation,
  deps: PushDeps,
): Promise<readonly Presented[]> {
  const presented = await deps.presented.listPresented(id);
  return notEnding(presented, deps).filter(({ amount }) => amount > balance);
}

/** Those that stay open are told, and fail nothing. Once Moment is silent, it is not asked about the others. */
export async function expireExceeding(
  obligationId: string,
  exceeding: readonly Presented[],
  deadline: number,
  deps: PushDeps,
): Promise<readonly NotExpired[]> {
  const left: NotExpired[] = [];
  for (const { id } of exceeding) {
    try {
      const isLate = deps.clock.now() >= deadline;
      if (isLate || !(await expireRequest(obligationId, id, deadline, deps))) left.push({ id });
    } catch (error) {
      return [...left, { id, error }];
    }
  }
  return left;
}

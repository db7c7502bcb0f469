import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { readActor } from '#shared/api/actor.ts';
import { readJsonBody } from '#shared/api/read-request.ts';
import { readAdoption } from '#shared/api/resolution-body.ts';
import { ResolutionRequest } from '#shared/api/resolution-schemas.ts';
import { viewAdopted, viewResolved } from '#shared/api/resolution-view.ts';
import { createdResponse } from '#shared/api/response.ts';
import { ServiceError } from '#shared/errors.ts';
import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import { readExceptionId } from '#shared/models/exception-id.ts';
import type { HeldKey } from '#shared/models/held-event.ts';
import { type AdoptDeps, adoptException } from '#shared/use-cases/exceptions/adopt-exception.ts';
import { notFound, resolveException } from '#shared/use-cases/exceptions/resolve-exception.ts';
import { type ApplyWaitingDeps, applyWaiting } from '#shared/use-cases/payments/apply-waiting.ts';

export type ResolveExceptionDeps = Omit<AdoptDeps, 'applyWaiting'> & ApplyWaitingDeps;

/** Left for the ledger once Moment has answered, and for the answer. */
const LEDGER_MS = 6_000;
const ANSWER_MS = 4_000;

/** Which it is: what else the body must have depends on it. */
const Named = z.looseObject({ action: z.optional(z.unknown()) });

/** `POST /exceptions/{id}/resolutions`: 201 with what was decided and the entry that it made, or a problem. */
export function createHandler(deps: ResolveExceptionDeps) {
  return async (
    event: APIGatewayProxyEventV2,
    context: RemainingTime,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const id = event.pathParameters?.['id'] ?? '';
    const isAdoption = readJsonBody(event, Named).action === 'adopt';
    const body = isAdoption ? readAdoption(event, deps.clock.now()) : undefined;
    if (body) return adopt(id, { ...body, actor: readActor(event) }, context, deps);
    const asked = { ...readJsonBody(event, ResolutionRequest), actor: readActor(event) };
    const deadline = deadlineOf(context, ANSWER_MS, deps.clock);
    const resolved = await resolveException(readEventId(id), asked, deadline, deps);
    const { resolution, replayed } = resolved;
    const { action, entry } = resolution;
    deps.logger.info('exception.resolved', { action, entry, replayed });
    return createdResponse(viewResolved(id, resolved), replayed);
  };
}

async function adopt(
  id: string,
  asked: Parameters<typeof adoptException>[1],
  context: RemainingTime,
  deps: ResolveExceptionDeps,
): Promise<APIGatewayProxyStructuredResultV2> {
  const deadline = deadlineOf(context, LEDGER_MS, deps.clock);
  const adopted = await adoptException(readEventId(id), asked, deadline, {
    ...deps,
    applyWaiting: (obligationId) =>
      applyWaiting(obligationId, deadlineOf(context, ANSWER_MS, deps.clock), deps),
  });
  const { created, event } = adopted;
  const { replayed } = created;
  const entry = event?.resolution?.entry;
  deps.logger.info('exception.resolved', { action: 'adopt', entry, replayed });
  return createdResponse(viewAdopted(id, adopted), replayed);
}

/** @throws ServiceError `exception.not_found`, `exception.not_resolvable` */
function readEventId(id: string): HeldKey {
  const key = readExceptionId(id);
  if (key?.kind === 'event') return key.held;
  if (!key) throw notFound();
  throw new ServiceError('exception.not_resolvable', INSTEAD[key.kind], {
    members: { actions: [] },
  });
}

/** What ends those that are no events. */
const INSTEAD = {
  intent:
    'A command that was left half way: send it again with its Idempotency-Key, and it goes on',
  push: 'Moment is told as soon as it can be: what it waits for is in the log of the push',
  drift: 'Enter what is meant, or tell Moment again: each change of the balance tells it',
};

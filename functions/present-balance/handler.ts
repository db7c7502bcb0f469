import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { readIdempotencyKey, readJsonBody, readPathId } from '#shared/api/read-request.ts';
import { commandResponse } from '#shared/api/response.ts';
import type { Logger } from '#shared/ports/world.ts';
import {
  Presentation,
  type PresentDeps,
  presentBalance,
} from '#shared/use-cases/presenting/present-balance.ts';

export type PresentBalanceDeps = PresentDeps & { readonly logger: Logger };

/** Left for storing the answer once Moment has given it. */
const RESERVE_MS = 4_000;

/** `POST /customers/{id}/payment-requests`: 201 with the link to pay at, or a problem. */
export function createPresentBalanceHandler(deps: PresentBalanceDeps) {
  return async (
    event: APIGatewayProxyEventV2,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const answer = await presentBalance(
      {
        customer: readPathId(event),
        presentation: readJsonBody(event, Presentation),
        idempotencyKey: readIdempotencyKey(event),
        deadline: deps.clock.now() + context.getRemainingTimeInMillis() - RESERVE_MS,
      },
      deps,
    );
    deps.logger.info('balance.presented', {
      customer: readPathId(event),
      replayed: answer.replayed,
    });
    return commandResponse(answer);
  };
}

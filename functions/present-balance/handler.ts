import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { viewPaymentRequest } from '#shared/api/payment-request-view.ts';
import { readIdempotencyKey, readJsonBody, readPathId } from '#shared/api/read-request.ts';
import { createdResponse } from '#shared/api/response.ts';
import { kindOfRoute } from '#shared/api/route-kind.ts';
import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import { Presentation } from '#shared/models/presentation.ts';
import type { Logger } from '#shared/ports/world.ts';
import { type PresentDeps, presentBalance } from '#shared/use-cases/presenting/present-balance.ts';

export type PresentBalanceDeps = PresentDeps & { readonly logger: Logger };

/** Left for storing the answer once Moment has given it. */
const RESERVE_MS = 4_000;

/** `POST /customers/{id}/payment-requests`, of accounts and of bills: 201 with the link to pay at, or a problem. */
export function createHandler(deps: PresentBalanceDeps) {
  return async (
    event: APIGatewayProxyEventV2,
    context: RemainingTime,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const { request, obligation, replayed } = await presentBalance(
      {
        kind: kindOfRoute(event),
        id: readPathId(event),
        presentation: readJsonBody(event, Presentation),
        idempotencyKey: readIdempotencyKey(event),
        deadline: deadlineOf(context, RESERVE_MS, deps.clock),
      },
      deps,
    );
    deps.logger.info('balance.presented', {
      obligation_id: obligation.id,
      payment_request: request.id,
      replayed,
    });
    return createdResponse(viewPaymentRequest(request, obligation), replayed);
  };
}

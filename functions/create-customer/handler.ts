import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { readIdempotencyKey, readJsonBody } from '#shared/api/read-request.ts';
import { commandResponse } from '#shared/api/response.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { ObligationId } from '#shared/models/obligation-id.ts';
import { parse } from '#shared/models/parsing.ts';
import { createCustomer } from '#shared/use-cases/obligations/create-customer.ts';
import type { CreationDeps } from '#shared/use-cases/obligations/finish-creation.ts';
import {
  type ReportDeps,
  reportSettlements,
} from '#shared/use-cases/payments/report-settlements.ts';
import { settleWaiting } from '#shared/use-cases/payments/settle-waiting.ts';

export type CreateCustomerDeps = CreationDeps & ReportDeps;

/** Left for the ledger once Moment has answered, and for the answer once what waited is settled. */
const LEDGER_MS = 6_000;
const ANSWER_MS = 4_000;

/** `POST /customers`: 201 with the customer, or a problem. */
export function createCreateCustomerHandler(deps: CreateCustomerDeps) {
  return async (
    event: APIGatewayProxyEventV2,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const facts = readJsonBody(event, CustomerFacts);
    const idempotencyKey = readIdempotencyKey(event);
    const end = deps.clock.now() + context.getRemainingTimeInMillis();
    const answer = await createCustomer({ facts, idempotencyKey, deadline: end - LEDGER_MS }, deps);
    const customerId = parse(ObligationId, answer.body['id']);
    deps.logger.info('customer.created', { obligation_id: customerId, replayed: answer.replayed });
    try {
      reportSettlements(await settleWaiting(customerId, deps, end - ANSWER_MS), deps);
    } catch (error) {
      // The customer exists, and that is what the caller asked; the sweep applies what waited.
      deps.logger.error('waiting.failed', { obligation_id: customerId, error });
    }
    return commandResponse(answer);
  };
}

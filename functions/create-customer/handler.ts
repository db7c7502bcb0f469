import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { viewCustomer } from '#shared/api/customer-view.ts';
import { readIdempotencyKey, readJsonBody } from '#shared/api/read-request.ts';
import { createdResponse } from '#shared/api/response.ts';
import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import type { CreationDeps } from '#shared/use-cases/obligations/carry-out-creation.ts';
import { createCustomer } from '#shared/use-cases/obligations/create-customer.ts';
import {
  type ReportDeps,
  reportSettlements,
} from '#shared/use-cases/payments/report-settlements.ts';
import {
  type SettleWaitingDeps,
  settleWaiting,
} from '#shared/use-cases/payments/settle-waiting.ts';

export type CreateCustomerDeps = CreationDeps & SettleWaitingDeps & ReportDeps;

/** Left for the ledger once Moment has answered, and for the answer once what waited is settled. */
const LEDGER_MS = 6_000;
const ANSWER_MS = 4_000;

/** `POST /customers`: 201 with the customer, or a problem. */
export function createHandler(deps: CreateCustomerDeps) {
  return async (
    event: APIGatewayProxyEventV2,
    context: RemainingTime,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const facts = readJsonBody(event, CustomerFacts);
    const idempotencyKey = readIdempotencyKey(event);
    const deadline = deadlineOf(context, LEDGER_MS, deps.clock);
    const { customer, replayed } = await createCustomer({ facts, idempotencyKey, deadline }, deps);
    const obligation_id = customer.obligation.id;
    deps.logger.info('customer.created', { obligation_id, replayed });
    try {
      const waited = await settleWaiting(
        obligation_id,
        deadlineOf(context, ANSWER_MS, deps.clock),
        deps,
      );
      reportSettlements(waited.settlements, deps);
      for (const { key, error } of waited.unreadable) {
        deps.logger.error('item.unreadable', { key, error });
      }
    } catch (error) {
      // The customer exists, and that is what the caller asked; the sweep applies what waited.
      deps.logger.error('waiting.failed', { obligation_id, error });
    }
    return createdResponse(viewCustomer(customer), replayed);
  };
}

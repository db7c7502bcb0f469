import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { viewObligation } from '#shared/api/obligation-view.ts';
import { readIdempotencyKey, readJsonBody } from '#shared/api/read-request.ts';
import { createdResponse } from '#shared/api/response.ts';
import { kindOfRoute } from '#shared/api/route-kind.ts';
import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { AccountFacts, BillFacts } from '#shared/models/new-obligation.ts';
import type { CreationDeps } from '#shared/use-cases/obligations/carry-out-creation.ts';
import { type Asked, createObligation } from '#shared/use-cases/obligations/create-obligation.ts';
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

/** `POST /customers`, `/accounts`, `/bills`: 201 with what was created, or a problem. */
export function createHandler(deps: CreateCustomerDeps) {
  return async (
    event: APIGatewayProxyEventV2,
    context: RemainingTime,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const asked = readAsked(event);
    const idempotencyKey = readIdempotencyKey(event);
    const deadline = deadlineOf(context, LEDGER_MS, deps.clock);
    const { created, opened, replayed } = await createObligation(
      { asked, idempotencyKey, deadline },
      deps,
    );
    const obligation_id = created.obligation.id;
    deps.logger.info(`${asked.kind}.created`, { obligation_id, replayed });
    for (const id of opened)
      await applyWaiting(id, deadlineOf(context, ANSWER_MS, deps.clock), deps);
    return createdResponse(viewObligation(created), replayed);
  };
}

function readAsked(event: APIGatewayProxyEventV2): Asked {
  const kind = kindOfRoute(event);
  switch (kind) {
    case 'customer':
      return { kind, facts: readJsonBody(event, CustomerFacts) };
    case 'account':
      return { kind, facts: readJsonBody(event, AccountFacts) };
    case 'bill':
      return { kind, facts: readJsonBody(event, BillFacts) };
  }
}

/** What was paid on it before it was opened here. */
async function applyWaiting(
  obligation_id: string,
  deadline: number,
  deps: CreateCustomerDeps,
): Promise<void> {
  try {
    const waited = await settleWaiting(obligation_id, deadline, deps);
    reportSettlements(waited.settlements, deps);
    for (const { key, error } of waited.unreadable) {
      deps.logger.error('item.unreadable', { key, error });
    }
  } catch (error) {
    // The obligation exists, and that is what the caller asked; the sweep applies what waited.
    deps.logger.error('waiting.failed', { obligation_id, error });
  }
}

import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { toAdopted, toAdoptedBill } from '#shared/api/adopted-body.ts';
import { viewObligation } from '#shared/api/obligation-view.ts';
import { readIdempotencyKey, readJsonBody, readPathId } from '#shared/api/read-request.ts';
import { createdResponse, jsonResponse } from '#shared/api/response.ts';
import { kindOfRoute } from '#shared/api/route-kind.ts';
import { deadlineOf, type RemainingTime } from '#shared/lambda/deadline.ts';
import { AdoptedAccount, AdoptedBill, AdoptedCustomer } from '#shared/models/adoption.ts';
import { AccountContact, BillContact, CustomerContact } from '#shared/models/contact.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { AccountFacts, BillFacts } from '#shared/models/new-obligation.ts';
import type { Profile } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { CreationDeps } from '#shared/use-cases/obligations/carry-out-creation.ts';
import { type Asked, createObligation } from '#shared/use-cases/obligations/create-obligation.ts';
import {
  type UpdateDeps,
  updateObligation,
} from '#shared/use-cases/obligations/update-obligation.ts';
import { type ApplyWaitingDeps, applyWaiting } from '#shared/use-cases/payments/apply-waiting.ts';

export type CreateCustomerDeps = CreationDeps & ApplyWaitingDeps & UpdateDeps;

/** Left for the ledger once Moment has answered, and for the answer once what waited is settled. */
const LEDGER_MS = 6_000;
const ANSWER_MS = 4_000;

/**
 * `POST /customers`, `/accounts`, `/bills`: 201 with what was created or adopted, or a problem. `PATCH` of one of them: 200
 * with what it is now.
 */
export function createHandler(deps: CreateCustomerDeps) {
  return async (
    event: APIGatewayProxyEventV2,
    context: RemainingTime,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    if (event.routeKey.startsWith('PATCH ')) return update(event, context, deps);
    const asked = readAsked(event, deps.clock.now());
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

async function update(
  event: APIGatewayProxyEventV2,
  context: RemainingTime,
  deps: CreateCustomerDeps,
): Promise<APIGatewayProxyStructuredResultV2> {
  const kind = kindOfRoute(event);
  const changes = readJsonBody<Profile>(event, CONTACTS[kind]);
  const deadline = deadlineOf(context, ANSWER_MS, deps.clock);
  const whole = await updateObligation({ kind, id: readPathId(event), changes, deadline }, deps);
  const { id: obligation_id } = whole.obligation;
  deps.logger.info(`${kind}.updated`, { obligation_id, members: Object.keys(changes) });
  return jsonResponse(200, viewObligation(whole));
}

const CONTACTS = { customer: CustomerContact, account: AccountContact, bill: BillContact };

/** With Moment's id in it, the body is about what Moment has already. */
const Named = z.looseObject({ id: z.optional(z.unknown()) });

function readAsked(event: APIGatewayProxyEventV2, now: number): Asked {
  const kind = kindOfRoute(event);
  if (readJsonBody(event, Named).id !== undefined) return readAdopted(event, kind, now);
  switch (kind) {
    case 'customer':
      return { kind, facts: readJsonBody(event, CustomerFacts) };
    case 'account':
      return { kind, facts: readJsonBody(event, AccountFacts) };
    case 'bill':
      return { kind, facts: readJsonBody(event, BillFacts) };
  }
}

function readAdopted(event: APIGatewayProxyEventV2, kind: ObligationKind, now: number): Asked {
  switch (kind) {
    case 'customer':
      return { kind, ...toAdopted(readJsonBody(event, AdoptedCustomer), now) };
    case 'account':
      return { kind, ...toAdopted(readJsonBody(event, AdoptedAccount), now) };
    case 'bill':
      return { kind, ...toAdoptedBill(readJsonBody(event, AdoptedBill), now) };
  }
}

import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { viewAtMoment } from '#shared/api/at-moment-view.ts';
import { viewCustomer } from '#shared/api/customer-view.ts';
import { viewDebts } from '#shared/api/debts-view.ts';
import { viewObligation } from '#shared/api/obligation-view.ts';
import { readPathId } from '#shared/api/read-request.ts';
import { jsonResponse } from '#shared/api/response.ts';
import { kindOfRoute } from '#shared/api/route-kind.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Obligations, OwnedObligations } from '#shared/ports/ledger.ts';
import { findWithProfile } from '#shared/use-cases/obligations/find-obligation.ts';
import { readDebts } from '#shared/use-cases/obligations/read-debts.ts';

export type GetCustomerDeps = {
  readonly ledger: Obligations;
  readonly owned: OwnedObligations;
  /** Link to the merchant's bill presentment page, with `{id}` or `{external_reference}` in it. */
  readonly ebpLinkTemplate: string | undefined;
};

/** `GET /customers/{id}`, of accounts and of bills: with the reconciled balance, and for a customer all that they owe. */
export function createHandler({ ledger, owned, ebpLinkTemplate }: GetCustomerDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const kind = kindOfRoute(event);
    const found = await findWithProfile(kind, readPathId(event), ledger);
    const at_moment = viewAtMoment(found.obligation);
    if (kind !== 'customer') return jsonResponse(200, { ...viewObligation(found), at_moment });
    const ebpUrl = fillEbpLink(found.obligation, ebpLinkTemplate);
    const debts = await readDebts(found.obligation, owned);
    return jsonResponse(200, { ...viewCustomer(found, ebpUrl), ...viewDebts(debts), at_moment });
  };
}

// Moment makes no link of its own for a customer (docs.momentco.io /documentation/billing/ebp).
function fillEbpLink(customer: Obligation, template: string | undefined): string | undefined {
  return template
    ?.replaceAll('{id}', encodeURIComponent(customer.id))
    .replaceAll('{external_reference}', encodeURIComponent(customer.externalReference));
}

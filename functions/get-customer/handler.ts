import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { viewCustomer } from '#shared/api/customer-view.ts';
import { readPathId } from '#shared/api/read-request.ts';
import { jsonResponse } from '#shared/api/response.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Obligations } from '#shared/ports/ledger.ts';
import { findWithProfile } from '#shared/use-cases/obligations/find-obligation.ts';

export type GetCustomerDeps = {
  readonly ledger: Obligations;
  /** Link to the merchant's bill presentment page, with `{id}` or `{external_reference}` in it. */
  readonly ebpLinkTemplate: string | undefined;
};

/** `GET /customers/{id}`: the customer with the reconciled balance. */
export function createHandler({ ledger, ebpLinkTemplate }: GetCustomerDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const customer = await findWithProfile('customer', readPathId(event), ledger);
    const ebpUrl = fillEbpLink(customer.obligation, ebpLinkTemplate);
    return jsonResponse(200, viewCustomer(customer, ebpUrl));
  };
}

// Moment makes no link of its own for a customer (docs.momentco.io /documentation/billing/ebp).
function fillEbpLink(customer: Obligation, template: string | undefined): string | undefined {
  return template
    ?.replaceAll('{id}', encodeURIComponent(customer.id))
    .replaceAll('{external_reference}', encodeURIComponent(customer.externalReference));
}

import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readPathId } from '#shared/api/read-request.ts';
import { jsonResponse } from '#shared/api/response.ts';
import { viewCustomer } from '#shared/models/customer-view.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { LedgerStore } from '#shared/ports/ledger.ts';
import { findCustomer } from '#shared/use-cases/obligations/find-obligation.ts';

export type GetCustomerDeps = {
  readonly ledger: LedgerStore;
  /** Link to the merchant's bill presentment page, with `{id}` or `{external_reference}` in it. */
  readonly ebpLinkTemplate: string | undefined;
};

/** `GET /customers/{id}`: the customer with the reconciled balance. */
export function createGetCustomerHandler({ ledger, ebpLinkTemplate }: GetCustomerDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const customer = await findCustomer(readPathId(event), ledger);
    return jsonResponse(200, viewCustomer(customer, fillEbpLink(customer, ebpLinkTemplate)));
  };
}

// Moment makes no link of its own for a customer (docs.momentco.io /documentation/billing/ebp).
function fillEbpLink(customer: Obligation, template: string | undefined): string | undefined {
  return template
    ?.replaceAll('{id}', encodeURIComponent(customer.id))
    .replaceAll('{external_reference}', encodeURIComponent(customer.externalReference));
}

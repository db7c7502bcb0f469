import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { viewAtMoment } from '#shared/api/at-moment-view.ts';
import { readCursor, writeCursor } from '#shared/api/cursor.ts';
import { viewCustomer } from '#shared/api/customer-view.ts';
import { viewDebts } from '#shared/api/debts-view.ts';
import { ListQuery, OF_REFERENCES } from '#shared/api/list-query.ts';
import { viewObligation } from '#shared/api/obligation-view.ts';
import { readPathId, readQuery, refuseQuery } from '#shared/api/read-request.ts';
import { jsonResponse } from '#shared/api/response.ts';
import type { ListResponse } from '#shared/api/response-schemas.ts';
import { kindOfRoute } from '#shared/api/route-kind.ts';
import type { Obligation, WholeObligation } from '#shared/models/obligation.ts';
import type { Obligations, OwnedObligations } from '#shared/ports/ledger.ts';
import type { ListedObligations } from '#shared/ports/listed.ts';
import { findWithProfile } from '#shared/use-cases/obligations/find-obligation.ts';
import { readDebts } from '#shared/use-cases/obligations/read-debts.ts';

export type GetCustomerDeps = {
  readonly ledger: Obligations;
  readonly owned: OwnedObligations;
  readonly listed: ListedObligations;
  /** Link to the merchant's bill presentment page, with `{id}` or `{external_reference}` in it. */
  readonly ebpLinkTemplate: string | undefined;
};

/**
 * `GET /customers/{id}`, of accounts and of bills: with the reconciled balance, and for a customer all that they owe;
 * and `GET /customers`, which lists them without that.
 */
export function createHandler({ ledger, owned, listed, ebpLinkTemplate }: GetCustomerDeps) {
  const view = (whole: WholeObligation) => ({
    ...(whole.obligation.kind === 'customer'
      ? viewCustomer(whole, fillEbpLink(whole.obligation, ebpLinkTemplate))
      : viewObligation(whole)),
    at_moment: viewAtMoment(whole.obligation),
  });
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    if (!event.routeKey.endsWith('/{id}')) {
      return jsonResponse(200, await list(event, listed, view));
    }
    // Whoever asks for a past day must not take today's balance for it.
    refuseQuery(event);
    const found = await findWithProfile(kindOfRoute(event), readPathId(event), ledger);
    const { obligation } = found;
    if (obligation.kind !== 'customer') return jsonResponse(200, view(found));
    const debts = await readDebts(obligation, owned);
    return jsonResponse(200, { ...view(found), ...viewDebts(debts) });
  };
}

/** By their references, behind the one where the page before ended. */
async function list(
  event: APIGatewayProxyEventV2,
  obligations: ListedObligations,
  view: (whole: WholeObligation) => ListResponse['data'][number],
): Promise<ListResponse> {
  const kind = kindOfRoute(event);
  const { limit, cursor, prefix = '' } = readQuery(event, ListQuery);
  const of = `${kind} ${prefix}`;
  const last = z.string().check(OF_REFERENCES, z.startsWith(prefix));
  const after = cursor === undefined ? undefined : readCursor(cursor, of, last);
  const { listed, hasMore } = await obligations.listObligations(kind, { prefix, after, limit });
  const end = hasMore ? listed.at(-1)?.obligation.externalReference : undefined;
  return {
    data: listed.map(view),
    next_cursor: end === undefined ? null : writeCursor(of, end),
  };
}

// Moment makes no link of its own for a customer (docs.momentco.io /documentation/billing/ebp).
function fillEbpLink(customer: Obligation, template: string | undefined): string | undefined {
  return template
    ?.replaceAll('{id}', encodeURIComponent(customer.id))
    .replaceAll('{external_reference}', encodeURIComponent(customer.externalReference));
}

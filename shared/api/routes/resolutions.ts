import { AnyResolutionRequest, ResolvedResponse } from '#shared/api/resolution-schemas.ts';
import type { Route } from './route.ts';

/** What a person decides about an event that waits for one. */
export const RESOLUTION_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/exceptions/{id}/resolutions',
    id: 'resolveException',
    summary: 'Decides about an event that waits for a person, once',
    tag: 'Exceptions',
    body: AnyResolutionRequest,
    answers: { 201: ResolvedResponse },
    problems: [
      'request.invalid',
      'request.too_large',
      'exception.not_found',
      'exception.resolved',
      'exception.not_resolvable',
      'exception.settled',
      'exception.in_doubt',
      'exception.obligation_unknown',
      'exception.currency_differs',
      'exception.adjusted',
      // Of what is adopted.
      'idempotency_key.reused',
      'adoption.ambiguous',
      'adoption.not_at_moment',
      'adoption.contradicted',
      'moment.refused',
      'moment.failed',
      'moment.key_spent',
      'moment.unauthorised',
      'moment.unavailable',
      ...(['customer', 'account', 'bill'] as const).flatMap(
        (kind) => [`${kind}.not_found`, `${kind}.exists`, `${kind}.creation_pending`] as const,
      ),
      'balance.not_tracked',
      'balance.out_of_range',
      'ledger.busy',
    ],
  },
];

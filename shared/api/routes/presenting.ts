import { PresentedPageResponse } from '#shared/api/presented-schemas.ts';
import { PageQuery } from '#shared/api/read-request.ts';
import { PaymentRequestResponse } from '#shared/api/response-schemas.ts';
import { Presentation } from '#shared/models/presentation.ts';
import { ofEachKind, problemsOfOne } from './route.ts';

export const PRESENTING_ROUTES = ofEachKind(({ kind, path, one, aKind }) => [
  {
    method: 'POST',
    path: `${path}/{id}/payment-requests`,
    id: `present${one}`,
    summary: `Presents the balance of ${aKind}, or a part of it: a link to pay`,
    tag: 'Presenting',
    body: Presentation,
    key: 'optional',
    answers: { 201: PaymentRequestResponse },
    problems: [
      ...problemsOfOne(kind),
      'request.too_large',
      'balance.not_tracked',
      'balance.nothing_due',
      'amount.exceeds_balance',
      'amount.exceeds_unpresented',
      'presentation.unresolved',
      'presentation.not_replaced',
      'idempotency_key.reused',
      'moment.refused',
      'moment.failed',
      'moment.key_spent',
      'moment.unauthorised',
      'moment.unavailable',
    ],
  },
  {
    method: 'GET',
    path: `${path}/{id}/payment-requests`,
    id: `list${one}PaymentRequests`,
    summary: `Lists what was presented of ${aKind}, newest first`,
    tag: 'Presenting',
    query: PageQuery,
    answers: { 200: PresentedPageResponse },
    problems: [...problemsOfOne(kind), 'cursor.invalid'],
  },
]);

import * as z from 'zod/mini';
import { ListQuery } from '#shared/api/list-query.ts';
import {
  AccountResponse,
  AccountsResponse,
  BillResponse,
  BillsResponse,
  CustomerResponse,
  CustomersResponse,
} from '#shared/api/response-schemas.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { AdoptedAccount, AdoptedBill, AdoptedCustomer } from '#shared/models/adoption.ts';
import { AccountContact, BillContact, CustomerContact } from '#shared/models/contact.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { AccountFacts, BillFacts } from '#shared/models/new-obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import { ofEachKind, problemsOfOne } from './route.ts';

const SCHEMAS = {
  customer: {
    creation: z.union([CustomerFacts, AdoptedCustomer]),
    contact: CustomerContact,
    answer: CustomerResponse,
    page: CustomersResponse,
  },
  account: {
    creation: z.union([AccountFacts, AdoptedAccount]),
    contact: AccountContact,
    answer: AccountResponse,
    page: AccountsResponse,
  },
  bill: {
    creation: z.union([BillFacts, AdoptedBill]),
    contact: BillContact,
    answer: BillResponse,
    page: BillsResponse,
  },
};

const OF_MOMENT = [
  'moment.refused',
  'moment.failed',
  'moment.unauthorised',
  'moment.unavailable',
] as const satisfies readonly ErrorCode[];
const OF_ADOPTION = [
  'adoption.ambiguous',
  'adoption.not_at_moment',
  'adoption.contradicted',
] as const satisfies readonly ErrorCode[];

/** What may be created in one call: a bill with a new account, and that with a new customer. */
const CREATED: Readonly<Record<ObligationKind, readonly ObligationKind[]>> = {
  customer: ['customer'],
  account: ['customer', 'account'],
  bill: ['customer', 'account', 'bill'],
};

/** Creating, adopting, reading, listing, and changing who it is. */
export const OBLIGATION_ROUTES = ofEachKind(({ kind, path, one, aKind }) => [
  {
    method: 'POST',
    path,
    id: `create${one}`,
    summary: `Creates ${aKind} here and at Moment; with Moment's id, adopts what Moment has`,
    tag: 'Obligations',
    body: SCHEMAS[kind].creation,
    key: 'optional',
    answers: { 201: SCHEMAS[kind].answer },
    problems: [
      ...([
        'request.invalid',
        'request.too_large',
        'idempotency_key.reused',
        'ledger.busy',
      ] as const),
      ...CREATED[kind].flatMap(problemsOfCreating),
      ...CREATED[kind].filter((each) => each !== kind).map((each) => `${each}.not_found` as const),
      ...OF_ADOPTION,
      ...OF_MOMENT,
      'moment.key_spent',
    ],
  },
  {
    method: 'GET',
    path,
    id: `list${one}s`,
    summary: `Lists ${path.slice(1)} in the order of their external_reference`,
    tag: 'Obligations',
    query: ListQuery,
    answers: { 200: SCHEMAS[kind].page },
    problems: ['request.invalid', 'cursor.invalid', 'ledger.busy'],
  },
  {
    method: 'GET',
    path: `${path}/{id}`,
    id: `get${one}`,
    summary: `Reads ${aKind} with the reconciled balance`,
    tag: 'Obligations',
    answers: { 200: SCHEMAS[kind].answer },
    problems: problemsOfOne(kind),
  },
  {
    method: 'PATCH',
    path: `${path}/{id}`,
    id: `update${one}`,
    summary: `Changes contact data or metadata of ${aKind}, at Moment and here`,
    tag: 'Obligations',
    body: SCHEMAS[kind].contact,
    answers: { 200: SCHEMAS[kind].answer },
    problems: [...problemsOfOne(kind), 'request.too_large', ...OF_MOMENT],
  },
]);

function problemsOfCreating(kind: ObligationKind): readonly ErrorCode[] {
  return [`${kind}.exists`, `${kind}.exists_at_moment`, `${kind}.creation_pending`];
}

import { PageQuery, ReconciledQuery } from '#shared/api/read-request.ts';
import { EntriesResponse } from '#shared/api/response-schemas.ts';
import {
  BalanceAsOfResponse,
  BalanceQuery,
  StatementResponse,
  statementQuery,
} from '#shared/api/statement-schemas.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { ofEachKind, problemsOfOne, type Route } from './route.ts';

const OF_PERIODS = [
  'balance.not_tracked',
  'entries.too_many',
  'balance.out_of_range',
] as const satisfies readonly ErrorCode[];

/** Of no kind: the id of a row says nothing of whose entry it is. */
const RECONCILED: Route = {
  method: 'GET',
  path: '/entries',
  id: 'listReconciledEntries',
  summary: "Lists the entries that a row of Moment's reports is: a payment and a refund at most",
  tag: 'Statements',
  query: ReconciledQuery,
  answers: { 200: EntriesResponse },
  problems: ['request.invalid', 'ledger.busy'],
};

const OF_ONE = ofEachKind(({ kind, path, one, aKind }) => [
  {
    method: 'GET',
    path: `${path}/{id}/entries`,
    id: `list${one}Entries`,
    summary: `Lists the entries of ${aKind}, newest first`,
    tag: 'Statements',
    query: PageQuery,
    answers: { 200: EntriesResponse },
    problems: [...problemsOfOne(kind), 'cursor.invalid'],
  },
  {
    method: 'GET',
    path: `${path}/{id}/statement`,
    id: `get${one}Statement`,
    summary: `Reads a period of ${aKind}, oldest first, with the balances at both ends`,
    tag: 'Statements',
    // Days begin in the stage's zone where none is named.
    query: statementQuery('UTC'),
    csv: true,
    answers: { 200: StatementResponse },
    problems: [...problemsOfOne(kind), 'cursor.invalid', ...OF_PERIODS],
  },
  {
    method: 'GET',
    path: `${path}/{id}/balance`,
    id: `get${one}Balance`,
    summary: `Reads the balance of ${aKind} as of a moment, as far as was known at another`,
    tag: 'Statements',
    query: BalanceQuery,
    answers: { 200: BalanceAsOfResponse },
    problems: [...problemsOfOne(kind), ...OF_PERIODS],
  },
]);

export const STATEMENT_ROUTES: readonly Route[] = [...OF_ONE, RECONCILED];

import { PageQuery } from '#shared/api/read-request.ts';
import { EntriesResponse } from '#shared/api/response-schemas.ts';
import { ofEachKind, problemsOfOne } from './route.ts';

export const STATEMENT_ROUTES = ofEachKind(({ kind, path, one, aKind }) => [
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
]);

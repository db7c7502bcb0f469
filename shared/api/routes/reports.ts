import {
  AgeingPageQuery,
  AgeingPageResponse,
  AgeingQuery,
  AgeingResponse,
} from '#shared/api/reports/ageing-schemas.ts';
import { SummaryQuery, SummaryResponse } from '#shared/api/reports/summary-schemas.ts';
import { ofEachKind, problemsOfOne, type Route } from './route.ts';

/** What finance reads of all obligations, and how old what is owed on one is. */
export const REPORT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/ageing',
    id: 'getAgeing',
    summary: 'Reads what was owed at the end of a day, by age',
    tag: 'Reports',
    query: AgeingPageQuery,
    answers: { 200: AgeingPageResponse },
    csv: true,
    problems: ['request.invalid', 'cursor.invalid', 'ageing.not_taken'],
  },
  {
    method: 'GET',
    path: '/summary',
    id: 'getSummary',
    summary: 'Sums up what was recorded in a period, by day and currency, and what waits',
    tag: 'Reports',
    query: SummaryQuery,
    answers: { 200: SummaryResponse },
    csv: true,
    problems: ['request.invalid', 'ledger.busy'],
  },
  ...ofEachKind(({ kind, path, one, aKind }) => [
    {
      method: 'GET',
      path: `${path}/{id}/ageing`,
      id: `get${one}Ageing`,
      summary: `Reads what is owed on ${aKind} and on what hangs on it, by age`,
      tag: 'Reports',
      query: AgeingQuery,
      answers: { 200: AgeingResponse },
      csv: true,
      problems: [
        ...problemsOfOne(kind),
        'balance.out_of_range',
        ...(kind === 'bill' ? [] : (['ageing.too_many'] as const)),
      ],
    },
  ]),
];

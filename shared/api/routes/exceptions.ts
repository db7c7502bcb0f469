import {
  ExceptionStoryResponse,
  ExceptionsQuery,
  ExceptionsResponse,
} from '#shared/api/exception-schemas.ts';
import type { Route } from './route.ts';

export const EXCEPTION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/exceptions',
    id: 'listExceptions',
    summary: 'Lists what waits for a person, the oldest first',
    tag: 'Exceptions',
    query: ExceptionsQuery,
    answers: { 200: ExceptionsResponse },
    csv: true,
    problems: ['request.invalid', 'cursor.invalid', 'ledger.busy'],
  },
  {
    method: 'GET',
    path: '/exceptions/{id}',
    id: 'getException',
    summary: 'Reads what waits for a person, with its history and what it may be about',
    tag: 'Exceptions',
    answers: { 200: ExceptionStoryResponse },
    problems: ['request.invalid', 'exception.not_found', 'ledger.busy'],
  },
];

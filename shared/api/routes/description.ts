import { DescriptionResponse } from '#shared/api/response-schemas.ts';
import type { Route } from './route.ts';

export const DESCRIPTION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/openapi.json',
    id: 'describeApi',
    summary: 'This document: what the API is, of the release that is deployed',
    tag: 'Description',
    answers: { 200: DescriptionResponse },
    problems: [],
  },
];

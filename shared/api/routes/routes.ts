import { CHANGE_ROUTES } from './changes.ts';
import { DESCRIPTION_ROUTES } from './description.ts';
import { EXCEPTION_ROUTES } from './exceptions.ts';
import { OBLIGATION_ROUTES } from './obligations.ts';
import { PRESENTING_ROUTES } from './presenting.ts';
import { REPORT_ROUTES } from './reports.ts';
import { RESOLUTION_ROUTES } from './resolutions.ts';
import type { Route } from './route.ts';
import { STATEMENT_ROUTES } from './statements.ts';
import { WEBHOOK_ROUTES } from './webhook.ts';

/** Every route of the API, in the order in which it is documented. What is deployed is held equal to it by a test. */
export const ROUTES: readonly Route[] = [
  ...OBLIGATION_ROUTES,
  ...PRESENTING_ROUTES,
  ...CHANGE_ROUTES,
  ...STATEMENT_ROUTES,
  ...EXCEPTION_ROUTES,
  ...REPORT_ROUTES,
  ...RESOLUTION_ROUTES,
  ...WEBHOOK_ROUTES,
  ...DESCRIPTION_ROUTES,
];

import { ReceivedResponse } from '#shared/api/response-schemas.ts';
import type { Route } from './route.ts';

export const WEBHOOK_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    // As infra/way-in.ts has it; a stage may have a path below it instead.
    path: '/webhooks/moment',
    id: 'deliverEvent',
    summary: "Takes an event of Moment's, by its signature",
    tag: 'Webhook',
    // What is signed is taken, whatever it is: what it means is decided behind the queue.
    answers: { 200: ReceivedResponse },
    problems: [
      'delivery.source_refused',
      'delivery.header_missing',
      'delivery.header_malformed',
      'delivery.too_large',
      'delivery.stale',
      'delivery.early',
      'delivery.signature_unsupported',
      'delivery.signature_mismatch',
      'signing_keys.unavailable',
      'queue.unavailable',
    ],
    open: true,
  },
];

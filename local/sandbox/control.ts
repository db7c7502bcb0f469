import type { FastifyInstance } from 'fastify';
import { Deliver, Pay } from './control-schemas.ts';
import type { Deliverer } from './deliverer.ts';
import type { Outbox, OutboxRow } from './outbox.ts';
import type { Payments } from './payments.ts';
import { invalid, sendAnswer } from './problem.ts';
import { parse } from './schemas.ts';

const LISTED_DEFAULT = 100;
const LISTED_MAX = 10_000;

/** What Moment does not have: paying at will, and seeing what was delivered. No key is asked for. */
export function addControlRoutes(
  app: FastifyInstance,
  payments: Payments,
  outbox: Outbox,
  deliverer: Deliverer,
): void {
  app.post('/sandbox/payments', (request, reply) => {
    const body = payments.pay(parse(Pay, request.body));
    deliverer.pump();
    return sendAnswer(reply, { status: 201, body });
  });

  app.post('/sandbox/events', (request, reply) => {
    const { event, times } = parse(Deliver, request.body);
    if (event === undefined) throw invalid('event: is required, with id, type and data');
    const names = typeof event === 'object' && event !== null ? event : {};
    const webhookId = outbox.add(JSON.stringify(event), names, times);
    deliverer.pump();
    return sendAnswer(reply, { status: 202, body: { webhook_id: webhookId, event } });
  });

  app.get<{ Querystring: { limit?: string } }>('/sandbox/deliveries', ({ query }, reply) => {
    const limit = Number(query.limit ?? LISTED_DEFAULT);
    if (!Number.isInteger(limit) || limit < 1 || limit > LISTED_MAX) {
      throw invalid(`limit: must be a whole number from 1 to ${LISTED_MAX}`);
    }
    return sendAnswer(reply, { status: 200, body: { data: outbox.newest(limit).map(toView) } });
  });
}

function toView(row: OutboxRow) {
  const { webhook_id, event_id, type, state, attempts, last_status, last_error } = row;
  return {
    webhook_id,
    event_id,
    type,
    state,
    attempts,
    last_status,
    last_error,
    created_at: new Date(row.created_at).toISOString(),
    next_attempt_at: row.next_at === null ? null : new Date(row.next_at).toISOString(),
  };
}

import type { FastifyInstance } from 'fastify';
import type { Idempotency } from './idempotency.ts';
import { type Answer, sendAnswer } from './problem.ts';
import type { Records } from './records.ts';

type WithId = { Params: { id: string } };

export type BillingKind<T extends { readonly id: string }> = {
  readonly records: Records<T>;
  /** Reads what was sent, and keeps what it makes of it. */
  readonly create: (sent: unknown) => T;
  readonly change: (stored: T, sent: unknown) => T;
};

/** docs.momentco.io /api-reference/billing: create, retrieve and update, the same for each kind. */
export function addBillingRoutes<T extends { readonly id: string }>(
  app: FastifyInstance,
  idempotency: Idempotency,
  path: string,
  { records, create, change }: BillingKind<T>,
): void {
  app.post(path, (request, reply) =>
    idempotency.once(request, reply, (): Answer => ({ status: 201, body: create(request.body) })),
  );

  app.get<WithId>(`${path}/:id`, ({ params }, reply) =>
    sendAnswer(reply, { status: 200, body: records.get(params.id) }),
  );

  app.patch<WithId>(`${path}/:id`, ({ params, body }, reply) => {
    const changed = change(records.get(params.id), body);
    records.put(changed);
    return sendAnswer(reply, { status: 200, body: changed });
  });
}

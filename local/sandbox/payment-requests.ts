import type { FastifyInstance } from 'fastify';
import { REFUSES_EXPIRY_IN_THE_PAST } from './assumptions.ts';
import type { Idempotency } from './idempotency.ts';
import { newId } from './ids.ts';
import { type Answer, conflict, invalid, sendAnswer } from './problem.ts';
import { type MomentRecords, type PaymentRequest, patched } from './records.ts';
import { CreatePaymentRequest, parse, UpdatePaymentRequest } from './schemas.ts';

type WithId = { Params: { id: string } };

/** A link can be paid for a day, unless it says otherwise. */
const EXPIRES_AFTER_MS = 24 * 60 * 60 * 1000;

/** docs.momentco.io /api-reference/collect/payment_requests */
export function addPaymentRequestRoutes(
  app: FastifyInstance,
  records: MomentRecords,
  idempotency: Idempotency,
  payPageUrl: (id: string) => string,
): void {
  app.post('/collect/payment_requests', (request, reply) =>
    idempotency.once(request, reply, (): Answer => {
      const { expires_at, ...facts } = parse(CreatePaymentRequest, request.body);
      const now = Date.now();
      checkExpiry(expires_at, now);
      const id = newId('pr');
      const created: PaymentRequest = {
        id,
        status: 'active',
        ...facts,
        expires_at: expires_at ?? new Date(now + EXPIRES_AFTER_MS).toISOString(),
        link: { checkout_session_id: newId('chk'), url: payPageUrl(id) },
        created_at: new Date(now).toISOString(),
        updated_at: new Date(now).toISOString(),
      };
      records.paymentRequests.put(created);
      return { status: 201, body: created };
    }),
  );

  app.get<WithId>('/collect/payment_requests/:id', ({ params }, reply) =>
    sendAnswer(reply, { status: 200, body: findPaymentRequest(records, params.id) }),
  );

  app.patch<WithId>('/collect/payment_requests/:id', (request, reply) =>
    idempotency.once(request, reply, (): Answer => {
      const stored = findPaymentRequest(records, request.params.id);
      if (stored.status === 'paid') throw conflict(409, `${stored.id} is paid`);
      const { expires_at, ...changes } = parse(UpdatePaymentRequest, request.body);
      checkExpiry(expires_at, Date.now());
      const updated: PaymentRequest = {
        ...patched(stored, changes),
        status: 'active',
        ...(expires_at && { expires_at }),
        updated_at: new Date().toISOString(),
      };
      records.paymentRequests.put(updated);
      return { status: 200, body: asOfNow(updated) };
    }),
  );
}

/** @throws Problem 404 */
export function findPaymentRequest(records: MomentRecords, id: string): PaymentRequest {
  return asOfNow(records.paymentRequests.get(id));
}

function checkExpiry(expiresAt: string | null | undefined, now: number): void {
  if (!REFUSES_EXPIRY_IN_THE_PAST || !expiresAt || Date.parse(expiresAt) > now) return;
  throw invalid('expires_at: must be in the future');
}

function asOfNow(request: PaymentRequest): PaymentRequest {
  const { status, expires_at } = request;
  const expired = status === 'active' && expires_at !== null && Date.parse(expires_at) < Date.now();
  return expired ? { ...request, status: 'expired' } : request;
}

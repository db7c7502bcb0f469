import type { FastifyInstance, FastifyReply } from 'fastify';
import { formatAmount } from '#shared/models/format-amount.ts';
import type { Deliverer } from './deliverer.ts';
import { escapeHtml, sendPage } from './page.ts';
import { findPaymentRequest } from './payment-requests.ts';
import type { Payments } from './payments.ts';
import type { MomentRecords, PaymentRequest } from './records.ts';

type WithId = { Params: { id: string } };

/** Where a payer pays a Payment Request. */
export function addPayPage(
  app: FastifyInstance,
  records: MomentRecords,
  payments: Payments,
  deliverer: Deliverer,
): void {
  // A form without fields posts an empty body.
  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
    payload.resume();
    done(null);
  });

  app.get<WithId>('/pay/:id', ({ params }, reply) =>
    sendRequest(reply, findPaymentRequest(records, params.id)),
  );

  app.post<WithId>('/pay/:id', ({ params }, reply) => {
    const request = findPaymentRequest(records, params.id);
    if (request.status === 'active') {
      payments.pay({ payment_request: request.id });
      deliverer.pump();
    }
    return reply.redirect(`/pay/${encodeURIComponent(request.id)}`, 303);
  });
}

function sendRequest(reply: FastifyReply, request: PaymentRequest): FastifyReply {
  const { amount, currency, description, external_reference, status } = request;
  const sum = escapeHtml(formatAmount(amount, currency));
  const action = {
    active: `<form method="post"><button>Pay ${sum}</button></form>`,
    paid: `<p>Paid. The receipt is payment ${escapeHtml(request.payment_id ?? '')}.</p>`,
    expired: '<p>This link has expired; ask for a new one.</p>',
  }[status];
  const what = description ?? `For ${external_reference ?? 'your balance'}`;
  return sendPage(reply, {
    title: `Pay ${formatAmount(amount, currency)}`,
    content: `<h1>${sum}</h1>
<p><bdi>${escapeHtml(what)}</bdi></p>
${action}`,
  });
}

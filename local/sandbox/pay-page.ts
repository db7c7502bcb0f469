import type { FastifyInstance, FastifyReply } from 'fastify';
import { formatAmount } from '#shared/models/format-amount.ts';
import { visibleText } from '#shared/models/visible-text.ts';
import type { Deliverer } from './deliverer.ts';
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
    sendPage(reply, findPaymentRequest(records, params.id)),
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

function sendPage(reply: FastifyReply, request: PaymentRequest): FastifyReply {
  const { amount, currency, description, external_reference, status } = request;
  const sum = escapeHtml(formatAmount(amount, currency));
  const action = {
    active: `<form method="post"><button>Pay ${sum}</button></form>`,
    paid: `<p>Paid. The receipt is payment ${escapeHtml(request.payment_id ?? '')}.</p>`,
    expired: '<p>This link has expired; ask for a new one.</p>',
  }[status];
  const what = description ?? `For ${external_reference ?? 'your balance'}`;
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Pay ${sum}</title>
<style>body { font: 1.1rem system-ui; max-width: 24rem; margin: 3rem auto; padding: 0 1.25rem } button { font: inherit; padding: .6rem 1.2rem }</style>
<h1>${sum}</h1>
<p><bdi>${escapeHtml(what)}</bdi></p>
${action}
<p><small>Moment sandbox: no money moves.</small></p>
</html>
`;
  return reply.type('text/html; charset=utf-8').headers(PAGE_HEADERS).send(page);
}

/** No script, nothing from elsewhere, and no page around this one that has the payer click unawares. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
};

function escapeHtml(text: string): string {
  return visibleText(text).replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { parseDecimal } from './decimal.ts';
import type { Deliverer } from './deliverer.ts';
import { type Told, titleOf, viewStatement } from './ebp-view.ts';
import { newId } from './ids.ts';
import { sendPage } from './page.ts';
import { whyNotPaid } from './payment-rules.ts';
import type { Payments } from './payments.ts';
import { notFound } from './problem.ts';
import type { MomentRecords } from './records.ts';
import { type Statement, statementOf } from './statement.ts';

type OfPayer = { Params: { reference: string }; Querystring: { paid?: string } };

const FORM = 'application/x-www-form-urlencoded';
const Sent = z.object({ visit: z.string(), pays: z.string(), amount: z.string() }).partial();
const RECEIPTS_MAX = 1000;

/** Electronic Bill Presentment: where a payer sees what is owed, and pays all or a part of it. */
export function addEbpPage(
  app: FastifyInstance,
  records: MomentRecords,
  payments: Payments,
  deliverer: Deliverer,
): void {
  const receipts = new Receipts();
  const find = (reference: string): Statement => {
    const statement = statementOf(records, reference);
    if (!statement) throw notFound(`customer or account ${reference}`);
    return statement;
  };
  const show = (statement: Statement, told: Told) => ({
    title: titleOf(statement.owner),
    content: viewStatement(statement, told, () => newId('visit')),
  });

  // Here alone, so that no form pays at the routes that take JSON.
  app.register(async (page) => {
    page.removeContentTypeParser(FORM);
    page.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );

    page.get<OfPayer>('/ebp/:reference', ({ params, query }, reply) =>
      sendPage(reply, show(find(params.reference), { receipt: receipts.find(query.paid) })),
    );

    page.post<OfPayer>('/ebp/:reference', ({ params, body }, reply) => {
      const statement = find(params.reference);
      const { visit = newId('visit'), ...sent } = Sent.safeParse(body).data ?? {};
      if (receipts.find(visit) === undefined) {
        const asked = readPayment(statement, sent);
        if ('refusal' in asked) return sendPage(reply, { ...show(statement, asked), status: 400 });
        receipts.keep(visit, payments.pay(asked).id);
        deliverer.pump();
      }
      const path = `/ebp/${encodeURIComponent(params.reference)}`;
      return reply.redirect(`${path}?paid=${encodeURIComponent(visit)}`, 303);
    });
  });
}

/** A payer pays what is on the page, and within its rules; what is asked by a program is not held to them. */
function readPayment(
  { lines }: Statement,
  { pays, amount: typed = '' }: { pays?: string | undefined; amount?: string | undefined },
) {
  const line = lines.find(({ obligation }) => obligation.record.id === pays);
  if (!line) return { refusal: 'That is not owed any more.' };
  const { obligation, currency, payable } = line;
  const amount = parseDecimal(typed, currency);
  if (amount === undefined) return { refusal: 'Type an amount such as 15.00.' };
  const refusal = whyNotPaid(amount, currency, payable);
  return refusal ? { refusal } : { [obligation.kind]: obligation.record.id, amount };
}

/** What each visit paid, so that a form sent twice pays once. The oldest are forgotten. */
class Receipts {
  readonly #paymentIds = new Map<string, string>();

  find(visit: string | undefined): string | undefined {
    return visit === undefined ? undefined : this.#paymentIds.get(visit);
  }

  keep(visit: string, paymentId: string): void {
    this.#paymentIds.set(visit, paymentId);
    const [oldest] = this.#paymentIds.keys();
    if (this.#paymentIds.size > RECEIPTS_MAX && oldest) this.#paymentIds.delete(oldest);
  }
}

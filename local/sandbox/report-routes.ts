import type { FastifyInstance } from 'fastify';
import { today } from './assumptions.ts';
import { GiveBack, ReportAsked } from './control-schemas.ts';
import { notFound, sendAnswer } from './problem.ts';
import { reconciliationReport } from './reconciliation-report.ts';
import type { MomentRecords } from './records.ts';
import { giveBack } from './refunds.ts';
import { parse } from './schemas.ts';

/** What became of payments: one of them, as Moment's API shows it; refunds at will; and the report of a day. */
export function addReportRoutes(app: FastifyInstance, records: MomentRecords): void {
  app.get<{ Params: { id: string } }>('/collect/payments/:id', ({ params }, reply) => {
    const found = records.payments.find(params.id);
    if (!found) throw notFound(`payment ${params.id}`);
    const { customer_reference: _, ...payment } = found;
    return sendAnswer(reply, { status: 200, body: payment });
  });

  app.post('/sandbox/refunds', (request, reply) =>
    sendAnswer(reply, { status: 201, body: giveBack(records, parse(GiveBack, request.body)) }),
  );

  app.get('/sandbox/reconciliation-report', ({ query }, reply) => {
    const { day = today() } = parse(ReportAsked, query);
    const { name, csv } = reconciliationReport(records, day);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(csv);
  });
}

import { timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { refuseStrangers } from '#emulator/http/refuse-strangers.ts';
import { addAccountRoutes } from './accounts.ts';
import { addBillRoutes } from './bills.ts';
import { addControlRoutes } from './control.ts';
import { addCustomerRoutes } from './customers.ts';
import { openDatabase } from './database.ts';
import { Deliverer, type Delivery } from './deliverer.ts';
import { addEbpPage } from './ebp-page.ts';
import { addFrontPage } from './front-page.ts';
import { Idempotency } from './idempotency.ts';
import { Outbox } from './outbox.ts';
import { addPayPage } from './pay-page.ts';
import { addPaymentRequestRoutes } from './payment-requests.ts';
import { Payments } from './payments.ts';
import { notFound, Problem, sendAnswer, toAnswer } from './problem.ts';
import { createMomentRecords } from './records.ts';
import { addReportRoutes } from './report-routes.ts';
import { addSettingsRoutes, Settings } from './settings.ts';
import { addTroubles, isOfMoment } from './troubles.ts';

/** A reference, percent-encoded or not, and then some. */
const ID_LENGTH_MAX = 1000;

export type SandboxOptions = {
  /** 0 is any that is free. */
  readonly port: number;
  /** Keeps customers, requests and deliveries. @default in memory */
  readonly directory?: string | undefined;
  readonly apiKey: string;
  readonly signingSecret: string;
  /** Whether a payment lowers a customer's or account's balance at Moment. @default yes */
  readonly momentLowers?: boolean | undefined;
  onAttempt?(delivery: Delivery): void;
};

export type Sandbox = {
  readonly url: string;
  /** Events are delivered from here on; what was kept from an earlier run goes first. */
  deliverTo(webhookUrl: string): void;
  close(): Promise<void>;
};

/** A Moment on this machine: its documented API, and payments at will. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { directory, apiKey, signingSecret, onAttempt = () => {} } = options;
  const database = openDatabase(directory);
  const records = createMomentRecords(database);
  const outbox = new Outbox(database);
  const settings = new Settings(options);
  const payments = new Payments(database, records, settings, outbox);
  const deliverer = new Deliverer(outbox, { signingSecret, onAttempt });
  const idempotency = new Idempotency(database);

  const app = Fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: ID_LENGTH_MAX },
  });
  refuseStrangers(app.server);
  let url = '';
  requireKey(app, apiKey);
  addTroubles(app, settings);
  answerProblems(app);
  addCustomerRoutes(app, records, settings, idempotency);
  addAccountRoutes(app, records, settings, idempotency);
  addBillRoutes(app, records, settings, idempotency);
  addPaymentRequestRoutes(app, records, idempotency, (id) => `${url}/pay/${id}`);
  addReportRoutes(app, records);
  addSettingsRoutes(app, settings);
  addControlRoutes(app, payments, outbox, deliverer);
  addPayPage(app, records, payments, deliverer);
  addEbpPage(app, records, payments, deliverer);
  addFrontPage(app);
  try {
    url = await app.listen({ host: '127.0.0.1', port: options.port });
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    url,
    deliverTo: deliverer.deliverTo,
    close: async () => {
      await deliverer.close();
      await app.close();
      database.close();
    },
  };
}

/** docs.momentco.io /api-reference/getting-started/authentication */
function requireKey(app: FastifyInstance, apiKey: string): void {
  const expected = Buffer.from(`Bearer ${apiKey}`);
  app.addHook('onRequest', async (request) => {
    if (!isOfMoment(request)) return;
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) return;
    throw new Problem(401, 'unauthorized', 'No valid API key', 'Send Authorization: Bearer <key>');
  });
}

function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const problem =
      error instanceof Problem
        ? error
        : new Problem(
            error.statusCode ?? 500,
            'invalid-request',
            'The request cannot be served',
            error.message,
          );
    return sendAnswer(reply, toAnswer(problem, request.url));
  });
  app.setNotFoundHandler((request, reply) =>
    sendAnswer(reply, toAnswer(notFound(`${request.method} ${request.url}`), request.url)),
  );
}

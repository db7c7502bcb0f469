import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createHandler as createChangeBalance } from '#functions/change-balance/handler.ts';
import { createHandler as createCreateCustomer } from '#functions/create-customer/handler.ts';
import { createHandler as createGetCustomer } from '#functions/get-customer/handler.ts';
import { createHandler as createListEntries } from '#functions/list-entries/handler.ts';
import { createHandler as createListExceptions } from '#functions/list-exceptions/handler.ts';
import { createHandler as createReadReports } from '#functions/read-reports/handler.ts';
import { createHandler as createReadStatement } from '#functions/read-statement/handler.ts';
import { createHandler as createReconcile } from '#functions/reconcile/handler.ts';
import { createHandler as createReport } from '#functions/report/handler.ts';
import { createHandler as createResolveException } from '#functions/resolve-exception/handler.ts';
import { createHandler as createSweep } from '#functions/sweep/handler.ts';
import { problemDetails } from '#shared/api/problem-details.ts';
import { ROUTES } from '#shared/api/routes/routes.ts';
import { toQueueMessage } from '#shared/models/delivery.ts';
import { delivery } from './factories.ts';
import { httpEvent, lambdaContext } from './http-event.ts';
import { MemoryMomentApi } from './memory-moment-api.ts';
import { MemoryAgeingSnapshots, MemoryDaySummaries } from './memory-reports.ts';
import { keysOf, MemoryDeadLetters } from './signing.ts';
import { toSqsEvent } from './sqs-event.ts';
import type { Stores } from './stores.ts';
import { Recorder, TestClock, TestRandomness } from './world.ts';

type Handler = (
  event: APIGatewayProxyEventV2,
  context: ReturnType<typeof lambdaContext>,
) => Promise<APIGatewayProxyStructuredResultV2>;

export type Asked = {
  readonly body?: object;
  readonly query?: Record<string, string>;
  readonly accept?: string;
  readonly key?: string;
};

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
};

const ACTOR = { iam: { userArn: 'arn:aws:iam::123456789012:user/finance' } };

/** The functions of the merchant over any stores, and a clock that the test moves. */
export function createClockedMerchant({
  stores,
  startsAt,
  zone,
}: {
  readonly stores: Stores;
  readonly startsAt: string;
  readonly zone: string;
}) {
  const clock = new TestClock(Date.parse(startsAt));
  const recorder = new Recorder();
  const moment = new MemoryMomentApi();
  const deps = {
    ...stores,
    ...{ moment, clock, logger: recorder, metrics: recorder, randomness: new TestRandomness() },
    ...{ keys: keysOf(), deadLetters: new MemoryDeadLetters(), tellings: 'both' as const },
    ...{ ebpLinkTemplate: undefined, zone },
    ...{ snapshots: new MemoryAgeingSnapshots(), summaries: new MemoryDaySummaries() },
  };
  const change = createChangeBalance(deps);
  const readStatement = createReadStatement(deps);
  const readReports = createReadReports(deps);
  const listExceptions = createListExceptions(deps);
  const report = createReport({ ...deps, heads: deps.kindHeads });
  const handlers: Readonly<Record<string, Handler>> = {
    'POST /{kind}': createCreateCustomer(deps),
    'GET /{kind}/{id}': createGetCustomer(deps),
    'GET /{kind}/{id}/entries': createListEntries(deps),
    'GET /{kind}/{id}/statement': readStatement,
    'GET /{kind}/{id}/balance': readStatement,
    'GET /{kind}/{id}/ageing': readReports,
    'GET /ageing': readReports,
    'GET /summary': readReports,
    'GET /exceptions': listExceptions,
    'GET /exceptions/{id}': listExceptions,
    'POST /exceptions/{id}/resolutions': createResolveException(deps),
    'POST /{kind}/{id}/charges': change,
    'POST /{kind}/{id}/adjustments': change,
    'PUT /{kind}/{id}/balance': change,
    'POST /{kind}/{id}/entries/{entry}/reversals': change,
  };
  const reconcile = createReconcile(deps);
  const sweep = createSweep(deps);
  let count = 0;

  return {
    ...{ clock, deps },

    async call(method: string, path: string, asked: Asked = {}): Promise<Answer> {
      const { route, parameters } = matchRoute(method, path);
      const handler = handlers[kindless(route)];
      if (!handler) throw new Error(`No function for ${route}`);
      const { body, query, accept, key } = asked;
      const event = {
        ...httpEvent({
          ...{ method, path: route.split(' ')[1] ?? '', authorizer: ACTOR },
          ...(query && { query }),
          ...(body && { body: JSON.stringify(body) }),
          headers: {
            ...(accept !== undefined && { accept }),
            ...(key !== undefined && { 'idempotency-key': key }),
          },
        }),
        pathParameters: parameters,
      };
      const answer = await middy(handler).use(problemDetails(recorder))(event, lambdaContext());
      return {
        status: answer.statusCode ?? 0,
        headers: answer.headers ?? {},
        text: answer.body ?? '',
      };
    },

    /** Moment delivers an event, at this moment. */
    async tell(event: unknown): Promise<void> {
      count += 1;
      const now = clock.now();
      const message = delivery(event, {
        webhookId: `msg_${count}`,
        webhookTimestamp: Math.floor(now / 1000),
        receivedAt: new Date(now).toISOString(),
      });
      const body = toQueueMessage(message);
      const { batchItemFailures } = await reconcile(
        toSqsEvent([{ id: `m${count}`, body }]),
        lambdaContext(60_000),
      );
      if (batchItemFailures.length > 0) throw new Error(`Not settled: ${JSON.stringify(event)}`);
    },

    sweep: () => sweep({}, lambdaContext(300_000)),

    report: () => report({}, lambdaContext(900_000)),
  };
}
export type ClockedMerchant = ReturnType<typeof createClockedMerchant>;

function matchRoute(method: string, path: string) {
  const parts = path.split('/');
  for (const { method: routed, path: pattern } of ROUTES) {
    const names = pattern.split('/');
    if (routed !== method || names.length !== parts.length) continue;
    const parameters: Record<string, string> = {};
    const matches = names.every((name, at) => {
      const part = parts[at] ?? '';
      if (!name.startsWith('{')) return name === part;
      parameters[name.slice(1, -1)] = decodeURIComponent(part);
      return true;
    });
    if (matches) return { route: `${method} ${pattern}`, parameters };
  }
  throw new Error(`No route ${method} ${path}`);
}

function kindless(route: string): string {
  return route.replace(/ \/(?:customers|accounts|bills)\b/, ' /{kind}');
}

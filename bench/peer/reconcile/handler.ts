import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import type { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import type { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { AmountApplied, QueueMessage } from '#bench/peer/message.ts';
import { type Received, settlePayment } from './settle.ts';

export type PeerReconcileDeps = {
  readonly documents: DynamoDBDocumentClient;
  readonly table: string;
  readonly persistenceStore: DynamoDBPersistenceLayer;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
};

/** A batch by Powertools Batch; each event made idempotent by Powertools, under the event's id. */
export function createPeerReconcile(deps: PeerReconcileDeps) {
  const { documents, table, persistenceStore, logger, metrics, tracer } = deps;
  const processor = new BatchProcessor(EventType.SQS);
  // All else as it is by default: a record expires after an hour.
  const config = new IdempotencyConfig({ eventKeyJmesPath: 'id', throwOnNoIdempotencyKey: true });
  const settleOnce = makeIdempotent(
    async (event: AmountApplied, received: Received) => {
      const { sequence, endingBalance } = await settlePayment(event, received, {
        documents,
        table,
      });
      logger.info('payment settled', {
        event_id: event.id,
        obligation_id: event.data.customer_id,
        sequence,
        ending_balance: endingBalance,
      });
      metrics.addMetric('PaymentsSettled', MetricUnit.Count, 1);
      return { sequence, endingBalance };
    },
    { persistenceStore, config },
  );
  const handleRecord = async ({ body }: SQSRecord) => {
    const message = QueueMessage.parse(JSON.parse(body));
    const event = AmountApplied.parse(JSON.parse(message.body));
    await settleOnce(event, { raw: message.body, receivedAt: new Date().toISOString() });
  };
  return middy<SQSEvent, SQSBatchResponse>()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler((event: SQSEvent, context: Context) => {
      config.registerLambdaContext(context);
      return processPartialResponse(event, handleRecord, processor, {
        context,
        // In parallel, transactions on the same balance would cancel each other.
        processInParallel: false,
        // Otherwise a batch of which all failed throws, which Lambda takes for the same.
        throwOnFullBatchFailure: false,
      });
    });
}

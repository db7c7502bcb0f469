import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import type { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import type { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { QueueMessage } from '#bench/peer/message.ts';

export type PeerWebhookDeps = {
  readonly secrets: SecretsProvider;
  readonly secretId: string;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
};

const KEYS_MAX_AGE_SECONDS = 300;

export function createPeerWebhook({ logger, metrics, tracer, ...deps }: PeerWebhookDeps) {
  const handle = async (
    event: APIGatewayProxyEventV2,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const body = event.isBase64Encoded
      ? Buffer.from(event.body ?? '', 'base64').toString()
      : (event.body ?? '');
    const webhooks = await readWebhooks(deps);
    if (!webhooks.some((webhook) => verifies(webhook, body, event.headers))) {
      metrics.addMetric('DeliveriesRefused', MetricUnit.Count, 1);
      return { statusCode: 401, body: JSON.stringify({ message: 'invalid signature' }) };
    }
    const webhookId = event.headers['webhook-id'] ?? '';
    const message: QueueMessage = {
      webhookId,
      webhookTimestamp: Number(event.headers['webhook-timestamp']),
      body,
    };
    await deps.sqs.send(
      new SendMessageCommand({ QueueUrl: deps.queueUrl, MessageBody: JSON.stringify(message) }),
    );
    logger.info('delivery accepted', { webhook_id: webhookId });
    metrics.addMetric('DeliveriesAccepted', MetricUnit.Count, 1);
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ received: true }),
    };
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(handle);
}

let made: { readonly secret: unknown; readonly webhooks: readonly Webhook[] } | undefined;

/** One for each active key, made again when the secret changes. */
async function readWebhooks({
  secrets,
  secretId,
}: Pick<PeerWebhookDeps, 'secrets' | 'secretId'>): Promise<readonly Webhook[]> {
  const secret = await secrets.get(secretId, { maxAge: KEYS_MAX_AGE_SECONDS });
  if (made?.secret !== secret) {
    const keys = Object.values(JSON.parse(String(secret))) as string[];
    made = { secret, webhooks: keys.map((key) => new Webhook(key)) };
  }
  return made?.webhooks ?? [];
}

function verifies(
  webhook: Webhook,
  body: string,
  headers: APIGatewayProxyEventV2['headers'],
): boolean {
  try {
    webhook.verify(body, headers as Record<string, string>, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

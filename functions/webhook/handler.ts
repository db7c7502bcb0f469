import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { bodyBytes } from '#shared/api/body-bytes.ts';
import { jsonResponse } from '#shared/api/response.ts';
import { ServiceError } from '#shared/errors.ts';
import type { Logger } from '#shared/ports/world.ts';
import { type AcceptDeps, acceptDelivery } from '#shared/use-cases/payments/accept-delivery.ts';

export type WebhookDeps = AcceptDeps & {
  readonly logger: Logger;
  /** The addresses that may deliver. @default all */
  readonly sources?: { includes(address: string): boolean } | undefined;
};

/**
 * `POST /webhooks/moment`, and below it: 200 once the event is on the queue, or a problem that says why it is not.
 * Neither is counted here. What is accepted the queue counts, as messages sent, and what is refused the log line of the
 * refusal: a record of metrics would be paid for with each delivery, a stranger's too.
 */
export function createHandler({ logger, sources, ...deps }: WebhookDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { sourceIp } = event.requestContext.http;
    if (sources && !sources.includes(sourceIp)) {
      throw new ServiceError('delivery.source_refused', `${sourceIp} may not deliver`);
    }
    const { delivery, mentions } = await acceptDelivery(
      { body: bodyBytes(event), headers: event.headers },
      deps,
    );
    logger.info('delivery.accepted', {
      webhook_id: delivery.webhookId,
      event_id: mentions.eventId,
      payment_id: mentions.paymentId,
      key_id: delivery.keyId,
    });
    return jsonResponse(200, { received: true });
  };
}

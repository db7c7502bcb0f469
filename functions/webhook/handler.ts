import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { bodyBytes } from '#shared/api/body-bytes.ts';
import { jsonResponse } from '#shared/api/response.ts';
import { ServiceError } from '#shared/errors.ts';
import type { Logger, Metrics } from '#shared/ports/world.ts';
import { type AcceptDeps, acceptDelivery } from '#shared/use-cases/payments/accept-delivery.ts';

export type WebhookDeps = AcceptDeps & { readonly logger: Logger; readonly metrics: Metrics };

/** `POST /webhooks/moment`: 200 once the event is on the queue, or a problem that says why it is not. */
export function createHandler(deps: WebhookDeps) {
  const { logger, metrics } = deps;
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    try {
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
      // Counted by the queue already, as messages sent: a record here would be paid for with each delivery.
      return jsonResponse(200, { received: true });
    } catch (error) {
      const outcome = error instanceof ServiceError ? error.code : 'internal';
      metrics.count('DeliveriesRefused', 1, { outcome });
      throw error;
    }
  };
}

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ErrorCode, ServiceError } from '#shared/errors.ts';

/** What id and detail of a refused delivery share: the whole line stays below 300 bytes. */
const DELIVERY_TEXT_MAX = 130;
/** Of a refused delivery, which anybody may have sent: Standard Webhooks' own ids have 31. */
const DELIVERY_ID_MAX = 64;
const ID_MAX = 255;
const DETAIL_MAX = 1000;

/**
 * What is logged of a request that is refused. No stack: it would say where our code refuses, which the code says. And
 * little of a delivery: whoever sends a wrong one is perhaps a stranger, and each byte is paid for.
 */
export function refusalMembers({ code, message }: ServiceError, event: APIGatewayProxyEventV2) {
  if (!isOfDelivery(code)) {
    return { code, route: event.routeKey, detail: message.slice(0, DETAIL_MAX) };
  }
  const id = loggedId(event, DELIVERY_ID_MAX);
  const detail = message.slice(0, DELIVERY_TEXT_MAX - (id?.length ?? 0));
  return { code, webhook_id: id, detail };
}

/** The id of the message as the sender has it, in characters of one byte each. */
export function loggedId(
  { headers }: Pick<APIGatewayProxyEventV2, 'headers'>,
  charactersMax = ID_MAX,
): string | undefined {
  return headers['webhook-id']?.slice(0, charactersMax).replaceAll(/[^\w.:-]/g, '?');
}

function isOfDelivery(code: ErrorCode): boolean {
  return code.startsWith('delivery.');
}

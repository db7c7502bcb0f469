import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { visibleJson } from '#shared/models/visible-text.ts';

export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...headers },
    body: visibleJson(JSON.stringify(body)),
  };
}

/** What a write made; a replay says so in the header that Moment uses for the same. */
export function createdResponse(
  body: unknown,
  replayed: boolean,
): APIGatewayProxyStructuredResultV2 {
  return jsonResponse(201, body, replayedHeader(replayed));
}

/** What a write had nothing to change of. */
export function unchangedResponse(
  body: unknown,
  replayed: boolean,
): APIGatewayProxyStructuredResultV2 {
  return jsonResponse(200, body, replayedHeader(replayed));
}

function replayedHeader(replayed: boolean): Readonly<Record<string, string>> {
  return replayed ? { 'idempotent-replayed': 'true' } : {};
}

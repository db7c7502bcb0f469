import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { CommandAnswer } from '#shared/use-cases/once.ts';

export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** A write's answer; a replay says so in the header that Moment uses for the same. */
export function commandResponse({
  status,
  body,
  replayed,
}: CommandAnswer): APIGatewayProxyStructuredResultV2 {
  return jsonResponse(status, body, replayed ? { 'idempotent-replayed': 'true' } : {});
}

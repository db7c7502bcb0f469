import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The body byte for byte, however the HTTP API handed it over. */
export function bodyBytes({
  body,
  isBase64Encoded,
}: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): Uint8Array {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

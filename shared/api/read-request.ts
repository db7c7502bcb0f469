import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { ServiceError } from '#shared/errors.ts';
import { readUtf8 } from '#shared/models/bytes.ts';
import { parseExactJson } from '#shared/models/exact-json.ts';
import { describeProblems, tryParse } from '#shared/models/parsing.ts';

// docs.momentco.io has the same alphabet for its own header, with UUIDs in mind.
const IDEMPOTENCY_KEY = /^[a-zA-Z0-9_-]{1,255}$/;
const BODY_BYTES_MAX = 64 * 1024;

/** The body byte for byte, however the HTTP API handed it over. */
export function bodyBytes({
  body,
  isBase64Encoded,
}: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): Uint8Array {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

/** The JSON body as `schema` has it; an empty body is `{}`. @throws ServiceError with all problems at once. */
export function readJsonBody<T>(event: APIGatewayProxyEventV2, schema: z.ZodMiniType<T>): T {
  const bytes = bodyBytes(event);
  if (bytes.length > BODY_BYTES_MAX) {
    throw new ServiceError('request.too_large', `The body is larger than ${BODY_BYTES_MAX} bytes`);
  }
  return read(schema, parseJson(bytes), 'body');
}

export function readQuery<T>(event: APIGatewayProxyEventV2, schema: z.ZodMiniType<T>): T {
  return read(schema, event.queryStringParameters ?? {}, 'query');
}

export function readIdempotencyKey({ headers }: APIGatewayProxyEventV2): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || IDEMPOTENCY_KEY.test(key)) return key;
  throw new ServiceError(
    'request.invalid',
    'The header Idempotency-Key must be 1 to 255 letters, digits, - and _, sent once; a UUID is best',
    { members: { errors: [{ field: 'Idempotency-Key', detail: 'is malformed' }] } },
  );
}

/** The `{id}` of the path: Moment's id or the merchant's `external_reference`. */
export function readPathId({ pathParameters }: APIGatewayProxyEventV2): string {
  return pathParameters?.['id'] ?? '';
}

function parseJson(bytes: Uint8Array): unknown {
  const text = readUtf8(bytes);
  if (text?.trim() === '') return {};
  try {
    if (text !== undefined) return parseExactJson(text);
  } catch {}
  throw new ServiceError(
    'request.invalid',
    'The body must be JSON in UTF-8; send content-type application/json and check the quotes',
  );
}

function read<T>(schema: z.ZodMiniType<T>, value: unknown, where: string): T {
  const parsed = tryParse(schema, value);
  if (parsed.ok) return parsed.value;
  const errors = parsed.problems.map(({ field, detail }) => ({ field: field || where, detail }));
  throw new ServiceError('request.invalid', describeProblems(errors), { members: { errors } });
}

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { ServiceError } from '#shared/errors.ts';
import { parseExactJson, RepeatedMemberError } from '#shared/models/exact-json.ts';
import { findInvisible, whyInvisible } from '#shared/models/find-invisible.ts';
import { describeProblems, type ParseProblem, tryParse } from '#shared/models/parsing.ts';
import { ReconciliationId } from '#shared/models/reconciled.ts';
import { readUtf8 } from '#shared/models/utf8.ts';
import { visibleText } from '#shared/models/visible-text.ts';
import { bodyBytes } from './body-bytes.ts';

// docs.momentco.io has the same alphabet for its own header, with UUIDs in mind.
// The prefix is of our own keys, which a refusal names where none was sent.
const IDEMPOTENCY_KEY = /^(?:create(?:-account|-bill)?:)?[a-zA-Z0-9_-]{1,255}$/;
const BODY_BYTES_MAX = 64 * 1024;
const PROBLEMS_TOLD_MAX = 50;
/** A member's name is as long as its sender likes, and is told three times: in two members of the answer, and in the log. */
const PROBLEM_CHARACTERS_MAX = 255;
const REPEATED = 'comes twice: send it once, with the value that is meant';

/** A query of which nothing is known. */
const NoQuery = z.strictObject({});

/** The query of a list that comes in pages. */
export const PageQuery = z.strictObject({
  limit: z._default(
    z.pipe(
      z.string().check(z.regex(/^([1-9]\d?|100)$/, 'must be a whole number from 1 to 100')),
      z.transform(Number),
    ),
    25,
  ),
  cursor: z.optional(z.string()),
});

/** The query of what a row of a report is. */
export const ReconciledQuery = z.strictObject({ reconciliation_id: ReconciliationId });

/** The JSON body as `schema` has it; an empty body is `{}`. @throws ServiceError with all problems at once. */
export function readJsonBody<T>(event: APIGatewayProxyEventV2, schema: z.ZodMiniType<T>): T {
  const bytes = bodyBytes(event);
  if (bytes.length > BODY_BYTES_MAX) {
    throw new ServiceError('request.too_large', `The body is larger than ${BODY_BYTES_MAX} bytes`);
  }
  return read(schema, parseJson(bytes), 'body');
}

export function readQuery<T>(event: APIGatewayProxyEventV2, schema: z.ZodMiniType<T>): T {
  const { rawQueryString, queryStringParameters = {} } = event;
  // API Gateway joins what comes twice by a comma, and no value of ours has one.
  const names = [...new URLSearchParams(rawQueryString).keys()];
  const repeated = names.filter((name, at) => names.indexOf(name) < at);
  if (repeated.length > 0) {
    throw invalid([...new Set(repeated)].map((field) => ({ field, detail: REPEATED })));
  }
  return read(schema, queryStringParameters, 'query');
}

/** Of a route that takes no query. @throws ServiceError `request.invalid` */
export function refuseQuery(event: APIGatewayProxyEventV2): void {
  readQuery(event, NoQuery);
}

export function readIdempotencyKey({ headers }: APIGatewayProxyEventV2): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || IDEMPOTENCY_KEY.test(key)) return key;
  throw new ServiceError(
    'request.invalid',
    'The header Idempotency-Key must be 1 to 255 letters, digits, - and _, sent once; a UUID is best',
    {
      members: {
        errors: [
          { field: 'Idempotency-Key', detail: whyInvisible(key, 'create-1042') ?? 'is malformed' },
        ],
      },
    },
  );
}

/** The same where nothing else tells one request from another. @throws ServiceError `idempotency_key.required` */
export function requireIdempotencyKey(event: APIGatewayProxyEventV2): string {
  const key = readIdempotencyKey(event);
  if (key !== undefined) return key;
  throw new ServiceError(
    'idempotency_key.required',
    'Send the header Idempotency-Key, a new UUID for each change: sent again with the same key it happens once, and without one nothing tells a second try from a second change',
  );
}

/** The `{entry}` of the path: the id of an entry. @throws ServiceError `request.invalid` */
export function readPathEntry({ pathParameters }: APIGatewayProxyEventV2): string {
  const entry = pathParameters?.['entry'] ?? '';
  const detail = whyInvisible(entry, 'pay_1@bcus_1');
  if (detail !== undefined) throw invalid([{ field: 'entry', detail }]);
  return entry;
}

/** The `{id}` of the path: of an exception. @throws ServiceError `request.invalid` */
export function readPathException({ pathParameters }: APIGatewayProxyEventV2): string {
  const id = pathParameters?.['id'] ?? '';
  const detail = whyInvisible(id, 'drift:bcus_1');
  if (detail !== undefined) throw invalid([{ field: 'id', detail }]);
  return id;
}

/** The `{id}` of the path: Moment's id or the merchant's `external_reference`. @throws ServiceError `request.invalid` */
export function readPathId({ pathParameters }: APIGatewayProxyEventV2): string {
  const id = pathParameters?.['id'] ?? '';
  const detail = whyInvisible(id, 'CUSTOMER-1042');
  if (detail !== undefined) throw invalid([{ field: 'id', detail }]);
  return id;
}

function parseJson(bytes: Uint8Array): unknown {
  const text = readUtf8(bytes);
  if (text?.trim() === '') return {};
  try {
    if (text !== undefined) return parseExactJson(text, asNoValue);
  } catch (error) {
    if (error instanceof RepeatedMemberError) {
      throw invalid(error.members.map((field) => ({ field, detail: REPEATED })));
    }
  }
  throw new ServiceError(
    'request.invalid',
    'The body must be JSON in UTF-8; send content-type application/json and check the quotes',
  );
}

/** A text would pass for a name or a reference, and what was sent is none. */
const asNoValue = () => Number.NaN;

function read<T>(schema: z.ZodMiniType<T>, value: unknown, where: string): T {
  const hidden = findInvisible(value);
  const parsed = tryParse(schema, value);
  if (parsed.ok && hidden.length === 0) return parsed.value;
  const problems = [...hidden, ...(parsed.ok ? [] : parsed.problems)];
  throw invalid(problems.map(({ field, detail }) => ({ field: field || where, detail })));
}

function invalid(problems: readonly ParseProblem[]): ServiceError {
  const told = (text: string) => visibleText(text).slice(0, PROBLEM_CHARACTERS_MAX);
  const errors = problems
    .slice(0, PROBLEMS_TOLD_MAX)
    .map(({ field, detail }) => ({ field: told(field), detail: told(detail) }));
  // Members are named as they were sent, and a name may be anybody's.
  return new ServiceError('request.invalid', 'It is not valid, and the caller was told why', {
    members: { errors },
    detail: describeProblems(errors),
  });
}

import * as z from 'zod/mini';
import type { Route } from '#shared/api/routes/route.ts';

/** What each parameter is, by its name; docs/api.md has the prose. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  id: "Moment's id, or your external_reference",
  entry: 'the id of the entry, percent-encoded',
  reconciliation_id: "the id of a row of Moment's reports",
  limit: 'how many at most',
  cursor: 'next_cursor of the page before, as it came: another text is 400 cursor.invalid',
  prefix: 'what the references begin with',
  kind: 'those of one kind',
  from: 'where the period begins: a day, in the zone, or a moment with its offset; left out: with the first entry',
  to: 'where it ends, and is not in it any more; left out: now',
  zone: "an IANA name: where days begin; left out: the stage's",
  by: 'by which of the two times: when it was recorded, which are the books, or when it took effect',
  as_of:
    'of a balance, what had taken effect before this day or moment; of an age, the day, at its end',
  known_at: 'what had been recorded before it',
  bom: 'whether a byte order mark comes first, as Excel wants it; of CSV alone',
  'Idempotency-Key':
    'a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever',
  'webhook-id': 'id of the message, the same each time that it is sent',
  'webhook-timestamp': 'when this try was signed, seconds since 1970',
  'webhook-signature': 'v1, and the HMAC in base64: docs/signing.md',
};

const InPath = z.string().check(z.minLength(1));
const IdempotencyKey = z.string().check(z.regex(/^[a-zA-Z0-9_-]{1,255}$/));
const DELIVERY_HEADERS = {
  'webhook-id': z.string().check(z.regex(/^[\x21-\x2B\x2D-\x7E]{1,255}$/)),
  'webhook-timestamp': z.string().check(z.regex(/^(0|[1-9]\d{0,10})$/)),
  'webhook-signature': z.string().check(z.regex(/^v1,[A-Za-z0-9+/]+=*$/)),
};

/** All that is asked of a call beside its body. */
export function parametersOf({ path, query, key, open }: Route) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const headers = {
    ...(key !== undefined && {
      'Idempotency-Key': key === 'required' ? IdempotencyKey : z.optional(IdempotencyKey),
    }),
    ...(open && DELIVERY_HEADERS),
  };
  return {
    ...(names.length > 0 && {
      path: z.object(Object.fromEntries(names.map((name) => [name, InPath]))),
    }),
    ...(query && { query: query as z.ZodMiniObject }),
    ...(Object.keys(headers).length > 0 && { header: z.object(headers) }),
  };
}

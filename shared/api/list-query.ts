import * as z from 'zod/mini';
import { PageQuery } from './read-request.ts';

export const OF_REFERENCES = z.regex(
  /^[a-zA-Z0-9_-]{1,255}$/,
  'must be 1 to 255 letters, digits, _ and -, such as CUSTOMER-10',
);

/** `GET /{kind}` */
export const ListQuery = z.strictObject({
  ...PageQuery.shape,
  prefix: z.optional(z.string().check(OF_REFERENCES)),
});

import * as z from 'zod';

/** API Gateway quotas: authorization scopes of a route. */
const Scopes = z.array(z.string().regex(/^\S+$/)).min(1).max(10);

const ISSUER =
  'must begin with https://, as your identity provider writes it: over http anybody could answer with keys of their own';

/** Who may call the merchant's routes. */
export const Auth = z.discriminatedUnion('kind', [
  /** Callers sign with AWS credentials (SigV4). */
  z.strictObject({ kind: z.literal('iam') }),
  /** Callers bring a token of your identity provider. */
  z.strictObject({
    kind: z.literal('jwt'),
    issuer: z
      .url({ protocol: /^https$/, error: ISSUER, abort: true })
      .startsWith('https://', ISSUER),
    audience: z.array(z.string().min(1)).min(1),
    /** Which scopes of a token let it read (GET), and which let it write: each route asks for one of its own. */
    scopes: z
      .strictObject(
        { read: Scopes, write: Scopes },
        {
          error:
            "Name the scopes that read and those that write, such as { read: ['balances/read'], write: ['balances/write'] }: without them whoever has any token of the issuer could do everything",
        },
      )
      .refine(({ read, write }) => read.every((scope) => !write.includes(scope)), {
        error: 'A scope for both would let whoever may read write',
      }),
  }),
]);

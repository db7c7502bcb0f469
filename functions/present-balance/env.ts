import * as z from 'zod/mini';

export const PresentBalanceEnv = z.object({
  TABLE_NAME: z.string().check(z.minLength(1)),
  MOMENT_API_URL: z.url(),
  /** Name or ARN of the secret that holds Moment's API key, as plain text. */
  MOMENT_API_KEY_SECRET: z.string().check(z.minLength(1)),
});
export type PresentBalanceEnv = z.infer<typeof PresentBalanceEnv>;

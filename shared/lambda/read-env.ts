import type * as z from 'zod/mini';
import { ServiceError } from '#shared/errors.ts';
import { PARSING } from '#shared/models/parsing.ts';

/** @throws ServiceError `config.invalid` that names every variable that is wrong */
export function readEnv<T>(
  schema: z.ZodMiniType<T>,
  variables: Readonly<Record<string, string | undefined>>,
): T {
  const parsed = schema.safeParse(variables, PARSING);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ');
  throw new ServiceError('config.invalid', `The function's environment is wrong: ${problems}`);
}

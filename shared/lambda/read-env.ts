import type * as z from 'zod/mini';
import { ServiceError } from '#shared/errors.ts';
import { describeProblems, tryParse } from '#shared/models/parsing.ts';

/** @throws ServiceError `config.invalid` that names every variable that is wrong */
export function readEnv<T>(
  schema: z.ZodMiniType<T>,
  variables: Readonly<Record<string, string | undefined>>,
): T {
  const parsed = tryParse(schema, variables);
  if (parsed.ok) return parsed.value;
  const problems = describeProblems(parsed.problems);
  throw new ServiceError('config.invalid', `The function's environment is wrong: ${problems}`);
}

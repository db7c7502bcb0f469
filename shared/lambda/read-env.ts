import { ServiceError } from '#shared/errors.ts';
import { type ValuesOf, VariableError, type Variables } from '#shared/models/variables.ts';

/** @throws ServiceError `config.invalid` that names every variable that is wrong */
export function readEnv<V extends Variables>(
  variables: V,
  environment: Readonly<Record<string, string | undefined>>,
): ValuesOf<V> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(variables)) {
    try {
      values[name] = read(environment[name]);
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      problems.push(`${name} ${error.message}`);
    }
  }
  if (problems.length > 0) {
    const all = problems.join('; ');
    throw new ServiceError('config.invalid', `The function's environment is wrong: ${all}`);
  }
  return values as ValuesOf<V>;
}

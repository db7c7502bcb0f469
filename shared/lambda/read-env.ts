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
    const error = new ServiceError('config.invalid', `The function's environment is wrong: ${all}`);
    // Thrown while the bundle loads: its frames are of the bundle, and would hide the line that says what to do.
    error.stack = `${error.name}: ${error.message}`;
    throw error;
  }
  return values as ValuesOf<V>;
}

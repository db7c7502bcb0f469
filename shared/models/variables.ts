/**
 * What a function's variables may be. Without zod: every function reads some, and the webhook would load it
 * for these alone.
 */
export type Variable<T> = (value: string | undefined) => T;

export type Variables = Readonly<Record<string, Variable<unknown>>>;

export type ValuesOf<V extends Variables> = {
  readonly [Name in keyof V]: ReturnType<V[Name]>;
};

/** Says what the variable must be. */
export class VariableError extends Error {
  override readonly name = 'VariableError';
}

export function text(value: string | undefined): string {
  if (value) return value;
  throw new VariableError('must be set');
}

export function optionalText(value: string | undefined): string | undefined {
  return value === undefined ? undefined : text(value);
}

export function url(value: string | undefined): string {
  if (value !== undefined && URL.canParse(value)) return value;
  throw new VariableError('must be a URL');
}

export function positiveInteger(value: string | undefined): number {
  if (value !== undefined && /^[1-9]\d{0,14}$/.test(value)) return Number(value);
  throw new VariableError('must be an integer above 0');
}

export function oneOf<T extends string>(values: readonly T[]): Variable<T> {
  return (value) => {
    const found = values.find((one) => one === value);
    if (found !== undefined) return found;
    throw new VariableError(`must be one of ${values.join(', ')}`);
  };
}

import * as z from 'zod/mini';
import { problemOf, statusOf } from '#shared/api/problem-schemas.ts';
import { ERROR_CODES, ERRORS, type ErrorCode } from '#shared/errors.ts';

type Code = ErrorCode | 'internal';

/** Callers see `internal` in place of it. */
const HIDDEN: Code = 'config.invalid';

/** By code: the one object that is used wherever it is answered. */
export const PROBLEMS: ReadonlyMap<Code, z.ZodMiniType> = new Map(
  ([...ERROR_CODES, 'internal'] as Code[])
    .filter((code) => code !== HIDDEN)
    .map((code) => [code, problemOf(code)]),
);

/** `customer.not_found` is `CustomerNotFound` among the components. */
export function nameOfProblem(code: Code): string {
  return code
    .split(/[._]/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/** Codes by the status that they are answered with. */
export function byStatus(codes: readonly ErrorCode[]): ReadonlyMap<number, readonly Code[]> {
  return Map.groupBy([...codes, 'internal'] as Code[], statusOf);
}

/** One of these. */
export function problemsOf(codes: readonly Code[]): z.ZodMiniType {
  const [first, ...others] = codes.map((code) => PROBLEMS.get(code) ?? problemOf(code));
  if (!first) throw new Error('There is no code');
  return others.length === 0 ? first : z.union([first, ...others]);
}

/** Whether `Retry-After` comes with it. */
export function isPassing(code: Code): boolean {
  return code !== 'internal' && 'retryAfterSeconds' in ERRORS[code];
}

import * as z from 'zod/mini';
import { explainIssue } from './problem-words.ts';

/**
 * How everything is parsed. Problems are told in words for a person who has to mend them. And zod compiles no schema
 * at its first use: most are used a few times before their execution environment is gone, and interpreting takes no longer.
 */
const PARSING = { error: explainIssue, reportInput: true, jitless: true };

/** What is wrong with one member: its path, empty for the whole value, and what it must be. */
export type ParseProblem = { readonly field: string; readonly detail: string };

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ParseProblem[] };

/** The value as `schema` has it. @throws ParseError that names every problem */
export function parse<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const parsed = tryParse(schema, value);
  if (parsed.ok) return parsed.value;
  throw new ParseError(parsed.problems);
}

/** The value as `schema` has it, or all that is wrong with it. */
export function tryParse<T>(schema: z.ZodMiniType<T>, value: unknown): Parsed<T> {
  const { success, data, error } = schema.safeParse(value, PARSING);
  return success
    ? { ok: true, value: data }
    : { ok: false, problems: error.issues.flatMap(toProblems) };
}

export function isValid(schema: z.ZodMiniType, value: unknown): boolean {
  return tryParse(schema, value).ok;
}

/** One line: `customer.email: Invalid email address; balance: must be an integer`. */
export function describeProblems(problems: readonly ParseProblem[], whole = 'the value'): string {
  return problems.map(({ field, detail }) => `${field || whole}: ${detail}`).join('; ');
}

/** A value that is not as its schema says, with all that is wrong in its message. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
  readonly problems: readonly ParseProblem[];

  constructor(problems: readonly ParseProblem[]) {
    super(describeProblems(problems));
    this.problems = problems;
  }
}

/**
 * For what Moment tells and we only show: left out where it is not what the docs say, since a customer who
 * exists at Moment must always be possible to open here.
 */
export const lenient = <T extends z.ZodMiniType>(schema: T) =>
  z.catch(z.optional(schema), undefined);

/** Members that are not known are a problem each, named by themselves. */
function toProblems(issue: z.core.$ZodIssue): ParseProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...issue.path, key].join('.'),
      detail: issue.message,
    }));
  }
  const meant = issue.code === 'invalid_union' ? issue.errors.find(isOfMembers) : undefined;
  if (meant) {
    return meant.flatMap((each) => toProblems({ ...each, path: [...issue.path, ...each.path] }));
  }
  const detail = issue.input === undefined ? `is required, and ${issue.message}` : issue.message;
  return [{ field: issue.path.join('.'), detail }];
}

/** Of alternatives, the one that was meant: its form is right, and members of it are wrong. */
function isOfMembers(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys');
}

import * as z from 'zod';

/** One thing that a principal asks of AWS, as IAM sees it. */
export type Access = {
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  /** By condition key; absent where the request has none. */
  readonly context: Readonly<Record<string, readonly string[]>>;
};

const Texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
/** What a statement may have here; anything else is refused when it is read, and not passed over. */
export const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: Texts,
  Resource: Texts,
  Condition: z
    .record(
      z.string().regex(/^(ForAllValues:|ForAnyValue:)?String(Not)?(Equals|Like)$/),
      z.record(z.string(), Texts),
    )
    .default({}),
});
export type Statement = z.infer<typeof Statement>;

/** As IAM decides: what no statement allows, or one denies, is refused. */
export function isAllowed(statements: readonly Statement[], access: Access): boolean {
  const about = statements.filter((statement) => isAbout(statement, access));
  return (
    about.some(({ Effect }) => Effect === 'Allow') && !about.some(({ Effect }) => Effect === 'Deny')
  );
}

/** Whether a statement speaks of this access, its conditions included. */
export function isAbout(statement: Statement, { action, resource, context }: Access): boolean {
  return (
    statement.Action.some((pattern) => isLike(pattern.toLowerCase(), action.toLowerCase())) &&
    statement.Resource.some((pattern) => isLike(pattern, resource)) &&
    Object.entries(statement.Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, values, context[key] ?? [])),
    )
  );
}

/**
 * Source: IAM User Guide, "Set operators for multivalued context keys": ForAllValues holds where the request has no
 * such key, and ForAnyValue does not.
 */
function holds(operator: string, values: readonly string[], present: readonly string[]): boolean {
  const isNegative = operator.includes('Not');
  const matches = (text: string) =>
    values.some((value) => (operator.endsWith('Like') ? isLike(value, text) : value === text)) !==
    isNegative;
  if (operator.startsWith('ForAllValues:')) return present.every(matches);
  if (operator.startsWith('ForAnyValue:')) return present.some(matches);
  return present.length === 0 ? isNegative : present.every(matches);
}

/** `*` stands for any text, `?` for any character. */
export function isLike(pattern: string, text: string): boolean {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : RegExp.escape(part);
  });
  return new RegExp(`^${parts.join('')}$`, 's').test(text);
}

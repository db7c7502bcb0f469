import * as z from 'zod';
import { memberOf } from './member-of.ts';

const Literal = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** What a leaf may ask here; any other operator is refused when the pattern is read, and not passed over. */
const Condition = z.union([
  Literal,
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ exists: z.boolean() }),
]);
type Condition = z.infer<typeof Condition>;
export type EventPattern = { readonly [name: string]: EventPattern | readonly Condition[] };
const EventPattern: z.ZodType<EventPattern> = z.lazy(() =>
  z.record(
    z.string().regex(/^[^$]/, 'is an operator that is not known here'),
    z.union([z.array(Condition).min(1), EventPattern]),
  ),
);

/** @throws Error where it asks for something that is not known here */
export function readEventPattern(json: string): EventPattern {
  const pattern = EventPattern.safeParse(JSON.parse(json));
  if (pattern.success) return pattern.data;
  throw new Error(`This event pattern cannot run here: ${json}\n${z.prettifyError(pattern.error)}`);
}

/**
 * Whether an event has all that the pattern names: each leaf one of the conditions that stand there.
 *
 * Source: EventBridge User Guide, "Comparison operators for use in event patterns": `exists` looks at leaves alone.
 */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([name, asked]) => {
    const value = memberOf(event, name);
    return isLeaf(asked)
      ? asked.some((condition) => holds(condition, value))
      : matchesPattern(asked, value);
  });
}

function isLeaf(asked: EventPattern | readonly Condition[]): asked is readonly Condition[] {
  return Array.isArray(asked);
}

function holds(condition: Condition, value: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return value === condition;
  if ('prefix' in condition) {
    return typeof value === 'string' && value.startsWith(condition.prefix);
  }
  return (value !== undefined && typeof value !== 'object') === condition.exists;
}

import type { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';

export type Resource = {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
  readonly Properties: any;
  readonly DependsOn?: string[];
} & Readonly<Record<string, unknown>>;

/** By their logical ids. */
export function resourcesOf(template: Template): Readonly<Record<string, Resource>> {
  return template.toJSON()['Resources'];
}

/** The one resource of a type whose logical id has this part: its id and itself. */
export function onlyResource(
  template: Template,
  type: string,
  part = '',
): readonly [string, Resource] {
  const [first, ...others] = Object.entries(resourcesOf(template)).filter(
    ([id, { Type }]) => Type === type && id.includes(part),
  );
  expect(others).toEqual([]);
  if (!first) throw new Error(`The template has no ${type} ${part}`);
  return first;
}

import { memberOf } from './member-of.ts';

const VARIABLE = /<([^<>]+)>/g;
/** Dot notation alone. */
const PATH = /^\$(?:\.[\w-]+)+$/;

/**
 * What a pipe makes of its template and one record. Of a path that is not there nothing is left; a text outside of
 * quotes gets some, a number in DynamoDB's JSON too, which is a text; nothing is escaped.
 *
 * Source: EventBridge User Guide, "Amazon EventBridge Pipes input transformation", its common issues.
 *
 * @throws Error for a variable that is no path of this kind
 */
export function renderTemplate(template: string, record: unknown): string {
  return template.replaceAll(VARIABLE, (_, path: string, at: number) => {
    const value = valueAt(path, record);
    if (value === undefined) return '';
    const isQuoted = isInString(template, at);
    if (typeof value === 'string') return isQuoted ? value : `"${value}"`;
    const json = JSON.stringify(value);
    return isQuoted ? json.replaceAll('"', '') : json;
  });
}

function valueAt(path: string, record: unknown): unknown {
  if (!PATH.test(path)) throw new Error(`<${path}> cannot be resolved on this machine`);
  return path.split('.').slice(1).reduce(memberOf, record);
}

function isInString(template: string, at: number): boolean {
  return template.slice(0, at).replaceAll(/\\./g, '').split('"').length % 2 === 0;
}

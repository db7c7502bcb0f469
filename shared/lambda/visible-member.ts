import { visibleJson } from '#shared/models/visible-text.ts';

declare global {
  interface JSON {
    /** Not in TypeScript's library yet (tc39/proposal-json-parse-with-source). */
    rawJSON(text: string): unknown;
  }
}

/**
 * A member of a log line. A text in which something hides is written with escapes of JSON, so that whoever reads the
 * line finds the same value, and the terminal that shows it raw (as `aws logs tail` does) is not repainted.
 */
export function visibleMember(_name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const json = JSON.stringify(value);
  const visible = visibleJson(json);
  return visible === json ? value : JSON.rawJSON(visible);
}

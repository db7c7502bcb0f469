import type * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';

type Issue = z.core.$ZodRawIssue;

const english = en().localeError;

const TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'a text such as "abc"'],
  ['number', 'a number such as 100'],
  ['int', 'a whole number such as 100'],
  ['boolean', 'true or false'],
  ['object', 'an object such as {"name": "value"}'],
  ['record', 'an object such as {"name": "value"}'],
  ['array', 'a list such as ["value"]'],
]);
const FORMATS: ReadonlyMap<string, string> = new Map([
  ['datetime', 'a time with its zone such as 2026-06-18T12:00:00Z'],
  ['email', 'an e-mail address such as jane@example.com'],
]);

/** What a member must be, with an example, where its schema does not say so in words of its own. */
export function explainIssue(issue: Issue): ReturnType<typeof english> {
  if (issue.code === 'unrecognized_keys') return `is not known${knownNames(issue.inst)}`;
  const must = whatItMust(issue);
  return must === undefined ? english(issue) : `must ${must}`;
}

function whatItMust(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return be(TYPES.get(issue.expected));
    case 'invalid_format':
      return be(FORMATS.get(issue.format));
    case 'too_big':
      if (issue.origin === 'string') return `have ${issue.maximum} characters at most`;
      return issue.inclusive ? `be ${issue.maximum} at most` : `be less than ${issue.maximum}`;
    case 'too_small':
      if (issue.origin === 'string') return `have ${issue.minimum} characters at least`;
      return issue.inclusive ? `be ${issue.minimum} at least` : `be more than ${issue.minimum}`;
    case 'invalid_value':
      return `be one of ${issue.values.map(String).join(', ')}`;
    default:
      return undefined;
  }
}

function knownNames(schema: Issue['inst']): string {
  const definition = schema?._zod.def;
  if (!definition || !('shape' in definition)) return '';
  const names = Object.keys(Object(definition.shape));
  return names.length === 0 ? ' here, nor is any other' : ` (known are ${names.join(', ')})`;
}

function be(what: string | undefined): string | undefined {
  return what === undefined ? undefined : `be ${what}`;
}

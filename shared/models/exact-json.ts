import { scanJson } from './scan-json.ts';

/** JSON in which a member comes twice in one object: which of its values counts, the text does not say. */
export class RepeatedMemberError extends SyntaxError {
  override readonly name = 'RepeatedMemberError';
  /** The path of each such member. */
  readonly members: readonly string[];
  /** The rest as told; of each of `members` it has the last value, which is to be believed as little as the first. */
  readonly value: unknown;

  constructor(members: readonly string[], value: unknown) {
    super(`Members that come twice: ${members.join(', ')}`);
    this.members = members;
    this.value = value;
  }
}

/**
 * Parses JSON without letting a number change in passing. `JSON.parse` reads 9007199254740991.4 as the
 * integer 9007199254740991; here an integer value keeps its number only if it is written as one, and
 * otherwise becomes the text that was sent, which no schema takes for an amount.
 *
 * @param standIn what such a number becomes instead
 * @throws SyntaxError if the text is not JSON, and RepeatedMemberError if a member comes twice, however it is spelt.
 */
export function parseExactJson(
  text: string,
  standIn: (source: string) => unknown = asWritten,
): unknown {
  const value: unknown = JSON.parse(text);
  const { repeated, hasDecimals } = scanJson(text);
  // A reviver takes ten times as long as the rest, and most texts have plain numbers only.
  const exact: unknown = hasDecimals ? JSON.parse(text, keepExact(standIn)) : value;
  if (repeated.length > 0) throw new RepeatedMemberError(repeated, exact);
  return exact;
}

const asWritten = (source: string) => source;

function keepExact(standIn: (source: string) => unknown) {
  return (_key: string, value: unknown, { source }: { source?: string } = {}) =>
    Number.isInteger(value) && !/^-?\d+$/.test(String(source)) ? standIn(String(source)) : value;
}

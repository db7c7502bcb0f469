/**
 * Parses JSON without letting a number change in passing. `JSON.parse` reads 9007199254740991.4 as the
 * integer 9007199254740991; here an integer value keeps its number only if it is written as one, and
 * otherwise becomes the text that was sent, which no schema takes for an amount.
 *
 * @throws SyntaxError if the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, { source }: { source?: string } = {}) =>
    Number.isInteger(value) && !/^-?\d+$/.test(String(source)) ? source : value,
  );
}

import { parseExactJson, RepeatedMemberError } from '#shared/models/exact-json.ts';
import type { RowProblem } from '#shared/models/import-row.ts';

type Members = {
  readonly cells: ReadonlyMap<string, string>;
  readonly problems: readonly RowProblem[];
};

const WHOLE_ROW = '(row)';

/** The members of a JSON object as texts, by name; those of `metadata` by `metadata.` and theirs. */
export function readMembers(text: string): Members {
  const { value, problems } = readObject(text);
  const cells = new Map<string, string>();
  const wrong: RowProblem[] = [...problems];
  for (const [name, member] of flat(value)) {
    if (member === null) continue;
    cells.set(name, typeof member === 'string' ? member : JSON.stringify(member));
    if (typeof member !== 'string') wrong.push({ column: name, detail: whyNoText(member) });
  }
  return { cells, problems: wrong };
}

function readObject(text: string): { value: object; problems: readonly RowProblem[] } {
  try {
    const value = parseExactJson(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { value, problems: [] };
    }
  } catch (error) {
    if (error instanceof RepeatedMemberError) {
      const detail = 'comes twice: which of them counts, the line does not say';
      return { value: {}, problems: error.members.map((column) => ({ column, detail })) };
    }
    if (!(error instanceof SyntaxError)) throw error;
  }
  return {
    value: {},
    problems: [
      { column: WHOLE_ROW, detail: 'must be one JSON object, such as {"amount_due": "240.00"}' },
    ],
  };
}

function flat(value: object): readonly (readonly [name: string, member: unknown])[] {
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'metadata' && typeof member === 'object' && member !== null
      ? Object.entries(member).map(([key, each]) => [`metadata.${key}`, each] as const)
      : [[name, member] as const],
  );
}

function whyNoText(member: unknown): string {
  return typeof member === 'number'
    ? 'must be a text such as "240.00": a number does not say whether it is in cents'
    : 'must be a text such as "abc"';
}

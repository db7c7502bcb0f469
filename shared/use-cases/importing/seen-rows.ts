import {
  contentOf,
  type ImportRow,
  type RowProblem,
  type SoundRow,
} from '#shared/models/import-row.ts';
import type { Seen, SeenRows } from '#shared/ports/importing.ts';

/** Notes each row by its identity, since the first of two that differ cannot know of the second. Answers how many there are. */
export async function seeRows(
  rows: AsyncIterable<ImportRow>,
  seen: SeenRows,
  stop?: AbortSignal,
): Promise<number> {
  let count = 0;
  for await (const row of rows) {
    if (stop?.aborted) break;
    count += 1;
    if (row.kind === 'faulty') continue;
    const reference = row.wanted.facts.external_reference;
    const before = await seen.find(reference);
    const next = seenNext(before, { line: row.line, content: contentOf(row.wanted) });
    if (next !== before) await seen.put(reference, next);
  }
  return count;
}

export function seenNext(before: Seen | undefined, { line, content }: Seen): Seen {
  if (before === undefined) return { line, content };
  return before.content === content ? before : { ...before, contradictedOn: line };
}

/** Why a row does not count though it is sound: it comes twice, or another says otherwise of the same identity. */
export function problemOfRepeat(row: SoundRow, seen: Seen | undefined): RowProblem | undefined {
  if (seen === undefined) return undefined;
  const column = row.columnOf('external_reference');
  if (seen.contradictedOn !== undefined) {
    const other = row.line === seen.line ? seen.contradictedOn : seen.line;
    const detail = `comes on line ${other} too, with other contents: remove the row that is wrong`;
    return { column, detail };
  }
  if (row.line === seen.line) return undefined;
  return { column, detail: `is a row like line ${seen.line}, which counts once: remove this one` };
}

/** What docs/api.md says of each member in the table below a heading. */
export function readMembers(api: string, heading: string): (readonly [string, string])[] {
  return rowsBelow(api, heading).map(([member = '', ...cells]) => [
    member.replaceAll('`', ''),
    toText(cells.at(-1) ?? ''),
  ]);
}

/** What docs/errors.md says of each code: when it comes, and what to do then. */
export function readCodes(errors: string): ReadonlyMap<string, string> {
  const rows = errors.matchAll(/^\| `([a-z_.]+)` \| \d{3} \| (.+) \| (.+) \|$/gm);
  return new Map(
    [...rows].map(([, code = '', when = '', todo = '']) => [code, toText(`${when}: ${todo}`)]),
  );
}

/** Cells of the first table below a heading. */
export function rowsBelow(document: string, heading: string): string[][] {
  const [, section = ''] = document.split(`### ${heading}\n`);
  const table = /(?:^\|.*\|\n)+/m.exec(section)?.[0] ?? '';
  const [, , ...rows] = table.trim().split('\n');
  return rows.map((row) => row.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '')));
}

/** Without its links, which lead from docs/ to elsewhere, and what is bold. */
function toText(cell: string): string {
  return cell.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('**', '');
}

import { styleText } from 'node:util';
import type { Row } from './row.ts';

const HEAD = ['', 'ours', 'peer', '', 'ours is better by', 'reach'];

/** Lines of a table for people; the numbers in full are in the JSON. */
export function toTable(rows: readonly Row[]): readonly string[] {
  const cells = [HEAD, ...rows.map(toCells)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 1 || column === 2 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line, index) => (rows[index - 1]?.reach?.met === false ? red(line) : line));
}

function toCells({ what, unit, ours, peer, times, reach }: Row): string[] {
  return [
    what,
    `${round(ours)} ${unit}`,
    peer ? `${round(peer.value)} ${unit}` : '',
    peer?.name ?? '',
    times
      ? `${times.median.toFixed(2)}x  (${times.low.toFixed(2)} to ${times.high.toFixed(2)})`
      : '',
    reach ? `${reach.text}${reach.met ? '' : ': MISSED'}` : '',
  ];
}

function round(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(Math.abs(value) < 100 ? 2 : 0);
}

function red(line: string): string {
  return styleText('red', line);
}

import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine and all that it started, as Linux tells it. */
export function descendants(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === pid)
    .map(Number);
  return [pid, ...children.flatMap(descendants)];
}

export const isAlive = (pid: number): boolean => stateOf(pid) !== undefined && stateOf(pid) !== 'Z';

const stat = (pid: number): readonly string[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
};
const stateOf = (pid: number): string | undefined => stat(pid)[0];
export const parentOf = (pid: number): number => Number(stat(pid)[1]);

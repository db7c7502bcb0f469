import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine and all that it started, as Linux tells it. */
export function descendants(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === pid)
    .map(Number);
  return [pid, ...children.flatMap(descendants)];
}

/** What is alive of a process group. */
export function livingOf(group: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => Number(stat(pid)[2]) === group && isAlive(pid));
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

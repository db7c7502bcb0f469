import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 500;
const SHELL = /^-?(.*\/)?(da|ba|z|k|a)?sh$/;
/** What npm and its like are called; Node names its first thread otherwise than itself. */
const NPM = /npm|npx|node|MainThread|yarn|bun/;

type Process = { readonly parent: number; readonly command: string };

/**
 * Calls once when whoever started this process is gone. npm tells only the shell between us when it is asked
 * to end, and that shell dies without a word; of an npm that is killed, nobody is told.
 */
export function watchParents(startedByNpm: boolean, onGone: () => void): () => void {
  const parent = process.ppid;
  const between = startedByNpm ? lookAt(parent) : undefined;
  // Beyond npm nobody is watched: its own parent may go, as with nohup.
  const npm = between && SHELL.test(between.command) ? between.parent : undefined;
  const isLate = between !== undefined && !mayHaveStartedUs(between);
  const timer = setInterval(() => {
    if (!isLate && process.ppid === parent && (npm === undefined || isAlive(npm))) return;
    clearInterval(timer);
    onGone();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Not so of whoever takes over what others leave: they went before anybody watched them. */
function mayHaveStartedUs({ command, parent }: Process): boolean {
  return SHELL.test(command) ? parent > 0 : NPM.test(command);
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** From /proc, or where there is none, from ps. */
function lookAt(pid: number): Process | undefined {
  try {
    const [, command = '', parent] = /\((.*)\) \S (\d+)/s.exec(readStat(pid)) ?? [];
    return { parent: Number(parent), command };
  } catch {
    return undefined;
  }
}

function readStat(pid: number): string {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/stat`, 'utf8');
  const ps = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, command] = /^\s*(\d+)\s+(.*?)\s*$/.exec(ps) ?? [];
  return `(${command}) ? ${parent}`;
}

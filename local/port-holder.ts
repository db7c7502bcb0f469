import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { findRunning } from './running.ts';

export type PortHolder = {
  readonly pid: number;
  /** What it was started as. */
  readonly command: string;
};

const LISTENING = '0A';

/** Who holds a port of this machine, as far as this user may see. */
export function findPortHolder(port: number): PortHolder | undefined {
  const ours = findRunning().find((running) =>
    [running.port, ...(running.ports ?? [])].includes(port),
  );
  if (ours) return { pid: ours.pid, command: 'an `npm start` of this folder' };
  try {
    return findByProc(port);
  } catch {
    // No /proc, as on macOS.
    return undefined;
  }
}

function findByProc(port: number): PortHolder | undefined {
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => listeningSockets(table, port)));
  const pids = sockets.size === 0 ? [] : readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const holder = pids.find((pid) => openFiles(pid).some((file) => sockets.has(file)));
  if (holder === undefined) return undefined;
  const command = readFileSync(`/proc/${holder}/cmdline`, 'utf8').split('\0').join(' ').trim();
  return { pid: Number(holder), command };
}

/** `socket:[inode]` of each socket that listens at the port (proc_net_tcp). */
function listeningSockets(table: string, port: number): string[] {
  const [, ...lines] = readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    const isIt = state === LISTENING && Number.parseInt(local.split(':').at(-1) ?? '', 16) === port;
    return isIt ? [`socket:[${inode}]`] : [];
  });
}

function openFiles(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).map((name) => readlinkSync(`${folder}/${name}`));
  } catch {
    // It ended at this moment, or belongs to another user.
    return [];
  }
}

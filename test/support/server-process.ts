import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const START_MS_MAX = 60_000;
const POLL_MS = 50;

export type RunningServer = { readonly endpoint: string; close(): Promise<void> };

/** A server that somebody else wrote, on a port of its own; `name` is for whoever reads that it did not start. */
export async function startServerProcess(
  name: string,
  command: string,
  argsFor: (port: string) => readonly string[],
  options: SpawnOptions = {},
): Promise<RunningServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(command, argsFor(String(port)), { ...options, stdio: 'ignore' });
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const close = async () => {
    process.off('exit', kill);
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    kill();
    await exited;
  };
  try {
    await untilItAnswers(name, endpoint, server);
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoint, close };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No TCP port is free');
  return address.port;
}

async function untilItAnswers(name: string, endpoint: string, server: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + START_MS_MAX;
  while (Date.now() < giveUpAt) {
    if (server.exitCode !== null) {
      throw new Error(`${name} ended with code ${server.exitCode} before it answered`);
    }
    // Any answer will do, also a refusal: it is listening.
    const answered = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(POLL_MS);
  }
  throw new Error(`${name} did not answer within ${START_MS_MAX} ms`);
}

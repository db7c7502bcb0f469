import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Load, Sent } from './send.ts';

const PROGRAM = join(import.meta.dirname, 'send.ts');

/** Sends a load from another process, and returns once all of it is acknowledged. */
export async function sendApart(load: Load): Promise<Sent> {
  const child = fork(PROGRAM);
  try {
    child.send(load);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The sender ended with ${code} before all was acknowledged`);
    });
    const [sent] = (await Promise.race([once(child, 'message'), ended])) as [Sent];
    // It ends by itself now, which is no error any more.
    ended.catch(() => undefined);
    return sent;
  } finally {
    child.kill();
  }
}

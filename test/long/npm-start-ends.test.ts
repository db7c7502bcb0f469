import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FREE_PORTS, type Started, spawnNpmStart, untilReady } from '#test/support/npm-start.ts';
import { descendants, isAlive, livingOf, parentOf } from '#test/support/processes.ts';

const IN_TIME_MS = 10_000;

describe.skipIf(process.platform !== 'linux')('of `npm start` nothing is left', () => {
  test.each<[string, (tree: Tree) => void]>([
    ['npm is asked to end', ({ npm }) => process.kill(npm, 'SIGTERM')],
    ['npm is killed', ({ npm }) => process.kill(npm, 'SIGKILL')],
    ['Ctrl-C is pressed, and again', ({ npm }) => pressTwice(-npm)],
    ['it is killed itself', ({ node }) => process.kill(node, 'SIGKILL')],
  ])('when %s', async (_, end) => {
    const started = await untilReady(spawnNpmStart(FREE_PORTS));
    await started.printed('Deliveries');
    const npm = started.process.pid ?? 0;
    const all = descendants(npm);
    onTestFinished(() => {
      for (const pid of all.filter(isAlive)) process.kill(pid, 'SIGKILL');
    });
    const node = parentOf(all.at(-1) ?? 0);
    expect(descendants(node).length).toBeGreaterThan(3);

    end({ npm, node });
    const endsAt = performance.now() + IN_TIME_MS;
    while (all.some(isAlive) && performance.now() < endsAt) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(all.filter(isAlive)).toEqual([]);
    for (const url of addresses(started)) expect([url, await answers(url)]).toEqual([url, false]);
  });
});

describe.skipIf(process.platform !== 'linux')('of an `npm start` that has not begun', () => {
  test.each([300, 700, 1400])('nothing is left when npm ends after %d ms', async (afterMs) => {
    const npm = spawnNpmStart(FREE_PORTS);
    const group = npm.pid ?? 0;
    onTestFinished(() => {
      for (const pid of livingOf(group)) process.kill(pid, 'SIGKILL');
    });
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    npm.kill('SIGTERM');
    const endsAt = performance.now() + 3 * IN_TIME_MS;
    while (livingOf(group).length > 0 && performance.now() < endsAt) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(livingOf(group)).toEqual([]);
  });
});

type Tree = { readonly npm: number; readonly node: number };

function pressTwice(group: number): void {
  process.kill(group, 'SIGINT');
  setTimeout(() => {
    try {
      process.kill(group, 'SIGINT');
    } catch {
      // All of it is gone already.
    }
  }, 20);
}

function addresses({ apiUrl, sandboxUrl, dynamodbUrl, sqsUrl }: Started): string[] {
  return [apiUrl, sandboxUrl, dynamodbUrl, sqsUrl];
}

async function answers(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

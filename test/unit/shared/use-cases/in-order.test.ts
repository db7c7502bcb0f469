import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inOrder } from '#shared/use-cases/in-order.ts';

async function* from<T>(all: readonly T[], onTaken: (one: T) => void = () => {}) {
  for (const one of all) {
    onTaken(one);
    yield one;
  }
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const answers: T[] = [];
  for await (const one of source) answers.push(one);
  return answers;
}

test('answers come in the order of what was asked, though some take longer', async () => {
  const work = async (ms: number) => {
    await sleep(ms);
    return ms;
  };
  expect(await all(inOrder(from([30, 1, 20, 2]), 3, work))).toEqual([30, 1, 20, 2]);
  expect(await all(inOrder(from([3]), 3, work))).toEqual([3]);
  expect(await all(inOrder(from([]), 3, work))).toEqual([]);
});

test.each([1, 2, 3])('no more than %i are worked on at once, and no fewer', async (atOnce) => {
  let now = 0;
  let most = 0;
  const work = async () => {
    now += 1;
    most = Math.max(most, now);
    await sleep(1);
    now -= 1;
  };
  await all(inOrder(from([1, 2, 3, 4, 5, 6, 7]), atOnce, work));
  expect(most).toBe(atOnce);
});

test('once it is stopped nothing more is begun, and what is begun is answered', async () => {
  const stop = new AbortController();
  const begun: number[] = [];
  const answers: number[] = [];
  const work = async (one: number) => {
    begun.push(one);
    return one;
  };
  for await (const one of inOrder(from([1, 2, 3, 4, 5, 6]), 2, work, stop.signal)) {
    answers.push(one);
    stop.abort();
  }
  expect(begun.length).toBeLessThan(5);
  expect(answers).toEqual(begun);
});

test('whoever leaves early waits for what is begun', async () => {
  const ended: number[] = [];
  const work = async (one: number) => {
    await sleep(one);
    ended.push(one);
  };
  for await (const _ of inOrder(from([1, 20, 10, 5]), 3, work)) break;
  expect(ended.toSorted()).toEqual([1, 10, 20]);
});

test('a failure ends it, and none of the others is left unheard', async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => void unheard.push(reason);
  process.on('unhandledRejection', hear);
  try {
    const taken: number[] = [];
    const work = async (one: number) => {
      if (one > 1) throw new Error(`no ${one}`);
      await sleep(10);
    };
    const source = from([1, 2, 3, 4, 5, 6], (one) => taken.push(one));
    await expect(all(inOrder(source, 3, work))).rejects.toThrow('no 2');
    await sleep(5);
    expect(taken).toEqual([1, 2, 3, 4]);
    expect(unheard).toEqual([]);
  } finally {
    process.off('unhandledRejection', hear);
  }
});

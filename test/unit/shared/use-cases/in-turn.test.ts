import { expect, test } from 'vitest';
import { inTurn } from '#shared/use-cases/in-turn.ts';

test('work is done for each, some at once, and answered in their order', async () => {
  const all = [1, 2, 3, 4, 5];
  const working = new Set<number>();
  const seen: number[] = [];
  const done = await inTurn(all, 2, async (one) => {
    working.add(one);
    await Promise.resolve();
    seen.push(working.size);
    working.delete(one);
    return one * 10;
  });
  expect(done).toEqual([10, 20, 30, 40, 50]);
  expect(Math.max(...seen)).toBe(2);
  expect(await inTurn([], 2, async () => 1)).toEqual([]);
});

import { expect, test } from 'vitest';
import type { Standing } from '#shared/ports/importing.ts';
import { listStandings } from '#shared/use-cases/importing/list-standings.ts';
import { Pace } from '#shared/use-cases/importing/pace.ts';
import { later, MemoryImportStack, standing } from '#test/support/memory-import-stack.ts';
import { TestClock, TestRandomness } from '#test/support/world.ts';

const NONE = { kind: 'found', standing: undefined };

/** With as many customers as told, of which the file has the first. */
async function listed(customers: number, rows: number, onStack = (_: MemoryImportStack) => {}) {
  const ledger = new MemoryImportStack();
  for (let number = 1; number <= customers; number += 1) {
    ledger.held.set(`customer C-${number}`, standing({ id: `id-${number}` }));
  }
  ledger.held.set('account A-1', standing({ id: 'id-A' }));
  onStack(ledger);
  const kept = new Map<string, Standing>();
  const found = await listStandings('customer', rows, {
    ledger,
    kept: {
      find: async (reference) => kept.get(reference),
      put: async (reference, one) => void kept.set(reference, one),
    },
    isWanted: async (reference) => reference === 'C-1',
    pace: new Pace({ clock: new TestClock(), randomness: new TestRandomness() }),
  });
  return { found, ledger, kept };
}

test('a ledger that is not much larger than the file is read by pages', async () => {
  const { found, ledger } = await listed(5, 6);
  expect(ledger.calls).toEqual(['list customer 0', 'list customer 2', 'list customer 4']);
  expect(await found.find('customer', 'C-1')).toEqual({
    kind: 'found',
    standing: standing({ id: 'id-1' }),
  });
  expect(await found.find('customer', 'NOBODY')).toEqual(NONE);
  expect(ledger.calls).toHaveLength(3);
});

test('of those whom the file does not have nothing is kept', async () => {
  const { kept } = await listed(5, 6);
  expect([...kept.keys()]).toEqual(['C-1']);
});

test('a larger one is asked row by row, after as many pages as half of the rows', async () => {
  const { found, ledger } = await listed(7, 5);
  expect(ledger.calls).toHaveLength(3);
  expect(await found.find('customer', 'C-1')).toMatchObject({ standing: {} });
  expect(ledger.calls).toHaveLength(3);
  expect(await found.find('customer', 'C-7')).toMatchObject({ standing: {} });
  expect(await found.find('customer', 'NOBODY')).toEqual(NONE);
  expect(ledger.calls.slice(3)).toEqual(['find customer C-7', 'find customer NOBODY']);
});

test('one row is asked for by the list once', async () => {
  expect((await listed(5, 1)).ledger.calls).toEqual(['list customer 0']);
});

test('what it hangs on is asked for itself', async () => {
  const { found, ledger } = await listed(1, 2);
  expect(await found.find('account', 'A-1')).toMatchObject({ standing: {} });
  expect(ledger.calls.at(-1)).toBe('find account A-1');
});

test('where the list stays away, each row is asked for', async () => {
  const { found, ledger } = await listed(1, 2, ({ answers }) =>
    answers.push(...Array.from({ length: 10 }, () => later())),
  );
  expect(await found.find('customer', 'C-1')).toMatchObject({ standing: {} });
  expect(ledger.calls.at(-1)).toBe('find customer C-1');
});

test('once it is stopped no further page is asked for', async () => {
  const ledger = new MemoryImportStack();
  await listStandings('customer', 9, {
    ledger,
    kept: { find: async () => undefined, put: async () => {} },
    isWanted: async () => true,
    pace: new Pace({ clock: new TestClock(), randomness: new TestRandomness() }),
    stop: AbortSignal.abort(),
  });
  expect(ledger.calls).toEqual([]);
});

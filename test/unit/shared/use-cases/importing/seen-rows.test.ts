import { expect, test } from 'vitest';
import type { ImportRow } from '#shared/models/import-row.ts';
import { problemOfRepeat, seeRows } from '#shared/use-cases/importing/seen-rows.ts';
import { customerRow, MemorySeenRows } from '#test/support/memory-import-stack.ts';

async function* from(rows: readonly ImportRow[]) {
  yield* rows;
}

const FAULTY: ImportRow = { line: 9, cells: new Map(), kind: 'faulty', problems: [] };

async function problemsOf(rows: readonly ReturnType<typeof customerRow>[]) {
  const seen = new MemorySeenRows();
  const count = await seeRows(from([...rows, FAULTY]), seen);
  expect(count).toBe(rows.length + 1);
  return rows.map(
    (row) => problemOfRepeat(row, seen.seen.get(row.wanted.facts.external_reference))?.detail,
  );
}

test('a row of its own has no problem', async () => {
  const other = customerRow({ external_reference: 'C-2' }, 3);
  expect(await problemsOf([customerRow({}, 2), other])).toEqual([undefined, undefined]);
});

test('of two equal rows the first counts', async () => {
  expect(await problemsOf([customerRow({}, 2), customerRow({}, 5), customerRow({}, 7)])).toEqual([
    undefined,
    'is a row like line 2, which counts once: remove this one',
    'is a row like line 2, which counts once: remove this one',
  ]);
});

test('of one identity with two amounts none counts, and each names another', async () => {
  const on = (line: number) =>
    `comes on line ${line} too, with other contents: remove the row that is wrong`;
  const rows = [
    customerRow({}, 2),
    customerRow({ balance: 1 }, 5),
    customerRow({}, 6),
    customerRow({ balance: 3 }, 8),
  ];
  expect(await problemsOf(rows)).toEqual([on(8), on(2), on(2), on(2)]);
});

test('the problem is of the column that names the row', async () => {
  const row = customerRow({}, 3);
  expect(problemOfRepeat(row, { line: 2, content: 'x' })?.column).toBe(
    'column of external_reference',
  );
  expect(problemOfRepeat(row, { line: 2, content: 'x', contradictedOn: 3 })?.column).toBe(
    'column of external_reference',
  );
  expect(problemOfRepeat(row, undefined)).toBeUndefined();
});

test('once it is stopped no further row is looked at', async () => {
  const stop = new AbortController();
  async function* rows() {
    yield customerRow({}, 2);
    stop.abort();
    yield customerRow({}, 3);
  }
  const seen = new MemorySeenRows();
  expect(await seeRows(rows(), seen, stop.signal)).toBe(1);
});

test('what is noted already is not written again', async () => {
  const seen = new MemorySeenRows();
  let puts = 0;
  const counting = {
    find: (reference: string) => seen.find(reference),
    put: (reference: string, row: Parameters<MemorySeenRows['put']>[1]) => {
      puts += 1;
      return seen.put(reference, row);
    },
  };
  await seeRows(from([customerRow({}, 2), customerRow({}, 3)]), counting);
  expect(puts).toBe(1);
});

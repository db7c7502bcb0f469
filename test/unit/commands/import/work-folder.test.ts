import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorkFolder } from '#commands/import/work-folder.ts';
import { standing } from '#test/support/memory-import-stack.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const ENTERED = { id: 'bcus_1', currency: 'ZAR', amount: 2000 };

test('what a batch has entered outlasts its run, and all else goes with it', async () => {
  const folder = join(temporaryDirectory(), 'work');
  const first = await openWorkFolder(folder, 'a');
  await first.seen.put('C-1', { line: 2, content: 'x' });
  await first.standings.put('C-1', standing());
  await first.plan.put(2, { content: 'x', decision: { kind: 'create' } });
  await first.journal.put('customer', 'C-1', ENTERED);
  expect(await first.seen.find('C-1')).toEqual({ line: 2, content: 'x' });
  expect(await first.standings.find('C-1')).toEqual(standing());
  expect(await first.plan.find(2)).toEqual({ content: 'x', decision: { kind: 'create' } });
  await first.close();

  const second = await openWorkFolder(folder, 'a');
  expect(await second.seen.find('C-1')).toBeUndefined();
  expect(await second.standings.find('C-1')).toBeUndefined();
  expect(await second.plan.find(2)).toBeUndefined();
  expect(await second.journal.find('customer', 'C-1')).toEqual(ENTERED);
  expect(await second.journal.find('account', 'C-1')).toBeUndefined();
  await second.close();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('many rows are found as well as few, each as it was put last', async () => {
  const work = await openWorkFolder(temporaryDirectory(), 'a');
  for (let line = 1; line <= 2500; line += 1)
    await work.seen.put(`C-${line}`, { line, content: '' });
  await work.seen.put('C-1', { line: 1, content: 'again' });
  const found = await Promise.all(
    [1, 2, 999, 1000, 1001, 2500].map((at) => work.seen.find(`C-${at}`)),
  );
  expect(found.map((row) => row?.line)).toEqual([1, 2, 999, 1000, 1001, 2500]);
  expect(found[0]?.content).toBe('again');
  await work.close();
});

test('a batch that is being imported is not imported beside itself', async () => {
  const folder = temporaryDirectory();
  const work = await openWorkFolder(folder, 'a');
  await expect(openWorkFolder(folder, 'a')).rejects.toThrow('Another import of this batch runs');
  const other = await openWorkFolder(folder, 'b');
  await other.close();
  await work.close();
});

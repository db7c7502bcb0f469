import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRefusedFile } from '#commands/import/refused-file.ts';
import type { ImportRow } from '#shared/models/import-row.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const row = (line: number, cells: Readonly<Record<string, string>>): ImportRow => ({
  line,
  cells: new Map(Object.entries(cells)),
  kind: 'faulty',
  problems: [],
});
const COLUMNS = ['external_reference', 'phone', 'amount_due', 'name', 'import_line'];

test('what is refused stands there as it came, with its reasons behind', async () => {
  const directory = temporaryDirectory();
  const refused = createRefusedFile(join(directory, 'a.csv'), () => COLUMNS);
  expect(refused.path()).toBeUndefined();
  const cells = {
    external_reference: '007',
    phone: '+27821234567',
    amount_due: '-1,00',
    name: 'a;"b',
  };
  await refused.add(row(2, cells), [
    { column: 'amount_due', detail: 'has a comma' },
    { column: 'name', detail: 'is odd' },
  ]);
  await refused.add(row(9, { amount_due: '-1.00', name: '=1+1' }), []);
  await refused.close();
  expect(refused.path()).toBe(join(directory, 'a.refused.csv'));
  expect(readFileSync(join(directory, 'a.refused.csv'), 'utf8')).toBe(
    [
      '\ufeffexternal_reference,phone,amount_due,name,import_line,import_problem',
      `007,+27821234567,"'-1,00","a;""b",2,amount_due: has a comma; name: is odd`,
      ",,-1.00,'=1+1,9,",
      '',
    ].join('\r\n'),
  );
  expect(statSync(join(directory, 'a.refused.csv')).mode & 0o777).toBe(0o600);
});

test('where nothing is refused there is no file', async () => {
  const directory = temporaryDirectory();
  await createRefusedFile(join(directory, 'a.csv'), () => COLUMNS).close();
  expect(readdirSync(directory)).toEqual([]);
});

test('what was refused before, and mended perhaps, is not written over', async () => {
  const directory = temporaryDirectory();
  for (const name of ['a.refused.csv', 'a.refused-2.csv']) {
    writeFileSync(join(directory, name), 'mended');
  }
  for (const name of ['a.csv', 'a.refused.csv', 'a.refused-2.csv']) {
    const refused = createRefusedFile(join(directory, name), () => COLUMNS);
    await refused.add(row(2, {}), []);
    await refused.close();
  }
  expect(readdirSync(directory).toSorted()).toEqual([
    ...['a.refused-2.csv', 'a.refused-3.csv', 'a.refused-4.csv'],
    ...['a.refused-5.csv', 'a.refused.csv'],
  ]);
  expect(readFileSync(join(directory, 'a.refused.csv'), 'utf8')).toBe('mended');
});

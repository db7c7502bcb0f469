import { expect, test } from 'vitest';
import { doneLines, problemLine, tallyLines, totalsInWords } from '#commands/import/report.ts';
import type { ImportRow } from '#shared/models/import-row.ts';
import type { Tally } from '#shared/use-cases/importing/tally.ts';

const TALLY: Tally = {
  counts: { create: 1200, update: 30, unchanged: 4, refused: 5 },
  movedSince: 2,
  totals: new Map([
    ['ZAR', { create: 123_456_789n, update: -50n, unchanged: 100n, refused: 0n }],
    ['JPY', { create: 1234n, update: 0n, unchanged: 0n, refused: 0n }],
  ]),
};

test('the four counts stand above their sum, with amounts by currency', () => {
  expect(tallyLines(TALLY)).toEqual([
    '                     rows                   JPY                   ZAR',
    '  create            1,200                 1,234          1,234,567.89',
    '  update               30                     0                 -0.50',
    '  unchanged             4                     0                  1.00',
    '  refused               5',
    '  in all            1,239                 1,234          1,234,568.39',
    '  2 of the unchanged were entered by this batch before and have moved since, by payments perhaps. They are left',
    '  as they are: if this is a new cycle, name it with --batch',
  ]);
});

test('the question repeats what is to be done', () => {
  expect(totalsInWords(TALLY)).toBe(
    '1,200 to create and 30 to update, ZAR 1,234,567.39 and JPY 1,234',
  );
});

test('what was done is told, and what is left', () => {
  expect(doneLines(TALLY, 7)).toEqual([
    'Done: 1,200 created, 30 updated, 4 found done, 5 refused, 7 left; ZAR 1,234,567.39 and JPY 1,234',
  ]);
  const nothing = {
    counts: { create: 0, update: 0, unchanged: 0, refused: 1 },
    movedSince: 0,
    totals: new Map(),
  };
  expect(doneLines(nothing, 0)).toEqual(['Done: 1 refused']);
});

test('a problem says where it is, and what stands there, and nothing in it hides', () => {
  const row: ImportRow = {
    line: 17,
    cells: new Map([
      ['amount_due', 'R\u202e240'],
      ['name', 'x'.repeat(40)],
      ['email', ''],
    ]),
    kind: 'faulty',
    problems: [],
  };
  const of = (column: string) => problemLine(row, { column, detail: 'is wrong' });
  expect(of('amount_due')).toBe('  line 17      amount_due           "R\\u{202e}240"  is wrong');
  expect(of('name')).toContain(` "${'x'.repeat(30)}..."  is wrong`);
  expect(of('email')).toBe('  line 17      email                is wrong');
  expect(of('(row)')).toBe('  line 17      (row)                is wrong');
});

import { expect, test } from 'vitest';
import { addMove, type Moves, movesLines } from '#commands/import/moves.ts';
import type { ImportRow } from '#shared/models/import-row.ts';
import type { RowDecision } from '#shared/use-cases/importing/decide-row.ts';
import { customerRow } from '#test/support/memory-import-stack.ts';

const update = (from: number, balance: number): RowDecision => ({
  kind: 'update',
  id: 'id',
  refresh: { from, balance, expectedSequence: 1 },
  changesContact: false,
});
const FAULTY: ImportRow = { line: 2, cells: new Map(), kind: 'faulty', problems: [] };

test('by how much balances rise and fall is told by currency', () => {
  const rows: readonly (readonly [ImportRow, RowDecision])[] = [
    [customerRow(), update(500, 2000)],
    [customerRow(), update(0, 1)],
    [customerRow(), update(2000, -500)],
    [customerRow({ currency: 'JPY' }), update(3, 4)],
    [customerRow(), { kind: 'create' }],
    [customerRow(), { kind: 'update', id: 'id', refresh: undefined, changesContact: true }],
    [FAULTY, { kind: 'refused', problems: [] }],
  ];
  const moves = rows.reduce(
    (sum: Moves, [row, decision]) => addMove(sum, row, decision),
    new Map(),
  );
  expect(movesLines(moves)).toEqual([
    'Of those to update what is owed rises by ZAR 15.01, and falls by ZAR 25.00',
    'Of those to update what is owed rises by JPY 1, and falls by JPY 0',
  ]);
  expect(movesLines(new Map())).toEqual([]);
});

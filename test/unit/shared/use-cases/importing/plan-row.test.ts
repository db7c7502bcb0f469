import { expect, test } from 'vitest';
import type { ImportRow } from '#shared/models/import-row.ts';
import { Pace } from '#shared/use-cases/importing/pace.ts';
import { planRow } from '#shared/use-cases/importing/plan-row.ts';
import {
  accountRow,
  billRow,
  customerRow,
  later,
  MemoryImportJournal,
  MemoryImportStack,
  MemorySeenRows,
  standing,
} from '#test/support/memory-import-stack.ts';
import { TestClock, TestRandomness } from '#test/support/world.ts';

function world() {
  const deps = {
    ledger: new MemoryImportStack(),
    seen: new MemorySeenRows(),
    journal: new MemoryImportJournal(),
    pace: new Pace({ clock: new TestClock(), randomness: new TestRandomness() }),
  };
  const decide = async (row: ImportRow) => {
    const planned = await planRow(row, deps);
    expect(planned.row).toBe(row);
    return planned.decision;
  };
  return { ...deps, decide };
}

test('a faulty row is refused with its problems, and nobody is asked', async () => {
  const { ledger, decide } = world();
  const problems = [{ column: 'a', detail: 'b' }];
  const row: ImportRow = { line: 2, cells: new Map(), kind: 'faulty', problems };
  expect(await decide(row)).toEqual({ kind: 'refused', problems });
  expect(ledger.calls).toEqual([]);
});

test('a row that comes twice is refused, and nobody is asked', async () => {
  const { ledger, seen, decide } = world();
  await seen.put('C-1', { line: 1, content: 'x' });
  expect(await decide(customerRow())).toMatchObject({ kind: 'refused', problems: [{}] });
  expect(ledger.calls).toEqual([]);
});

test('a row is decided by what is there under its reference', async () => {
  const { ledger, decide } = world();
  expect(await decide(customerRow())).toEqual({ kind: 'create' });
  ledger.held.set('customer C-1', standing());
  expect(await decide(customerRow())).toMatchObject({ kind: 'unchanged' });
});

test('and by what the batch entered for it', async () => {
  const { ledger, journal, decide } = world();
  ledger.held.set('customer C-1', standing({ balance: 1 }));
  expect(await decide(customerRow())).toMatchObject({ kind: 'update' });
  await journal.put('customer', 'C-1', { id: 'id-C-1', currency: 'ZAR', amount: 2000 });
  expect(await decide(customerRow())).toMatchObject({ kind: 'unchanged', movedSince: true });
});

test.each([
  ['an account', accountRow(), 'customer', 'C-1', 'a customer'],
  ['a bill', billRow(), 'customer', 'C-1', 'a customer'],
  [
    'a bill of an account',
    billRow({ customer: undefined, account: 'A-9' }),
    'account',
    'A-9',
    'an account',
  ],
])('%s is created only on what is there', async (_, row, kind, reference, words) => {
  const { ledger, decide } = world();
  expect(await decide(row)).toEqual({
    kind: 'refused',
    problems: [
      {
        column: `column of ${kind}`,
        detail: `names ${words} that is not here: import or create it first`,
      },
    ],
  });
  ledger.held.set(`${kind} ${reference}`, standing());
  expect(await decide(row)).toEqual({ kind: 'create' });
});

test('of what is there already nobody asks on what it hangs', async () => {
  const { ledger, decide } = world();
  ledger.held.set('account A-1', standing());
  expect(await decide(accountRow())).toMatchObject({ kind: 'unchanged' });
  expect(ledger.calls).toEqual(['find account A-1']);
});

test('what comes with a new customer or account hangs on nothing that is there', async () => {
  const { decide } = world();
  const customer = { external_reference: 'C-9' };
  expect(await decide(accountRow({ customer }))).toEqual({ kind: 'create' });
  const account = { external_reference: 'A-9', customer };
  expect(await decide(billRow({ customer: undefined, account }))).toEqual({ kind: 'create' });
});

test('a stack that stays away is told as it is, at either question', async () => {
  const { ledger, decide } = world();
  ledger.answers.push(...Array.from({ length: 10 }, () => later()));
  expect(await decide(customerRow())).toEqual(later());
  const second = world();
  const find = second.ledger.find.bind(second.ledger);
  second.ledger.find = async (kind, reference) =>
    kind === 'customer' ? later() : find(kind, reference);
  expect(await second.decide(accountRow())).toEqual(later());
});

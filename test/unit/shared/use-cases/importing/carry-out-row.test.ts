import { expect, test } from 'vitest';
import { importKey, type SoundRow } from '#shared/models/import-row.ts';
import { carryOutRow } from '#shared/use-cases/importing/carry-out-row.ts';
import type { RowDecision } from '#shared/use-cases/importing/decide-row.ts';
import { Pace } from '#shared/use-cases/importing/pace.ts';
import {
  accountRow,
  customerRow,
  later,
  MemoryImportJournal,
  MemoryImportStack,
  refused,
  standing,
} from '#test/support/memory-import-stack.ts';
import { TestClock, TestRandomness } from '#test/support/world.ts';

type Doable = Extract<RowDecision, { kind: 'create' | 'update' }>;

const CREATE: Doable = { kind: 'create' };
const UPDATE: Doable = {
  kind: 'update',
  id: 'id-C-1',
  refresh: { balance: 2000, from: 500, expectedSequence: 1 },
  changesContact: false,
};
const AWAY = Array.from({ length: 10 }, () => later());
const MOVED = 'has moved since the dry run, by a payment perhaps: import the file again';

function world(held = standing({ balance: 500 })) {
  const stack = new MemoryImportStack();
  stack.held.set('customer C-1', held);
  const journal = new MemoryImportJournal();
  const pace = new Pace({ clock: new TestClock(), randomness: new TestRandomness() });
  const deps = { ledger: stack, writes: stack, journal, pace, batch: 'b' };
  const carryOut = (decision: Doable, row: SoundRow = customerRow()) =>
    carryOutRow(row, decision, deps);
  return { stack, journal, carryOut };
}

const problem = (column: string, detail: string) => ({
  kind: 'refused',
  problems: [{ column: `column of ${column}`, detail }],
});

test('what is new is created under the key of its row, and noted', async () => {
  const { stack, journal, carryOut } = world();
  const row = customerRow({ external_reference: 'C-2' });
  expect(await carryOut(CREATE, row)).toEqual({ kind: 'create' });
  expect(stack.keys).toEqual([importKey(row.wanted, 'b')]);
  expect(journal.entered.get('customer C-2')).toEqual({
    id: 'id-C-2',
    currency: 'ZAR',
    amount: 2000,
  });
});

test('an answer that got lost is asked for again, and it is created once', async () => {
  const { stack, carryOut } = world();
  const row = customerRow({ external_reference: 'C-2' });
  stack.answers.push(later());
  expect(await carryOut(CREATE, row)).toEqual({ kind: 'create' });
  expect(new Set(stack.keys).size).toBe(1);
  expect(stack.keys).toHaveLength(2);
});

test('what was created meanwhile, and is as the row wants it, is found done', async () => {
  const { journal, carryOut } = world(standing());
  expect(await carryOut(CREATE)).toEqual({ kind: 'unchanged' });
  expect(journal.entered.get('customer C-1')).toMatchObject({ id: 'id-C-1' });
});

test('what was created meanwhile otherwise is refused', async () => {
  const { journal, carryOut } = world();
  expect(await carryOut(CREATE)).toEqual(problem('external_reference', MOVED));
  expect(journal.entered.size).toBe(0);
});

test('what exists and cannot be found is refused', async () => {
  const { stack, carryOut } = world();
  stack.answers.push(refused('customer.exists'));
  stack.held.clear();
  expect(await carryOut(CREATE)).toEqual(problem('external_reference', MOVED));
});

test('that another kind exists is a refusal of its own', async () => {
  const { stack, carryOut } = world(standing());
  stack.answers.push(refused('customer.exists'));
  const row = accountRow();
  expect(await carryOut(CREATE, row)).toEqual(
    problem('external_reference', 'Because of customer.exists (customer.exists)'),
  );
});

test('a refusal is told by the columns of what is wrong', async () => {
  const { stack, carryOut } = world();
  stack.answers.push(refused('request.invalid', [{ field: 'email', detail: 'must be one' }]));
  expect(await carryOut(CREATE)).toEqual(problem('email', 'must be one'));
});

test('a balance is set as of the entry that was read, and noted', async () => {
  const { stack, journal, carryOut } = world();
  expect(await carryOut(UPDATE)).toEqual({ kind: 'update' });
  expect(stack.calls).toEqual(['set customer id-C-1 2000 at 1']);
  expect(stack.keys).toEqual([importKey(customerRow().wanted, 'b')]);
  expect(journal.entered.get('customer C-1')).toEqual({
    id: 'id-C-1',
    currency: 'ZAR',
    amount: 2000,
  });
});

test('a payment that came since the dry run keeps the balance from being set', async () => {
  const { journal, carryOut } = world(standing({ balance: 400, sequence: 2 }));
  expect(await carryOut(UPDATE)).toEqual(problem('amount', MOVED));
  expect(journal.entered.size).toBe(0);
});

test('what the batch entered before, as its key tells, is not entered again', async () => {
  const { stack, carryOut } = world();
  stack.answers.push(refused('idempotency_key.reused'));
  expect(await carryOut(UPDATE)).toEqual(
    problem(
      'amount',
      'was entered by this batch before, and has changed since; if it is to be entered again, name another --batch',
    ),
  );
});

test('who it is changes after the balance, or alone', async () => {
  const { stack, journal, carryOut } = world();
  const row = customerRow({ name: 'Jane' });
  expect(await carryOut({ ...UPDATE, changesContact: true }, row)).toEqual({ kind: 'update' });
  expect(stack.calls).toEqual([
    'set customer id-C-1 2000 at 1',
    'contact customer id-C-1 {"name":"Jane"}',
  ]);
  journal.entered.clear();
  stack.calls.length = 0;
  const alone: Doable = { ...UPDATE, refresh: undefined, changesContact: true };
  expect(await carryOut(alone, row)).toEqual({ kind: 'update' });
  expect(stack.calls).toEqual(['contact customer id-C-1 {"name":"Jane"}']);
  expect(journal.entered.size).toBe(0);
});

test('that who it is cannot be changed is told', async () => {
  const { stack, carryOut } = world();
  const alone: Doable = { ...UPDATE, refresh: undefined, changesContact: true };
  stack.answers.push(refused('moment.refused'));
  expect(await carryOut(alone)).toEqual(
    problem('external_reference', 'Because of moment.refused (moment.refused)'),
  );
});

test.each([
  ['a creation', CREATE],
  ['a balance', UPDATE],
  ['who it is', { ...UPDATE, refresh: undefined, changesContact: true }],
])('%s is left where the stack stays away', async (_, decision) => {
  const { stack, journal, carryOut } = world();
  stack.answers.push(...AWAY);
  expect(await carryOut(decision)).toEqual(later());
  expect(journal.entered.size).toBe(0);
});

test('a creation is left where the stack goes away before what exists is read', async () => {
  const { stack, carryOut } = world();
  stack.answers.push(refused('customer.exists'), ...AWAY);
  expect(await carryOut(CREATE)).toEqual(later());
});

test('what keeps one row alone from being done is told of it', async () => {
  const { stack, carryOut } = world();
  stack.answers.push(...Array.from({ length: 10 }, () => later({ isBusy: false, detail: '500' })));
  expect(await carryOut(UPDATE)).toEqual(
    problem(
      'external_reference',
      'could not be done, asked several times: import the file again (500)',
    ),
  );
});

import { beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '#shared/models/change.ts';
import type { HeldKey } from '#shared/models/held-event.ts';
import { changeBalance } from '#shared/use-cases/changes/change-balance.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { ACTOR } from '#test/support/changes.ts';
import { amountApplied, CUSTOMER, incoming, open } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(async () => {
  deps = createMemoryDeps();
  await open(deps);
});

const change = (wanted: Change, key: string, ledger = deps.ledger) =>
  changeBalance(
    {
      ...{ kind: 'customer', id: CUSTOMER, change: wanted, deadline: NO_DEADLINE },
      asking: { key, actor: ACTOR, reason: 'new_charge' },
    },
    { ...deps, ledger },
  );
const CHARGE: Change = { kind: 'charge', amount: 500 };
const REFRESH: Change = { kind: 'refresh', balance: 20_000 };

test('what was changed is told with its entry, which says what command caused it', async () => {
  const cause = expect.objectContaining({ kind: 'command', key: 'key-1', actor: ACTOR });
  const entry = expect.objectContaining({ sequence: 2, endingBalance: 20_500, cause });
  expect(await change(CHARGE, 'key-1')).toEqual({
    done: { kind: 'entered', entry },
    replayed: false,
  });
});

test('a change that others come before is decided anew, and settles no event', async () => {
  const post = deps.ledger.post.bind(deps.ledger);
  const settled: (readonly HeldKey[])[] = [];
  deps.ledger.post = async (posting, keys) => {
    settled.push(keys);
    const other = new MemoryLedgerStore(deps.table);
    if (settled.length === 1) await change({ kind: 'charge', amount: 1 }, 'key-2', other);
    return post(posting, keys);
  };
  expect(await change(CHARGE, 'key-1')).toMatchObject({
    done: { entry: { sequence: 3, amount: 500, endingBalance: 20_501 } },
    replayed: false,
  });
  expect(settled).toEqual([[], []]);
});

test('a reversal that another run of the same command does in between is told, and not refused', async () => {
  const reversal: Change = { kind: 'reversal', reverses: `command:key-1@${CUSTOMER}` };
  await change(CHARGE, 'key-1');
  const { changes } = createMemoryDeps(deps.table);
  let isAlone = true;
  deps.changes.findDone = async (key) => {
    const found = await changes.findDone(key);
    if (isAlone) {
      isAlone = false;
      await change(reversal, key);
    }
    return found;
  };
  let isSlow = true;
  deps.changes.findUndoable = async (...asked) => {
    const turns = isSlow ? 10 : 0;
    isSlow = false;
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
    return changes.findUndoable(...asked);
  };
  expect(await change(reversal, 'key-2')).toMatchObject({ replayed: true });
});

describe('a refresh to what is owed', () => {
  test('is told with what was kept of it', async () => {
    const unchanged = expect.objectContaining({ key: 'key-1', balance: 20_000, sequence: 1 });
    expect(await change(REFRESH, 'key-1')).toEqual({
      done: { kind: 'unchanged', unchanged },
      replayed: false,
    });
  });

  test('twice at the same moment is kept once, and told to both', async () => {
    const [first, second] = await Promise.all([change(REFRESH, 'key-1'), change(REFRESH, 'key-1')]);
    expect(first.replayed).toBe(false);
    expect(second).toEqual({ done: first.done, replayed: true });
  });
});

test('a key under which an obligation was created changes no balance', async () => {
  const [key = ''] = deps.table.intents.keys();
  await expect(change(CHARGE, key)).rejects.toMatchObject({
    code: 'idempotency_key.reused',
  });
  expect(deps.table.entries.size).toBe(1);
});

describe('rows of reports', () => {
  const PAYMENT = `pay_1@${CUSTOMER}`;
  const refund = (more: object = {}): Change => ({
    ...{ kind: 'reversal', reverses: PAYMENT, amount: 100 },
    ...more,
  });

  beforeEach(async () => {
    const paid = incoming(amountApplied({ data: { payment_id: 'pay_1', amount: 1000 } }));
    await settleEvents([paid], NO_DEADLINE, deps);
  });

  test('are looked for where a refund is one, and not else', async () => {
    const read: string[] = [];
    const { changes } = createMemoryDeps(deps.table);
    deps.changes.findUndoing = async (undone) => {
      read.push('undoing');
      return changes.findUndoing(undone);
    };
    deps.changes.findReconciled = async (key) => {
      read.push(`${key.type} ${key.reconciliationId}`);
      return changes.findReconciled(key);
    };
    await change(CHARGE, 'key-1');
    await change(refund(), 'key-2');
    await change(refund(), 'key-3');
    expect(read).toEqual([]);
    await change(refund({ reconciliationId: 'row_1' }), 'key-4');
    expect(read).toEqual(['undoing', 'refund row_1']);
  });

  test('of an entry of another obligation are refused as of none', async () => {
    const elsewhere = refund({ reverses: 'pay_1@bcus_other', reconciliationId: 'row_1' });
    await expect(change(elsewhere, 'key-1')).rejects.toMatchObject({ code: 'entry.not_found' });
  });
});

import { marshall } from '@aws-sdk/util-dynamodb';
import { create, type Item, type Table } from 'dynalite/db/index.js';
import { describe, expect, test } from 'vitest';
import { run } from '#bench/parts/scale.ts';
import { putOperations } from '#bench/scale/filler.ts';
import { settleHot } from '#bench/scale/hot.ts';
import { decideWrite, placeWrite } from '#emulator/dynamodb/item-write.ts';
import { toEntryItem } from '#shared/aws/items/entry-items.ts';
import { toHeldItem } from '#shared/aws/items/held-items.ts';
import { toObligationItem } from '#shared/aws/items/obligation-items.ts';
import { amountApplied, movement, obligation } from '#test/support/factories.ts';
import { postingOf } from '#test/support/postings.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { ledgerTable } from '#test/support/template.ts';

test('a payment and a page cost the same units and calls, however much is in the table', async () => {
  const rows = await run({ environment: process.env, quick: true, progress: () => undefined });
  const exact = rows.filter(({ reach }) => reach?.text === 'the same at each size');
  expect(exact.filter(({ reach }) => !reach?.met)).toEqual([]);
  expect(exact.map(({ what, ours }) => [what.split(', ').at(-1), ours])).toEqual([
    ['write units', 7],
    ['read units', 2],
    ['SDK calls', 2],
    ['write units', 7],
    ['read units', 2],
    ['SDK calls', 2],
    // One of them asks how much of which entry is undone.
    ['read units', 2],
    ['SDK calls', 3],
    ['read units', 2],
    ['SDK calls', 3],
  ]);
  const bytes = rows.filter(({ reach }) => reach?.text.endsWith('B more'));
  expect(bytes).toHaveLength(4);
  expect(bytes.filter(({ reach }) => !reach?.met)).toEqual([]);
}, 60_000);

describe('what fills a table stores what the engine would:', () => {
  const definition = ledgerTable('ledger');
  const table = { ...definition, TableStatus: 'ACTIVE' } as unknown as Table;
  const [entry] = postingOf([movement(amountApplied())]).entries;
  if (!entry) throw new Error('Nothing is entered');
  const unmatched = heldEvent(amountApplied(), 'unmatched');

  test.each([
    { what: 'an obligation', item: toObligationItem(obligation()) },
    { what: 'an entry', item: toEntryItem(entry) },
    { what: 'an unmatched event', item: toHeldItem(unmatched) },
  ])('$what', async ({ item }) => {
    const Item = marshall(item, { removeUndefinedValues: true }) as Item;
    const store = create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    await store.db.open();
    await store.db.batch([{ type: 'put', key: 'table~ledger', value: table }]);
    const write = placeWrite(store, 'Put', { TableName: 'ledger', Item });
    const { operations } = await decideWrite(store, write);
    const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
    expect(putOperations(table, Item).toSorted(byKey)).toEqual(operations.toSorted(byKey));
    await store.db.close();
  });
});

test('payments that one function makes at once waste nothing; five units each, two for each 25', async () => {
  const alone = await settleHot(100, { batchSize: 50, concurrencyMax: 1 }, () => undefined);
  expect(alone).toMatchObject({ wastedUnits: 0, cancelled: 0, returned: 0 });
  expect(alone.writtenUnits).toBe(100 * 5 + 4 * 2);
});

test('payments that functions race to make waste what each cancelled transaction would have written', async () => {
  const race = await settleHot(100, { batchSize: 25, concurrencyMax: 4 }, () => undefined);
  expect(race.cancelled).toBeGreaterThan(0);
  expect(race.wastedUnits).toBe(race.cancelled * 2 * (25 + 1));
  expect(race.writtenUnits).toBe(100 * 5 + 4 * 2);
});

import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, test } from 'vitest';
import {
  type Item,
  toEntryItem,
  toHeldItem,
  toIntentItem,
  toObligationItem,
} from '#shared/aws/ledger-items.ts';
import { readLedgerItem } from '#shared/aws/read-ledger-item.ts';
import type { Entry } from '#shared/models/entry.ts';
import { intent, obligation } from '#test/support/factories.ts';
import { heldEvent, soundLedger } from '#test/support/sound-ledger.ts';

const [opened, paid] = soundLedger({ bcus_A: [100] }).entries as [Entry, Entry];
const entryItem = toEntryItem(paid);
const read = (item: Item) => readLedgerItem(marshall(item, { removeUndefinedValues: true }));
const without = (item: Item, ...names: string[]): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));

test('every item that our code writes is read', () => {
  const held = heldEvent({ id: 'evt_1', type: 'bill.created', data: {} });
  expect(read(toObligationItem(obligation()))).toEqual({
    kind: 'obligation',
    obligation: obligation(),
  });
  expect(read(toEntryItem(opened))).toEqual({ kind: 'entry', entry: opened });
  expect(read(entryItem)).toEqual({ kind: 'entry', entry: paid });
  expect(read(toHeldItem(held))).toMatchObject({ kind: 'held', event: { hash: held.hash } });
  expect(read(toIntentItem(intent()))).toEqual({ kind: 'intent' });
});

test('a payment may be called as another kind of item is', () => {
  for (const prefix of ['REF#', 'EVENT#', 'INTENT#']) {
    const entry = { ...paid, key: `${prefix}1@bcus_A`, paymentId: `${prefix}1` };
    expect(read(toEntryItem(entry))).toEqual({ kind: 'entry', entry });
  }
});

test('an entry without its raw event is an entry all the same', () => {
  const { event: _event, ...line } = paid;
  expect(read(without(entryItem, 'raw'))).toEqual({ kind: 'entry', entry: line });
});

test.each<[string, Item, RegExp]>([
  ['an amount that is no integer', { ...entryItem, amount: 0.5 }, /^amount: must be an integer/],
  ['an amount that is text', { ...entryItem, amount: '100' }, /^amount: /],
  ['no amount', without(entryItem, 'amount'), /^amount: /],
  ['no ending balance', without(entryItem, 'endingBalance'), /^endingBalance: /],
  ['no hash', without(entryItem, 'hash'), /^event.hash: /],
  ['a sequence of 0', { ...entryItem, sequence: 0 }, /^sequence: /],
  ['an item of somebody else', { pk: 'x', colour: 'red' }, /obligationId: /],
  ['an obligation without sequence', { pk: 'bcus_A', kind: 'customer' }, /sequence: /],
  ['an event without state', { pk: 'EVENT#x', raw: '{}' }, /state: /],
  ['an intent without request hash', { pk: 'INTENT#x' }, /requestHash: /],
  ['a reference to nothing', { pk: 'REF#x' }, /./],
])('%s is unreadable, and no failure', (_, item, detail) => {
  expect(read(item)).toEqual({
    kind: 'unreadable',
    key: item['pk'],
    detail: expect.stringMatching(detail),
  });
});

test('a number that no double holds is unreadable, and no failure', () => {
  const item = { ...marshall(entryItem), amount: { N: '12345678901234567890' } };
  expect(readLedgerItem(item)).toMatchObject({ kind: 'unreadable', key: paid.key });
});

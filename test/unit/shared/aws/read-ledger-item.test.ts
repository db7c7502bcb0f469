import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, test } from 'vitest';
import { toEntryItem, toTellingItem } from '#shared/aws/items/entry-items.ts';
import { toHeldItem } from '#shared/aws/items/held-items.ts';
import { toIntentItem } from '#shared/aws/items/intent-items.ts';
import { entryItemKey, type Item, referenceKey } from '#shared/aws/items/keys.ts';
import { toObligationItem, toProfileItem } from '#shared/aws/items/obligation-items.ts';
import { toRequestItem } from '#shared/aws/items/request-items.ts';
import { toLoweringItem } from '#shared/aws/items/setting-items.ts';
import { readLedgerItem } from '#shared/aws/read-ledger-item.ts';
import type { Entry } from '#shared/models/entry.ts';
import { CUSTOMER, intent, obligation } from '#test/support/factories.ts';
import { heldEvent, soundLedger } from '#test/support/sound-ledger.ts';

const [opened, paid] = soundLedger({ bcus_A: [100] }).entries as [Entry, Entry];
const request = { id: 'pr_1', status: 'active', amount: 100, currency: 'ZAR' };
const entryItem = toEntryItem(paid);
const read = (item: Item) => readLedgerItem(marshall(item, { removeUndefinedValues: true }));
const without = (item: Item, ...names: string[]): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));

test('every item that our code writes is read', () => {
  const held = heldEvent({ id: 'evt_1', type: 'bill.created', data: {} });
  const { cause } = paid;
  if (cause.kind !== 'event') throw new Error('a payment is caused by an event');
  const telling = { obligationId: 'bcus_A', paymentId: 'pay_1', sequence: 2, amount: 100, cause };
  expect(read(toObligationItem(obligation()))).toEqual({
    kind: 'obligation',
    obligation: obligation(),
  });
  expect(read(toEntryItem(opened))).toEqual({ kind: 'entry', entry: opened });
  expect(read(entryItem)).toEqual({ kind: 'entry', entry: paid });
  expect(read(toTellingItem(telling))).toEqual({ kind: 'telling', telling });
  expect(read(toHeldItem(held))).toMatchObject({ kind: 'held', event: { hash: held.hash } });
  expect(read(toProfileItem(CUSTOMER, { name: 'John Doe' }))).toEqual({ kind: 'beside' });
  expect(read(toIntentItem(intent(), intent().startedAt))).toEqual({ kind: 'beside' });
  const requestItem = toRequestItem(CUSTOMER, request);
  const kept = { obligationId: CUSTOMER, requestId: 'pr_1' };
  expect(read(requestItem)).toEqual({ kind: 'request', request: kept });
  const told = { description: 'June', settledBy: paid.key };
  expect(read({ ...requestItem, ...told })).toEqual({
    kind: 'request',
    request: { ...kept, ...told },
  });
  const { pk, sk } = requestItem;
  expect(read({ pk, sk, settledBy: paid.key })).toEqual({
    kind: 'request',
    request: { ...kept, settledBy: paid.key },
  });
  const lowering = {
    lowers: 'no',
    obligationId: CUSTOMER,
    sequence: 3,
    at: paid.recordedAt,
  } as const;
  expect(read(toLoweringItem(lowering))).toEqual({ kind: 'beside' });
  expect(read(without(toLoweringItem(lowering), 'lowers'))).toMatchObject({ kind: 'unreadable' });
  const doubt = { ...entryItemKey('pay_1@bcus_A'), type: 'doubt', application: 'p_42' };
  expect(read(doubt)).toEqual({ kind: 'beside' });
  expect(read({ ...doubt, application: 7 })).toMatchObject({ kind: 'unreadable' });
});

test('a reference leads to its obligation, or nowhere while that is being created', () => {
  const key = referenceKey('customer', 'UCR#1');
  expect(read({ ...key, obligationId: CUSTOMER })).toEqual({
    kind: 'reference',
    externalReference: 'UCR#1',
    obligationId: CUSTOMER,
  });
  expect(read({ ...key, intentKey: 'key-1' })).toEqual({
    kind: 'reference',
    externalReference: 'UCR#1',
    obligationId: undefined,
  });
});

test.each(['REF#x', 'INTENT#x', 'bcus_x', 'opening:x', 'EVENT#x', 'HEAD', 'TOLD#x', 'REQUEST#x'])(
  'a payment may be called %s, as another kind of item is',
  (paymentId) => {
    const entry = { ...paid, type: 'payment', key: `${paymentId}@bcus_A`, paymentId } as Entry;
    expect(read(toEntryItem(entry))).toEqual({ kind: 'entry', entry });
  },
);

test.each(['raw', 'hash', 'eventId'])(
  'an entry whose event has lost its %s is an entry all the same',
  (name) => {
    const { cause: _cause, ...line } = paid;
    expect(read(without(entryItem, name))).toEqual({ kind: 'entry', entry: line });
  },
);

test.each<[string, Item, RegExp]>([
  ['an amount that is no integer', { ...entryItem, amount: 0.5 }, /^amount: must be an integer/],
  ['an amount that is text', { ...entryItem, amount: '100' }, /^amount: /],
  ['no amount', without(entryItem, 'amount'), /^amount: /],
  ['no ending balance', without(entryItem, 'endingBalance'), /^endingBalance: /],
  ['a sequence of 0', { ...entryItem, sequence: 0 }, /^sequence: /],
  ['an item of somebody else', { pk: 'x', sk: 'y', colour: 'red' }, /obligationId: /],
  ['an item of nobody', { pk: 'x', sk: 'HEAD' }, /^its key is none of ours$/],
  ['an obligation without sequence', { pk: 'bcus_A', sk: 'HEAD', kind: 'customer' }, /sequence: /],
  [
    'an obligation with a newest payment that is none',
    { ...toObligationItem(obligation()), newestPayments: ['request x pay_1'] },
    /^newestPayments\.0/,
  ],
  ['a profile of a number', { pk: 'bcus_A', sk: 'PROFILE', name: 5 }, /^name: /],
  ['a telling of nothing', { pk: 'pay_1', sk: 'TOLD#bcus_A' }, /obligationId: /],
  ['an event without state', { pk: 'evt_1', sk: 'EVENT#x', raw: '{}' }, /state: /],
  ['an intent of no kind', { pk: 'INTENT#x', sk: 'HEAD' }, /operation: /],
  ['a customer of a bill', { pk: 'bill_1', sk: 'OWNS#bcus_1' }, /nothing of it hangs on that/],
  ['a customer of a customer', { pk: 'bcus_2', sk: 'OWNS#bcus_1' }, /nothing of it hangs on that/],
  ['an account of an account', { pk: 'bacc_2', sk: 'OWNS#bacc_1' }, /nothing of it hangs on that/],
  ['what hangs on it under no id', { pk: 'bcus_A', sk: 'OWNS#x' }, /must be an id of Moment's/],
  ['a Payment Request of no amount', { pk: 'bcus_A', sk: 'REQUEST#pr_1', id: 'pr_1' }, /amount: /],
  ['a Payment Request of nothing', { pk: 'bcus_A', sk: 'REQUEST#pr_1' }, /settledBy: /],
  [
    'a Payment Request that no entry settled',
    { ...toRequestItem(CUSTOMER, request), settledBy: 7 },
    /settledBy: /,
  ],
  ['a reference to nothing', { pk: 'REF#customer#x', sk: 'HEAD' }, /./],
  ['a reference of no kind', { pk: 'REF#x', sk: 'HEAD', obligationId: 'bcus_A' }, /./],
  [
    'a reference to another kind',
    { pk: 'REF#bill#x', sk: 'HEAD', obligationId: 'bcus_A' },
    /^bcus_A is no bill$/,
  ],
])('%s is unreadable, and no failure', (_, item, detail) => {
  expect(read(item)).toEqual({
    kind: 'unreadable',
    key: `${item['pk']} ${item['sk']}`,
    detail: expect.stringMatching(detail),
  });
});

test('a number that no double holds is unreadable, and no failure', () => {
  const item = {
    ...marshall(entryItem, { removeUndefinedValues: true }),
    amount: { N: '12345678901234567890' },
  };
  expect(readLedgerItem(item)).toMatchObject({
    kind: 'unreadable',
    key: paid.key.replace('@', ' '),
  });
});

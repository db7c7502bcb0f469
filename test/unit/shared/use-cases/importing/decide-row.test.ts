import { describe, expect, test } from 'vitest';
import { contactOf, decideRow } from '#shared/use-cases/importing/decide-row.ts';
import { accountRow, billRow, customerRow, standing } from '#test/support/memory-import-stack.ts';

const CONTACT = { name: 'Jane', email: 'j@example.com', phone: '+27821', metadata: { a: '1' } };
const AFTER_2000 = { id: 'id-C-1', currency: 'ZAR', amount: 2000 };
const UNCHANGED = { kind: 'unchanged', id: 'id-C-1', movedSince: false };

test('what is not there is created', () => {
  expect(decideRow(customerRow(), undefined, undefined)).toEqual({ kind: 'create' });
});

test('what is owed already is left', () => {
  expect(decideRow(customerRow(), standing(), undefined)).toEqual(UNCHANGED);
  expect(decideRow(accountRow(), standing(), undefined)).toEqual(UNCHANGED);
});

test('another balance is one to be set, as of the entry that was read', () => {
  expect(decideRow(customerRow(), standing({ balance: 500, sequence: 7 }), undefined)).toEqual({
    kind: 'update',
    id: 'id-C-1',
    refresh: { balance: 2000, from: 500, expectedSequence: 7 },
    changesContact: false,
  });
});

test('a bill is compared by what was due, and what was paid of it stays paid', () => {
  const paid = standing({ balance: 1500, paid: 500 });
  expect(decideRow(billRow(), paid, undefined)).toEqual(UNCHANGED);
  expect(decideRow(billRow({ amount_due: 2300 }), paid, undefined)).toMatchObject({
    kind: 'update',
    refresh: { balance: 1800 },
  });
});

describe('what the batch entered before', () => {
  const moved = standing({ balance: 500 });

  test('is not entered again, though a payment came since', () => {
    expect(decideRow(customerRow(), moved, AFTER_2000)).toEqual({ ...UNCHANGED, movedSince: true });
  });

  test('is nothing to tell of while it stands', () => {
    expect(decideRow(customerRow(), standing(), AFTER_2000)).toEqual(UNCHANGED);
  });

  test.each([
    ['another amount', { ...AFTER_2000, amount: 1999 }],
    ['another obligation, as on a stack that was made anew', { ...AFTER_2000, id: 'id-other' }],
    ['another currency', { ...AFTER_2000, currency: 'JPY' }],
  ])('keeps nothing from being entered if it was %s', (_, before) => {
    expect(decideRow(customerRow(), moved, before)).toMatchObject({ kind: 'update' });
  });

  test('keeps nobody from being called otherwise', () => {
    expect(decideRow(customerRow({ name: 'Jane' }), moved, AFTER_2000)).toEqual({
      kind: 'update',
      id: 'id-C-1',
      refresh: undefined,
      changesContact: true,
    });
  });
});

describe('who it is', () => {
  test('is as the row has it, member by member', () => {
    expect(contactOf(customerRow(CONTACT))).toEqual(CONTACT);
    expect(contactOf(customerRow())).toEqual({});
    expect(contactOf(accountRow({ name: 'Main', metadata: { a: '1' } }))).toEqual({
      name: 'Main',
      metadata: { a: '1' },
    });
    expect(contactOf(accountRow())).toEqual({});
    expect(contactOf(billRow({ metadata: { a: '1' } }))).toEqual({ metadata: { a: '1' } });
    expect(contactOf(billRow())).toEqual({});
  });

  test('is left where it is that already, and what is blank is not told', () => {
    const kept = { ...CONTACT, metadata: { a: '1', b: '2' } };
    expect(decideRow(customerRow(CONTACT), standing({ contact: kept }), undefined)).toEqual(
      UNCHANGED,
    );
    expect(decideRow(customerRow(), standing({ contact: kept }), undefined)).toEqual(UNCHANGED);
  });

  test.each([
    ['name', { name: 'June' }],
    ['email', { email: 'x@example.com' }],
    ['phone', { phone: '+1' }],
    ['metadata', { metadata: { a: '2' } }],
    ['new metadata', { metadata: { c: '2' } }],
  ])('is changed where the %s differs', (_, told) => {
    expect(decideRow(customerRow(told), standing({ contact: CONTACT }), undefined)).toEqual({
      kind: 'update',
      id: 'id-C-1',
      refresh: undefined,
      changesContact: true,
    });
    expect(decideRow(customerRow(told), standing(), undefined)).toMatchObject({ kind: 'update' });
  });
});

describe('a row is refused', () => {
  const refused = (member: string, detail: string) => ({
    kind: 'refused',
    problems: [{ column: `column of ${member}`, detail }],
  });

  test('in another currency than that in which it is kept', () => {
    expect(decideRow(customerRow(), standing({ currency: 'USD' }), undefined)).toEqual(
      refused('currency', 'is not USD, in which it is kept, and which cannot change'),
    );
  });

  test('of one without a balance', () => {
    const untracked = standing({ balance: undefined, currency: undefined });
    expect(decideRow(customerRow(), untracked, undefined)).toEqual(
      refused(
        'external_reference',
        'is of one that was created without a balance, which cannot get one later',
      ),
    );
  });

  test('with another date of a bill, which Moment cannot change', () => {
    const kept = standing({ billDate: '2026-12-01' });
    const dates = { bill_date: '2026-12-02', due_date: '2026-12-31' };
    expect(decideRow(billRow(dates), kept, undefined)).toEqual({
      kind: 'refused',
      problems: [
        {
          column: 'column of bill_date',
          detail: 'is 2026-12-01 of this bill, and Moment changes no date of one that is there',
        },
        {
          column: 'column of due_date',
          detail: 'is not said of this bill, and Moment changes no date of one that is there',
        },
      ],
    });
    expect(decideRow(billRow({ bill_date: '2026-12-01' }), kept, undefined)).toEqual(UNCHANGED);
    expect(decideRow(billRow(), kept, undefined)).toEqual(UNCHANGED);
  });

  test('where it and what was paid make no number', () => {
    const paid = standing({ paid: -Number.MAX_SAFE_INTEGER });
    expect(decideRow(billRow(), paid, undefined)).toEqual(
      refused('amount', 'and what was paid make no number that can be kept'),
    );
  });
});

import { expect, test } from 'vitest';
import { StatementLine } from '#shared/models/entry.ts';
import { ledgerTable } from '#test/support/template.ts';

const { KeySchema = [], GlobalSecondaryIndexes = [] } = ledgerTable('ledger');
const names = (schema: readonly { readonly AttributeName?: string | undefined }[] = []) =>
  schema.map(({ AttributeName }) => AttributeName);

/** What a row of the index has: the table's key, the index's own, and what it is told to carry. */
function attributesOf(index: string) {
  const found = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === index);
  expect(found?.Projection?.ProjectionType).toBe('INCLUDE');
  return [
    ...names(KeySchema),
    ...names(found?.KeySchema),
    ...(found?.Projection?.NonKeyAttributes ?? []),
  ];
}

test('the table has a partition key and a sort key', () => {
  expect(KeySchema).toEqual([
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ]);
});

test('a row of the statement carries all that a line shows; its key is in pk and sk', () => {
  const { key: _key, ...shown } = StatementLine.shape;
  expect(attributesOf('statement').toSorted()).toEqual(
    ['pk', 'sk', ...Object.keys(shown)].toSorted(),
  );
});

test('a row of what needs attention carries what is asked for by the index alone', () => {
  expect(attributesOf('attention')).toEqual(
    expect.arrayContaining(['pk', 'sk', 'attention', 'attentionAt', 'receivedAt']),
  );
});

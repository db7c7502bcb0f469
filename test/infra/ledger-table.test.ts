import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { StatementLine } from '#shared/models/entry.ts';
import { ledgerTable, templateOf } from '#test/support/template.ts';

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

type Index = { readonly IndexName: string };

/** How many indexes DynamoDB would have to make or take away; one that changes is both. */
function indexChanges(before: readonly Index[], after: readonly Index[]): number {
  const without = (these: readonly Index[], those: readonly Index[]) =>
    these.filter((index) => !those.some((other) => isDeepStrictEqual(index, other)));
  return without(before, after).length + without(after, before).length;
}

test('a release makes or takes away one index at most, since DynamoDB does no more at once', () => {
  const [table] = Object.values(templateOf().findResources('AWS::DynamoDB::GlobalTable'));
  const { indexes } = JSON.parse(readFileSync('test/fixtures/last-release.json', 'utf8'));
  expect(indexChanges(indexes, table?.['Properties'].GlobalSecondaryIndexes)).toBeLessThan(2);

  const [first, ...others] = indexes;
  const more = [...indexes, { ...first, IndexName: 'a' }];
  expect(indexChanges(indexes, more)).toBe(1);
  expect(indexChanges(indexes, [...more, { ...first, IndexName: 'b' }])).toBe(2);
  expect(indexChanges(indexes, [{ ...first, Projection: {} }, ...others])).toBe(2);
});

test('the table has a partition key and a sort key', () => {
  expect(KeySchema).toEqual([
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ]);
});

test('a row of the statement carries all that a line shows, but what is read of commands; its key is in pk and sk', () => {
  const { key: _key, reverses: _read, reconciliationId: _too, ...shown } = StatementLine.shape;
  expect(attributesOf('statement').toSorted()).toEqual(
    ['pk', 'sk', ...Object.keys(shown)].toSorted(),
  );
});

test('a row of what needs attention carries what is asked for by the index alone', () => {
  expect(attributesOf('attention')).toEqual(
    expect.arrayContaining(['pk', 'sk', 'attention', 'attentionAt', 'receivedAt']),
  );
});

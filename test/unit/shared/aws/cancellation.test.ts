import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { readCancellations } from '#shared/aws/cancellation.ts';

const cancelled = (CancellationReasons?: CancellationReason[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    ...(CancellationReasons && { CancellationReasons }),
  });

describe('the reasons of a cancelled transaction', () => {
  test('are told item by item, in their order', () => {
    const reasons = [
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Item: { pk: { S: 'bcus_1' }, sequence: { N: '2' } } },
      { Code: 'TransactionConflict' },
      { Code: 'ConditionalCheckFailed' },
    ];
    expect(readCancellations(cancelled(reasons))).toEqual([
      'none',
      'condition',
      'conflict',
      'condition',
    ]);
  });

  test.each([
    ['none are given', undefined],
    ['the list is empty', []],
  ] as const)('are no reasons where %s', (_what, reasons) => {
    expect(readCancellations(cancelled(reasons && [...reasons]))).toEqual([]);
  });

  test.each(['ThrottlingError', 'ValidationError', 'SomethingNew', '', undefined])(
    'are not understood if one of them is %s',
    (Code) => {
      const reasons = [{ Code: 'None' }, Code === undefined ? {} : { Code }];
      expect(readCancellations(cancelled(reasons))).toBeUndefined();
    },
  );
});

test('another failure is no cancelled transaction, whatever it holds', () => {
  const CancellationReasons = [{ Code: 'None' }];
  expect(
    readCancellations(Object.assign(new Error('no'), { CancellationReasons })),
  ).toBeUndefined();
  expect(readCancellations(undefined)).toBeUndefined();
});

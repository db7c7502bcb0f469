import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { live, makeMortal } from '#bench/crashes/mortal.ts';
import { interleave } from '#bench/measure/interleave.ts';
import { atLeast } from '#bench/measure/row.ts';
import { quantile, ratios, spreadOf } from '#bench/measure/spread.ts';
import { Timed } from '#bench/measure/timed.ts';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';

describe('contestants', () => {
  test('are measured in turn, every other round backwards, and the first round does not count', async () => {
    const order: string[] = [];
    let round = 0;
    const taken = await interleave(
      {
        a: () => {
          order.push('a');
          return round;
        },
        b: () => {
          order.push('b');
          round += 1;
          return round * 10;
        },
      },
      2,
    );
    expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
    expect(taken).toEqual({ a: [2, 2], b: [20, 30] });
  });

  test('are compared within a round, so that what slows both down cancels out', () => {
    expect(ratios([20, 200, 2000], [10, 100, 1000])).toEqual({ median: 2, low: 2, high: 2 });
    expect(() => ratios([1], [1, 2])).toThrow('each round');
  });

  test('have a reach that is met at its edge and missed just below', () => {
    const at = (median: number) => atLeast({ median, low: median, high: median }, 2).reach?.met;
    expect([at(2), at(1.99)]).toEqual([true, false]);
  });

  test('are told with the middle and the quartiles', () => {
    expect(spreadOf([5, 1, 2, 4, 3])).toEqual({ median: 3, low: 2, high: 4 });
    expect(quantile([1, 2], 0.5)).toBe(1.5);
    expect(() => quantile([], 0.5)).toThrow('Nothing was measured');
  });

  test('keep their times but those of the first round', async () => {
    const timed = new Timed();
    const round = timed.contestant(() => [async () => undefined]);
    await round();
    expect(() => timed.percentile(0.5)).toThrow('Nothing was measured');
    await round();
    expect(timed.percentile(0.5)).toBeGreaterThanOrEqual(0);
  });
});

test.each([
  [0, 0, 'died'],
  [1, 1, 'died'],
  [2, 1, 'died'],
  [3, 2, 'died'],
  [4, 2, 'lives'],
])('who has %i moments to live has done %i of two calls, and %s', async (moments, calls, end) => {
  const dynamodb = await startEmbeddedDynamoDb();
  const client = new DynamoDBClient(localClientConfig(dynamodb.endpoint));
  let done = 0;
  makeMortal(client, () => {
    done += 1;
  });
  const run = async () => {
    await client.send(new ListTablesCommand({}));
    await client.send(new ListTablesCommand({}));
    return 'lives';
  };
  expect(await live(run, moments)).toBe(end);
  expect(done).toBe(calls);
  client.destroy();
  await dynamodb.close();
});

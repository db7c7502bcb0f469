import type { Units } from './write-capacity.ts';

type Line = {
  readonly CapacityUnits: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
};
export type ConsumedCapacity = Line & {
  readonly TableName: string;
  readonly Table?: Line;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, Line>>;
};

/**
 * One line per table, as `ReturnConsumedCapacity` asked; undefined if it did not. Only transactions
 * tell whether the units were read or written.
 */
export function consumedCapacity(
  asked: unknown,
  units: readonly Units[],
  transaction?: 'Read' | 'Write',
): readonly ConsumedCapacity[] | undefined {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  const line = (count: number): Line => ({
    CapacityUnits: count,
    ...(transaction && { [`${transaction}CapacityUnits`]: count }),
  });
  const byTable = Object.groupBy(units, ({ tableName }) => tableName);
  return Object.entries(byTable).map(([TableName, ofTable = []]) => {
    const table = ofTable.reduce((sum, unit) => sum + unit.table, 0);
    const indexes = sumIndexes(ofTable);
    const total = [...indexes.values()].reduce((sum, count) => sum + count, table);
    if (asked === 'TOTAL') return { TableName, ...line(total) };
    const lines = [...indexes].map(([name, count]) => [name, line(count)]);
    return {
      TableName,
      ...line(total),
      Table: line(table),
      ...(lines.length > 0 && { GlobalSecondaryIndexes: Object.fromEntries(lines) }),
    };
  });
}

function sumIndexes(units: readonly Units[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { indexes } of units) {
    for (const [name, count] of Object.entries(indexes)) {
      sums.set(name, (sums.get(name) ?? 0) + count);
    }
  }
  return sums;
}

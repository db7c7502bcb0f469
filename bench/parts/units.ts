import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { startInProcessWorld } from '#bench/world/in-process.ts';
import { batchOf, obligationId, payment, SIDES, type Side } from '#bench/world/payments.ts';
import { type Cost, Meter } from '#test/support/meter.ts';

type Batch = {
  readonly what: string;
  /** Of the payments of the batch: the number of each, and of the obligation that it is for. */
  readonly payments: readonly (readonly [payment: number, obligation: number])[];
};

const OBLIGATIONS = 50;
const firstNumbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** In this order, since the last one repeats the one before. */
const BATCHES: readonly Batch[] = [
  { what: 'a lone event', payments: [[1, 0]] },
  { what: 'the same event again', payments: [[1, 0]] },
  { what: '50 on 50 obligations', payments: firstNumbers(50).map((index) => [100 + index, index]) },
  {
    what: '50 on 5 obligations',
    payments: firstNumbers(50).map((index) => [200 + index, index % 5]),
  },
  { what: '50 duplicates', payments: firstNumbers(50).map((index) => [200 + index, index % 5]) },
];

/** What DynamoDB charges the reconcile functions for each event; counted, so no run differs from another. */
export async function run({ progress }: BenchOptions): Promise<readonly Row[]> {
  const meters: Partial<Record<Side, Meter>> = {};
  const world = await startInProcessWorld((client, side, config) => {
    const meter = new Meter(config);
    meter.watch(client);
    meters[side] = meter;
  });
  try {
    await world.ledgers.open(firstNumbers(OBLIGATIONS).map(obligationId));
    const rows: Row[] = [];
    for (const [index, { what, payments }] of BATCHES.entries()) {
      const events = payments.map(([number, obligation]) =>
        payment(number, obligationId(obligation)),
      );
      const costs = {} as Record<Side, Cost>;
      for (const side of SIDES) {
        const { batchItemFailures } = await world.reconcile[side](batchOf(events, side));
        if (batchItemFailures.length > 0) throw new Error(`${side} failed with ${what}`);
        costs[side] = meters[side]?.take() ?? { calls: 0, writeUnits: 0, readUnits: 0 };
      }
      rows.push(...toRows(what, costs, events.length));
      progress(index + 1, BATCHES.length);
    }
    return rows;
  } finally {
    for (const meter of Object.values(meters)) meter.close();
    await world.close();
  }
}

function toRows(what: string, { ours, peer }: Record<Side, Cost>, events: number): Row[] {
  const row = (kind: keyof Cost, name: string): Row => {
    const times = peer[kind] / ours[kind];
    return {
      what: `${what}, ${name}`,
      unit: '/event',
      ours: ours[kind] / events,
      peer: { name: 'the parts', value: peer[kind] / events },
      ...(Number.isFinite(times) && { times: { median: times, low: times, high: times } }),
    };
  };
  return [row('writeUnits', 'write units'), row('readUnits', 'read units'), row('calls', 'calls')];
}

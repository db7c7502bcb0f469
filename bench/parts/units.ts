import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { startMeteredWorld } from '#bench/world/metered-world.ts';
import { obligationId, payment, type Side } from '#bench/world/payments.ts';
import type { Cost } from '#test/support/meter.ts';

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
  const world = await startMeteredWorld();
  try {
    await world.ledgers.open(firstNumbers(OBLIGATIONS).map(obligationId));
    const rows: Row[] = [];
    for (const [index, { what, payments }] of BATCHES.entries()) {
      const events = payments.map(([number, obligation]) =>
        payment(number, obligationId(obligation)),
      );
      const ours = await world.spend('ours', events);
      const peer = await world.spend('peer', events);
      rows.push(...toRows(what, { ours, peer }, events.length));
      progress(index + 1, BATCHES.length);
    }
    return rows;
  } finally {
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

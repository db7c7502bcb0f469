import { costOf, costOfTraces, LINES, type Traffic, type Usage } from '#bench/cost/cost-model.ts';
import { measureUsage, type Worlds } from '#bench/cost/measure-usage.ts';
import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { startFunctionWorld } from '#bench/world/function-world.ts';
import { startMeteredWorld } from '#bench/world/metered-world.ts';
import { obligationId, type Side } from '#bench/world/payments.ts';

const MILLION = 1e6;
const BATCH_MAX = 50;
/** Waits a second for a batch to fill, as the stack does. */
const trafficAt = (eventsPerSecond: number, api: Traffic['api'] = 'http'): Traffic => ({
  eventsPerSecond,
  batch: Math.min(BATCH_MAX, Math.max(1, Math.round(eventsPerSecond))),
  api,
});
/** Events a second, the first of them a million a month, and what a million events may cost. */
const RATES: ReadonlyMap<number, number | undefined> = new Map([
  [0.4, 7.75],
  [10, undefined],
  [100, 6.25],
]);

/** Dollars for a million events, each on an obligation of its own, by list prices and what was measured here. */
export async function run({ environment, quick, progress }: BenchOptions): Promise<readonly Row[]> {
  const metered = await startMeteredWorld();
  const functions = await startFunctionWorld(environment);
  try {
    const obligations = Array.from({ length: BATCH_MAX }, (_, index) => obligationId(index));
    await functions.ledgers.open(obligations);
    await metered.ledgers.open(obligations);
    return await measureAll({ functions, metered }, quick ? 2 : 60, progress);
  } finally {
    await metered.close();
    await functions.close();
  }
}

async function measureAll(
  worlds: Worlds,
  invocations: number,
  progress: BenchOptions['progress'],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [index, rate] of [...RATES.keys()].entries()) {
    const { batch } = trafficAt(rate);
    const plan = { batch, invocations, firstPayment: (index + 1) * 10_000_000 };
    const usage: Record<Side, Usage> = {
      ours: await measureUsage(worlds, 'ours', plan),
      peer: await measureUsage(worlds, 'peer', plan),
    };
    rows.push(...rowsOf(rate, usage));
    if (batch === 1) rows.push(...sampleRows(rate, usage));
    progress(index + 1, RATES.size);
  }
  return rows;
}

function rowsOf(rate: number, usage: Record<Side, Usage>): Row[] {
  const traffic = trafficAt(rate);
  const ours = costOf('ours', usage.ours, traffic);
  const peer = costOf('peer', usage.peer, traffic);
  const most = RATES.get(rate);
  const total = rowOf(`${rate}/s, in all`, sum(ours), { name: 'the parts', value: sum(peer) });
  const traces = costOfTraces(traffic);
  return [
    ...LINES.map((line) =>
      rowOf(`${rate}/s, ${line}`, ours[line], { name: 'the parts', value: peer[line] }),
    ),
    most === undefined
      ? total
      : { ...total, reach: { text: `at most $${most}`, met: total.ours <= most } },
    rowOf(`${rate}/s, traces besides, where they are on`, traces, {
      name: 'the parts',
      value: traces,
    }),
  ];
}

/** What samples of this kind show: a REST API, one message an invocation, Powertools. */
function sampleRows(rate: number, { ours, peer }: Record<Side, Usage>): Row[] {
  const sample = costOf('peer', peer, trafficAt(rate, 'rest'));
  const mine = costOf('ours', ours, trafficAt(rate));
  return [rowOf(`${rate}/s, in all`, sum(mine), { name: 'the common sample', value: sum(sample) })];
}

function sum(costs: ReturnType<typeof costOf>): number {
  return LINES.reduce((total, line) => total + costs[line], 0);
}

function rowOf(what: string, ours: number, peer: NonNullable<Row['peer']>): Row {
  return {
    what,
    unit: '$',
    ours: ours * MILLION,
    peer: { name: peer.name, value: peer.value * MILLION },
  };
}

import { costOf, LINES, type Traffic, type Usage } from '#bench/cost/cost-model.ts';
import { measureUsage, type Worlds } from '#bench/cost/measure-usage.ts';
import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { startFunctionWorld } from '#bench/world/function-world.ts';
import { startMeteredWorld } from '#bench/world/metered-world.ts';
import { obligationId, type Side } from '#bench/world/payments.ts';

const DOLLARS_MAX = 5;
const MILLION = 1e6;
const BATCH_MAX = 50;
/** Waits a second for a batch to fill, as the stack does. */
const trafficAt = (eventsPerSecond: number, api: Traffic['api'] = 'http'): Traffic => ({
  eventsPerSecond,
  batch: Math.min(BATCH_MAX, Math.max(1, Math.round(eventsPerSecond))),
  api,
});
/** A million events a month, ten a second, a hundred a second. */
const RATES = [0.4, 10, 100];

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
  for (const [index, rate] of RATES.entries()) {
    const { batch } = trafficAt(rate);
    const plan = { batch, invocations, firstPayment: (index + 1) * 10_000_000 };
    const usage: Record<Side, Usage> = {
      ours: await measureUsage(worlds, 'ours', plan),
      peer: await measureUsage(worlds, 'peer', plan),
    };
    rows.push(...rowsOf(rate, usage));
    if (batch === 1) rows.push(...sampleRows(rate, usage));
    progress(index + 1, RATES.length);
  }
  return rows;
}

function rowsOf(rate: number, usage: Record<Side, Usage>): Row[] {
  const ours = costOf(usage.ours, trafficAt(rate));
  const peer = costOf(usage.peer, trafficAt(rate));
  return toRows(`${rate}/s`, ours, { name: 'the parts', costs: peer });
}

/** What samples of this kind show: a REST API, one message an invocation, Powertools. */
function sampleRows(rate: number, { ours, peer }: Record<Side, Usage>): Row[] {
  const sample = costOf(peer, trafficAt(rate, 'rest'));
  const rows = toRows(`${rate}/s`, costOf(ours, trafficAt(rate)), {
    name: 'the common sample',
    costs: sample,
  });
  return rows.slice(-1).map(({ reach: _reach, ...row }) => row);
}

type Costs = ReturnType<typeof costOf>;

function toRows(what: string, ours: Costs, peer: { name: string; costs: Costs }): Row[] {
  const sum = (costs: Costs) => LINES.reduce((total, line) => total + costs[line], 0);
  const row = (name: string, mine: number, theirs: number): Row => ({
    what: `${what}, ${name}`,
    unit: '$',
    ours: mine * MILLION,
    peer: { name: peer.name, value: theirs * MILLION },
  });
  const total = row('in all', sum(ours), sum(peer.costs));
  return [
    ...LINES.map((line) => row(line, ours[line], peer.costs[line])),
    { ...total, reach: { text: `at most $${DOLLARS_MAX}`, met: total.ours <= DOLLARS_MAX } },
  ];
}

import {
  BODY_BYTES_MAX,
  COST_OF_A_REQUEST_TURNED_AWAY,
  costOfStrangersDay,
  type Refusal,
  STRANGER_LINES,
} from '#bench/cost/strangers-day.ts';
import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { spreadOf } from '#bench/measure/spread.ts';
import { strangersDelivery } from '#bench/world/first-events.ts';
import { type BenchFunction, startFunctionWorld } from '#bench/world/function-world.ts';
import { SIDES, type Side } from '#bench/world/payments.ts';
import { parseConfig } from '#infra/config.ts';

const LOGGED_BYTES_MAX = 300;
const { requestsPerSecond } = parseConfig({}).webhookThrottle;

/** Deliveries that look right and that no key signed, which cost the most of all that are refused. */
export async function run({ environment, quick, progress }: BenchOptions): Promise<readonly Row[]> {
  const world = await startFunctionWorld(environment);
  try {
    const refusals = new Map<Side, Refusal>();
    for (const side of SIDES) {
      refusals.set(side, await measure(world.functions.webhook[side], quick ? 3 : 300));
      progress(refusals.size, SIDES.length);
    }
    return rowsOf(refusals);
  } finally {
    await world.close();
  }
}

async function measure(webhook: BenchFunction, deliveries: number): Promise<Refusal> {
  await refuse(webhook, 0);
  const before = webhook.logged();
  const taken: number[] = [];
  let answered = 0;
  for (let number = 1; number <= deliveries; number += 1) {
    const startedAt = performance.now();
    answered += await refuse(webhook, number);
    taken.push(performance.now() - startedAt);
  }
  const after = webhook.logged();
  return {
    loggedBytes: (after.bytes - before.bytes) / deliveries,
    logLines: (after.lines - before.lines) / deliveries,
    milliseconds: spreadOf(taken).median,
    answeredBytes: answered / deliveries,
  };
}

/** The bytes of the answer, the headers that the API adds included: a date, two ids and a length. */
async function refuse(webhook: BenchFunction, number: number): Promise<number> {
  const answer = await webhook.invoke(strangersDelivery(number));
  const {
    statusCode,
    headers = {},
    body = '',
  } = answer as {
    statusCode?: number;
    headers?: Record<string, string>;
    body?: string;
  };
  if (statusCode !== 401) throw new Error(`A stranger was answered with ${statusCode}`);
  const HEADERS_OF_THE_API = 150;
  return Buffer.byteLength(JSON.stringify(headers)) + Buffer.byteLength(body) + HEADERS_OF_THE_API;
}

function rowsOf(refusals: ReadonlyMap<Side, Refusal>): Row[] {
  const of = (side: Side) => {
    const refusal = refusals.get(side);
    if (!refusal) throw new Error(`${side} was not measured`);
    const day = (bodyBytes: number) =>
      costOfStrangersDay(side, refusal, { perSecond: requestsPerSecond, bodyBytes });
    return { refusal, small: day(0), large: day(BODY_BYTES_MAX) };
  };
  const [ours, peer] = [of('ours'), of('peer')];
  const row = (what: string, unit: string, pick: (of_: typeof ours) => number): Row => ({
    what,
    unit,
    ours: pick(ours),
    peer: { name: 'the parts', value: pick(peer) },
  });
  const logged = row('a refused delivery, logged', 'B', ({ refusal }) => refusal.loggedBytes);
  const inAll = (costs: typeof ours.small) =>
    STRANGER_LINES.reduce((sum, line) => sum + costs[line], 0);
  return [
    {
      ...logged,
      reach: { text: `below ${LOGGED_BYTES_MAX} B`, met: logged.ours < LOGGED_BYTES_MAX },
    },
    row('a refused delivery', 'ms', ({ refusal }) => refusal.milliseconds),
    row('a refused delivery, answered', 'B', ({ refusal }) => refusal.answeredBytes),
    ...STRANGER_LINES.map((line) =>
      row(`a day at ${requestsPerSecond}/s, ${line}`, '$', ({ small }) => small[line]),
    ),
    row(`a day at ${requestsPerSecond}/s, in all`, '$', ({ small }) => inAll(small)),
    row(`a day at ${requestsPerSecond}/s of 10 MB each, API`, '$', ({ large }) => large.API),
    {
      what: 'a million requests turned away by the API',
      unit: '$',
      ours: COST_OF_A_REQUEST_TURNED_AWAY * 1e6,
    },
  ];
}

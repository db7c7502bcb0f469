import { Chance } from '#test/support/chance.ts';
import type { MemoryTable } from '#test/support/memory-table.ts';
import { Breach } from './breach.ts';
import type { FaultKind } from './faults.ts';
import { checkEnd } from './final-checks.ts';
import type { Trace } from './invocation.ts';
import { checkPushed } from './push-checks.ts';
import type { Tally } from './tally.ts';
import { createWorld, type World } from './world.ts';

/** All that a world follows from. What is left out, the seed decides. */
export type WorldOptions = {
  readonly seed: number;
  readonly payments?: number | undefined;
  readonly customers?: number | undefined;
  /** @default all of them */
  readonly faults?: readonly FaultKind[] | undefined;
  /** Name of a planted bug. @default none */
  readonly bug?: string | undefined;
};

export type Report = {
  readonly deliveries: number;
  readonly acknowledged: number;
  readonly entries: number;
  readonly held: number;
  readonly steps: number;
  readonly tally: Tally;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FAULTS_STOP_AFTER = 380 * DAY;
/** Longer than any retry takes: what has not drained by then never will. */
const DRAINED_AFTER = FAULTS_STOP_AFTER + 30 * DAY;
const PAYMENTS_PER_CUSTOMER = 25;
/** Payments of nobody whom we know, beside those of our customers. */
const NOBODYS_SHARE = 0.1;
/** Many small worlds, where races are dense, and some large ones. */
const PAYMENTS = [2, 10, 60, 300, 1500];
const FAULT_TIMES = [0, 0.3, 1, 3, 6];
/** How often the sweep runs from each day on: as in AWS at first, less often once little happens. */
const SWEEPS = [
  { from: 0, every: 5 * MINUTE },
  { from: 6 * HOUR, every: 30 * MINUTE },
  { from: 4 * DAY, every: 6 * HOUR },
  { from: 6 * DAY, every: DAY },
  { from: 30 * DAY, every: 7 * DAY },
  { from: FAULTS_STOP_AFTER, every: DAY },
];

/** How large and how hostile a world is, and for how much the seed decides. */
export function sizeOf({ seed, payments, customers }: WorldOptions) {
  const chance = new Chance(seed).fork('size');
  const size = payments ?? chance.pick(PAYMENTS);
  const times = chance.fork('times').pick(FAULT_TIMES);
  return {
    payments: size,
    customers: customers ?? Math.max(2, Math.ceil(size / PAYMENTS_PER_CUSTOMER)),
    times,
  };
}

/**
 * Plays one world until nothing is left to do, checking each promise.
 *
 * @param trace told of every call of a port, with the time and the run of a function that made it
 * @throws Breach
 */
export async function simulate(options: WorldOptions, trace?: Trace): Promise<Report> {
  const size = sizeOf(options);
  const world = createWorld({ ...options, ...size }, trace);
  const { time, oracle, provider, faults } = world;
  schedule(world, size, new Chance(options.seed).fork('schedule'));
  await time.run(() => oracle.checkStep());

  const { obligations, entries, held } = oracle.table;
  const { size: ours } = oracle.asked;
  if (obligations.size !== ours) {
    throw new Breach(`${obligations.size} of ${ours} obligations were created`);
  }
  oracle.answers.checkShare(size.times === 0 || options.faults?.length === 0);
  await checkEnd(oracle);
  checkPushed(oracle.table, world.moment);
  return {
    deliveries: provider.deliveries,
    acknowledged: oracle.acknowledged.size,
    entries: entries.size,
    held: held.size,
    steps: time.steps,
    tally: faults.tally,
  };
}

/** All that happens of its own accord; everything else follows from it. */
function schedule(
  world: World,
  { customers, payments }: ReturnType<typeof sizeOf>,
  chance: Chance,
): void {
  const { time, faults, functions, merchant, oracle } = world;
  for (let customer = 1; customer <= customers; customer += 1) {
    time.after(chance.between(0, DAY), () => void merchant.create(customer));
  }
  world.provider.startPayingNobody(Math.floor(payments * NOBODYS_SHARE));
  faults.throttleWithin(3 * DAY);
  for (const at of sweepTimes()) {
    time.after(at, () => {
      if (isToSweep(oracle.table, time.now())) void functions.sweep();
    });
  }
  time.after(FAULTS_STOP_AFTER, () => faults.stop());
  time.after(DRAINED_AFTER, () => {
    if (oracle.waiting > 0) oracle.table.break(`${oracle.waiting} messages never drain`);
    const untold = [...oracle.table.obligations.values()].find(
      (one) => one.untold?.state === 'push',
    );
    if (untold) oracle.table.break('Moment is never told of it', untold.id);
  });
}

/** One that would find nothing to do is left out: it takes as long as all else. */
function isToSweep({ intents, held, dueAt }: MemoryTable, at: number): boolean {
  const now = new Date(at).toISOString();
  for (const intent of intents.values()) if (!intent.done && intent.dueAt <= now) return true;
  for (const { hash, state, receivedAt } of held.values()) {
    const isWaiting = state === 'unmatched' || state === 'stale';
    if (isWaiting && (dueAt.get(hash) ?? receivedAt) <= now) return true;
  }
  return false;
}

function sweepTimes(): number[] {
  const end = FAULTS_STOP_AFTER + 4 * DAY;
  return SWEEPS.flatMap(({ from, every }, index) => {
    const until = SWEEPS[index + 1]?.from ?? end;
    return Array.from({ length: Math.ceil((until - from) / every) }, (_, n) => from + n * every);
  });
}

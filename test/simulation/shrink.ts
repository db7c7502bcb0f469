import { Breach } from './breach.ts';
import { FAULT_KINDS, type FaultKind } from './faults.ts';
import { simulate, sizeOf, type WorldOptions } from './simulate.ts';

/** Every member decided: nothing is left to be made smaller. */
export type WholeWorld = {
  readonly seed: number;
  readonly payments: number;
  readonly customers: number;
  readonly faults: readonly FaultKind[];
  readonly bug: string | undefined;
};

const SIZES = [1, 2, 3, 5, 8, 12, 20, 40, 100, 300];
const PAYMENTS_PER_CUSTOMER = 25;
/** A smaller world goes another way than the large one; some of its neighbours may still break. */
const NEIGHBOURS = 40;
const WORLDS_MAX = 1000;

/** The smallest world that was found to break a promise, too: fewer payments, customers, kinds of faults. */
export async function shrink(broken: WorldOptions): Promise<WholeWorld> {
  const { payments, customers } = sizeOf(broken);
  const { seed, bug, faults = FAULT_KINDS } = broken;
  let smallest: WholeWorld = { seed, payments, customers, faults, bug };
  let worlds = 0;
  const breaks = async (world: WholeWorld) => {
    worlds += 1;
    return worlds <= WORLDS_MAX && (await breachOf(world)) !== undefined;
  };
  for (;;) {
    const smaller = await withFewerFaults(await withFewerPayments(smallest, breaks), breaks);
    if (JSON.stringify(smaller) === JSON.stringify(smallest)) return smallest;
    smallest = smaller;
  }
}

type Breaks = (world: WholeWorld) => Promise<boolean>;

async function withFewerPayments(world: WholeWorld, breaks: Breaks): Promise<WholeWorld> {
  for (const payments of SIZES.filter((size) => size < world.payments)) {
    const customers = Math.min(world.customers, Math.ceil(payments / PAYMENTS_PER_CUSTOMER));
    for (let seed = world.seed; seed < world.seed + NEIGHBOURS; seed += 1) {
      const smaller = { ...world, seed, payments, customers };
      if (await breaks(smaller)) return smaller;
    }
  }
  return world;
}

async function withFewerFaults(world: WholeWorld, breaks: Breaks): Promise<WholeWorld> {
  let { faults } = world;
  for (const kind of world.faults) {
    const fewer = faults.filter((one) => one !== kind);
    if (await breaks({ ...world, faults: fewer })) faults = fewer;
  }
  return { ...world, faults };
}

export async function breachOf(
  options: WorldOptions,
  trace?: (line: string) => void,
): Promise<Breach | undefined> {
  try {
    await simulate(options, trace);
    return undefined;
  } catch (error) {
    if (error instanceof Breach) return error;
    throw error;
  }
}

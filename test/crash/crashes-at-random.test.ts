import { expect, test } from 'vitest';
import { Chance } from '#test/support/chance.ts';
import { playAtRandom } from '#test/support/every-choice.ts';
import { open, opening } from '#test/support/factories.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { faultAtAnyPoint } from '#test/support/suspension-points.ts';
import { consume, create, sweep, tellPayment } from './commands.ts';
import type { Command, CrashWorld } from './crash-world.ts';
import { FIRST_AT_MOMENT } from './expectations.ts';
import { playScenario } from './play-scenario.ts';
import type { Scenario } from './scenarios.ts';

const SEEDS = 200;
const FAULTS_MAX = 6;
const OTHER = 'bcus_other';

/** Many payments, told in any order and any batches, around the creation of one of their customers. */
function manyPayments(chance: Chance): Scenario {
  const told = Array.from({ length: chance.between(3, 30) }, () => {
    const n = chance.between(1, 12);
    const customer = chance.happens(0.5) ? FIRST_AT_MOMENT : OTHER;
    return tellPayment(n, { customer, ...(chance.happens(0.3) && { event: `evt_${n}again` }) });
  });
  return {
    name: 'many payments',
    calls: [],
    prepare: async (world: CrashWorld) => {
      const other = opening({ id: OTHER, externalReference: 'other' });
      const intents = new MemoryIntentStore(world.table);
      await open({ ledger: new MemoryLedgerStore(world.table), intents }, other);
      const commands: Command[] = [];
      for (let at = 0; at < told.length; ) {
        const next = at + chance.between(1, 10);
        commands.push(consume(world, told.slice(at, next)));
        at = next;
      }
      commands.splice(chance.between(0, commands.length), 0, create('key-1'), sweep());
      return commands;
    },
    check: () => {},
  };
}

test('many payments, with crashes at random, keep every promise', async () => {
  let faults = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const chance = new Chance(seed);
    const scenario = manyPayments(chance);
    const played = playAtRandom(
      (choose) => {
        const gate = faultAtAnyPoint(choose, FAULTS_MAX);
        return playScenario(scenario, (point) => {
          const fate = gate(point);
          if (fate !== 'goes on') faults += 1;
          return fate;
        });
      },
      chance,
      0.15,
    );
    await expect(played, `seed ${seed}`).resolves.toBeUndefined();
  }
  expect(faults).toBeGreaterThan(SEEDS);
}, 60_000);

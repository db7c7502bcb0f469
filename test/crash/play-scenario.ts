import { Breach } from '#test/simulation/breach.ts';
import { type Gate, goesOn } from '#test/support/suspension-points.ts';
import { sweep } from './commands.ts';
import { CrashWorld, type Stores } from './crash-world.ts';
import type { Scenario } from './scenarios.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Plays a scenario through one gate, each command until whoever asks is content; then, with nothing going
 * wrong, all of it once more, which must change nothing: the queue delivers again, the merchant asks again.
 *
 * @throws Breach if a promise was broken on the way or at the end.
 */
export async function playScenario(scenario: Scenario, gate: Gate, stores?: Stores): Promise<void> {
  const world = new CrashWorld(stores);
  const commands = await scenario.prepare(world);
  for (const command of commands) await world.play(command, gate);
  // What was looked at in vain is looked at again within a day.
  world.clock.advance(DAY_MS);
  await world.play(sweep());
  world.checkEnd();
  await scenario.check(world);

  const before = snapshot(world);
  for (const command of [...commands, sweep()]) await world.once(command, goesOn);
  const after = snapshot(world);
  if (after !== before) throw new Breach(`all over again, ${before} became ${after}`);
}

function snapshot({ table, moment }: CrashWorld): string {
  const { obligations, entries, held } = table;
  return JSON.stringify([
    [...obligations.values()].map(({ id, balance, sequence }) => [id, balance, sequence]),
    [...entries.keys()],
    [...held.values()].map(({ hash, state }) => [hash, state]),
    [moment.customers, moment.accounts, moment.bills].map(({ size }) => size),
    moment.paymentRequests.length,
  ]);
}

import { Breach } from '#test/simulation/breach.ts';
import type { Choose } from '#test/support/every-choice.ts';
import {
  goesOn,
  Interleaving,
  type InterleavingLimits,
  SuspendableRun,
} from '#test/support/suspension-points.ts';
import { sweep } from './commands.ts';
import { type Command, CrashWorld, type Stores } from './crash-world.ts';
import type { Race } from './races.ts';

const ROUNDS_MAX = 8;
/** What was looked at in vain is looked at again within it. */
const DAY_MS = 24 * 60 * 60_000;

/**
 * Plays the runs of a race at once, in the order that is chosen; then, in turn and with nothing going wrong,
 * whoever is not content asks again, and the sweep comes round.
 *
 * @returns the calls that were made.
 * @throws Breach if a promise was broken on the way or at the end.
 */
export async function playRace(
  race: Race,
  choose: Choose,
  limits: InterleavingLimits,
  stores?: Stores,
): Promise<ReadonlySet<string>> {
  const world = new CrashWorld(stores);
  const commands = await race.prepare(world);
  const interleaving = new Interleaving();
  const ends = commands.map((command, index) => {
    const run = new SuspendableRun(interleaving.gateOf(`${command.name} ${index + 1}`));
    return run.play(() => command.run(world.deps(run)));
  });
  await interleaving.drive(choose, limits);
  world.check();

  const ended = await Promise.all(ends);
  let left = commands.filter(
    (command, index) => !command.isContent(ended[index] ?? { kind: 'died' }),
  );
  world.clock.advance(61_000);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    await world.play(sweep());
    if (left.length === 0) break;
    const unhappy: Command[] = [];
    for (const command of left) {
      if (!command.isContent(await world.once(command, goesOn))) unhappy.push(command);
    }
    left = unhappy;
  }
  if (left.length > 0) throw new Breach(`${left.map(({ name }) => name)}: never done`);
  world.clock.advance(DAY_MS);
  await world.play(sweep());
  world.checkEnd();
  await race.check(world);
  return interleaving.calls;
}

import type { Chance } from './chance.ts';

/** Picks one of the options; `name` says in words what was picked, for whoever reads of a failure. */
export type Choose = <T>(options: readonly T[], name: (option: T) => string) => T;

/** A play that broke something, with all that was chosen in it. */
export class BrokenPlay extends Error {
  override readonly name = 'BrokenPlay';
}

/**
 * Plays again and again, until every choice has turned out in every way, depth first. A play must depend on
 * nothing but what it chooses.
 *
 * @returns the number of plays.
 * @throws BrokenPlay at the first play that throws.
 */
export async function everyChoice(
  play: (choose: Choose) => Promise<void>,
  playsMax: number,
): Promise<number> {
  const path: { index: number; of: number }[] = [];
  for (let plays = 1; ; plays += 1) {
    if (plays > playsMax) throw new Error(`There are more than ${playsMax} plays`);
    let depth = 0;
    await playOnce(play, (of) => {
      const step = path[depth] ?? { index: 0, of };
      if (step.of !== of) throw new Error('The same choices led to another play');
      path[depth] = step;
      depth += 1;
      return step.index;
    });
    while (path.length > 0 && isLast(path.at(-1))) path.pop();
    const last = path.at(-1);
    if (!last) return plays;
    last.index += 1;
  }
}

/** Plays once; at each choice the first option is taken, but with probability `rate` another one. */
export function playAtRandom(
  play: (choose: Choose) => Promise<void>,
  chance: Chance,
  rate: number,
): Promise<void> {
  return playOnce(play, (of) => (of > 1 && chance.happens(rate) ? chance.between(1, of - 1) : 0));
}

async function playOnce(
  play: (choose: Choose) => Promise<void>,
  pick: (of: number) => number,
): Promise<void> {
  const names: (() => string)[] = [];
  const choose: Choose = (options, name) => {
    const option = options[pick(options.length)];
    if (option === undefined) throw new Error('Nothing to choose from');
    names.push(() => name(option));
    return option;
  };
  try {
    await play(choose);
  } catch (cause) {
    const chosen = names.map((name) => name()).filter((name) => !name.startsWith('goes on'));
    throw new BrokenPlay(`${String(cause)}\n  ${chosen.join('\n  ')}`, { cause });
  }
}

function isLast(step: { index: number; of: number } | undefined): boolean {
  return step !== undefined && step.index === step.of - 1;
}

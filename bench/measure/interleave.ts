import type { Progress } from './row.ts';

/** Does one round's work, and says what it took, in any unit that is the same for all. */
export type Contestant = () => number | Promise<number>;

/**
 * Measures all in turn, round after round, every other round backwards (A B, B A, A B ...): whatever else
 * the machine does hits all alike. One round before them warms up and is not counted.
 *
 * @returns what each took, round by round, by name
 */
export async function interleave<Name extends string>(
  contestants: Readonly<Record<Name, Contestant>>,
  rounds: number,
  progress: Progress = () => {},
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(contestants) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const value = await contestants[name]();
      if (round > 0) taken[name].push(value);
    }
    progress(round, rounds);
  }
  return taken;
}

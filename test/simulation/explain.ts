import { commandFor } from './options.ts';
import { breachOf, shrink } from './shrink.ts';
import type { WorldOptions } from './simulate.ts';

const LINES_MAX = 60;
const LINE_LENGTH_MAX = 600;

/** The command that a failure prints leaves nothing to look for. */
export function isWhole({ payments, customers, faults }: WorldOptions): boolean {
  return payments !== undefined && customers !== undefined && faults !== undefined;
}

/**
 * What to print of a world that breaks a promise: what happened to the obligation in the smallest such world, and
 * the command that plays and prints this again. It follows from the options alone, byte for byte.
 */
export async function explain(broken: WorldOptions): Promise<string> {
  const world = isWhole(broken) ? broken : await shrink(broken);
  const lines: string[] = [];
  const breach = await breachOf(world, (line) => lines.push(line));
  const concerns = breach?.obligationId ?? '';
  const told = lines.filter((line) => line.includes(concerns));
  const left = told.length - LINES_MAX;
  return [
    ...(left > 0 ? [`(${left} earlier calls left out)`] : []),
    ...told.slice(-LINES_MAX).map((line) => line.slice(0, LINE_LENGTH_MAX)),
    '',
    `A promise was broken: ${breach?.message}${concerns && `, obligation ${concerns}`}`,
    `Play it again: ${commandFor(world)}`,
  ].join('\n');
}

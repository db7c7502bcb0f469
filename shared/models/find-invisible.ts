import type { ParseProblem } from './parsing.ts';
import { invisibleIn } from './visible-text.ts';

/** A value and where it stands. */
type Place = {
  readonly value: unknown;
  readonly name: string;
  readonly parent: Place | undefined;
};

// What is told stays short, however large and deep the value is.
const PROBLEMS_MAX = 50;
const LEVELS_TOLD_MAX = 8;
const NAME_TOLD_MAX = 40;

/**
 * The texts of a JSON value in which something hides, names of members too, the first fifty: what a merchant sends is
 * shown to payers, printed and compared, and two names that look alike must be alike.
 */
export function findInvisible(value: unknown): ParseProblem[] {
  const problems: ParseProblem[] = [];
  const places: Place[] = [{ value, name: '', parent: undefined }];
  // Not by recursion: a body of nothing but brackets is deeper than the stack.
  for (const place of places) {
    if (problems.length >= PROBLEMS_MAX) break;
    const detail = whatHides(place);
    if (detail !== undefined) problems.push({ field: pathOf(place), detail });
    for (const [name, member] of membersOf(place.value)) {
      places.push({ value: member, name, parent: place });
    }
  }
  return problems;
}

/** What a text must be instead, with an example, or undefined if nothing hides in it. */
export function whyInvisible(text: string, example = 'abc'): string | undefined {
  return wanted('must be', example, text);
}

function whatHides({ name, value }: Place): string | undefined {
  const ofName = wanted('must have a name', 'plan', name);
  return ofName ?? (typeof value === 'string' ? whyInvisible(value) : undefined);
}

function membersOf(value: unknown): [name: string, value: unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function wanted(must: string, example: string, text: string): string | undefined {
  const names = invisibleIn(text);
  if (names.length === 0) return undefined;
  return `${must} of visible characters, such as ${example} (${names.join(', ')} is none)`;
}

function pathOf(place: Place): string {
  const names: string[] = [];
  for (let at: Place | undefined = place; at?.parent; at = at.parent) {
    names.push(at.name.slice(0, NAME_TOLD_MAX));
  }
  const told = names.reverse().slice(0, LEVELS_TOLD_MAX);
  return [...told, ...(names.length > LEVELS_TOLD_MAX ? ['...'] : [])].join('.');
}

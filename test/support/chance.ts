import type { Randomness } from '#shared/ports/world.ts';

/** One source of chance for a whole run: the same seed makes the same run. (mulberry32) */
export class Chance implements Randomness {
  readonly #seed: number;
  #state: number;

  constructor(seed: number) {
    this.#seed = seed >>> 0;
    this.#state = this.#seed;
  }

  /** A stream of its own that follows from the seed and the name: what one part draws moves no other part. */
  fork(name: string): Chance {
    let mixed = Math.imul(this.#seed ^ 0x9e3779b9, 0x85ebca6b);
    for (const character of name) {
      mixed = Math.imul(mixed ^ character.charCodeAt(0), 0x01000193);
      mixed ^= mixed >>> 15;
    }
    return new Chance(mixed);
  }

  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  uuid(): string {
    const hex = () =>
      Math.floor(this.fraction() * 2 ** 32)
        .toString(16)
        .padStart(8, '0');
    const digits = hex() + hex() + hex() + hex();
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
  }

  happens(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.fraction() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from');
    return item;
  }
}

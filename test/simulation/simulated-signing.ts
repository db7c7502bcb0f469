import { createHmac } from 'node:crypto';
import { ServiceError } from '#shared/errors.ts';
import type { SigningKey, SigningKeys } from '#shared/ports/moment.ts';
import type { Faults } from './faults.ts';
import type { SimulatedTime } from './simulated-time.ts';

const CACHED_MS = 300_000;
const REREAD_MS = 10_000;
const HOUR = 60 * 60_000;
const ROTATE_EVERY_MS = 24 * HOUR;
const FIRST_ROTATION_MS = 6 * HOUR;
const OLD_KEY_KEPT_MS = 6 * HOUR;
/** When we list a new key, from the moment on that Moment signs with it: well before, at once, too late. */
const LISTED_FROM_MS = [-6 * HOUR, 0, 10 * 60_000];
const SKEW_SECONDS_MAX = 190;
const EDGES_SECONDS = [-181, -180, -179, 179, 180, 181];
const ENVIRONMENTS = 4;

/** Moment's signing key, changed every day, our list of keys, and what warm functions remember of it. */
export class SimulatedSigning {
  readonly #time: SimulatedTime;
  readonly #faults: Faults;
  readonly #start: number;
  readonly #environments: SigningKeys[];
  readonly #environmentsEver: SigningKeys[] = [];
  #calls = 0;

  constructor(time: SimulatedTime, faults: Faults) {
    this.#time = time;
    this.#faults = faults;
    this.#start = time.now();
    this.#environments = Array.from({ length: ENVIRONMENTS }, () =>
      this.#environment(() => this.#listed()),
    );
  }

  /** Headers of one attempt, by a clock that may be a little more wrong than is allowed. */
  sign(webhookId: string, body: Buffer): Record<string, string> {
    const timestamp = Math.floor(this.#time.now() / 1000) + this.#skew();
    const signature = createHmac('sha256', keyOf(this.generation()).bytes)
      .update(`${webhookId}.${timestamp}.`)
      .update(body)
      .digest('base64');
    return {
      'webhook-id': webhookId,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v1,${signature}`,
    };
  }

  /** The keys as the next warm function sees them. */
  keys(): SigningKeys {
    this.#calls += 1;
    return this.#environments[this.#calls % ENVIRONMENTS] as SigningKeys;
  }

  /** Every key that was ever listed, as a warm function that checks what was queued sees them. */
  keysEver(): SigningKeys {
    const listed = () => {
      const newest = this.generation() + 1;
      const generations = Array.from({ length: newest + 1 }, (_, generation) => generation);
      return generations.filter((generation) => this.#wasListed(generation)).map(keyOf);
    };
    this.#calls += 1;
    const index = this.#calls % ENVIRONMENTS;
    this.#environmentsEver[index] ??= this.#environment(listed);
    return this.#environmentsEver[index];
  }

  /** Number of the key with which Moment signs now. */
  generation(): number {
    return Math.floor((this.#sinceRotation() + ROTATE_EVERY_MS) / ROTATE_EVERY_MS);
  }

  #sinceRotation(): number {
    return this.#time.now() - this.#start - FIRST_ROTATION_MS;
  }

  #skew(): number {
    if (!this.#faults.happens('clockSkew')) return 0;
    const chance = this.#faults.of('clockSkew');
    return chance.happens(0.5)
      ? chance.pick(EDGES_SECONDS)
      : chance.between(-SKEW_SECONDS_MAX, SKEW_SECONDS_MAX);
  }

  /** The secret: cached, and read anew when no key matches. */
  #environment(listed: () => readonly SigningKey[]): SigningKeys {
    let cached: { at: number; keys: readonly SigningKey[] } | undefined;
    let rereadAt = Number.NEGATIVE_INFINITY;
    const read = () => {
      if (this.#faults.happens('keyUnread')) {
        throw new ServiceError('signing_keys.unavailable', 'The secret cannot be read');
      }
      cached = { at: this.#time.now(), keys: listed() };
      return cached.keys;
    };
    return {
      read: async () => (cached && this.#time.now() - cached.at < CACHED_MS ? cached.keys : read()),
      reread: async () => {
        if (this.#time.now() - rereadAt < REREAD_MS) return undefined;
        rereadAt = this.#time.now();
        this.#faults.tally.add('signing keys read anew, as none matched');
        return read();
      },
    };
  }

  #listed(): readonly SigningKey[] {
    const newest = this.generation() + 1;
    const candidates = [newest - 2, newest - 1, newest].filter((generation) => generation >= 0);
    return candidates.filter((generation) => this.#isListed(generation)).map(keyOf);
  }

  #isListed(generation: number): boolean {
    return this.#wasListed(generation) && this.#age(generation) < ROTATE_EVERY_MS + OLD_KEY_KEPT_MS;
  }

  #wasListed(generation: number): boolean {
    const from = generation === 0 ? Number.NEGATIVE_INFINITY : LISTED_FROM_MS[generation % 3];
    return this.#age(generation) >= (from ?? 0);
  }

  #age(generation: number): number {
    return this.#sinceRotation() - (generation - 1) * ROTATE_EVERY_MS;
  }
}

function keyOf(generation: number): SigningKey {
  return { id: `key-${generation}`, bytes: Buffer.alloc(32, generation % 251) };
}

import { createHmac } from 'node:crypto';
import type { SigningKey, SigningKeys } from '#shared/ports.ts';
import type { Chance } from './chance.ts';
import type { SimulatedTime } from './simulated-time.ts';

const CACHED_MS = 300_000;
const REREAD_MS = 10_000;
const ROTATE_EVERY_MS = 3 * 24 * 60 * 60_000;
const OVERLAP_MS = 24 * 60 * 60_000;
const SKEW_SECONDS_MAX = 190;

/** Moment's signing key, changed every three days, and our list of keys, with an overlap of a day. */
export class SimulatedSigning {
  readonly #time: SimulatedTime;
  readonly #chance: Chance;
  readonly #start: number;

  constructor(time: SimulatedTime, chance: Chance) {
    this.#time = time;
    this.#chance = chance;
    this.#start = time.now();
  }

  /** Headers of one attempt, by a clock that may be a little more wrong than is allowed. */
  sign(webhookId: string, body: Buffer, isFair: boolean): Record<string, string> {
    const skew = isFair ? 0 : this.#chance.between(-SKEW_SECONDS_MAX, SKEW_SECONDS_MAX);
    const timestamp = Math.floor(this.#time.now() / 1000) + skew;
    const { bytes } = keyOf(this.#generation());
    const signature = createHmac('sha256', bytes)
      .update(`${webhookId}.${timestamp}.`)
      .update(body)
      .digest('base64');
    return {
      'webhook-id': webhookId,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v1,${signature}`,
    };
  }

  /** What one execution environment sees of the secret: cached, and read anew when no key matches. */
  keys(): SigningKeys {
    let cached: { at: number; keys: readonly SigningKey[] } | undefined;
    let rereadAt = Number.NEGATIVE_INFINITY;
    const read = () => {
      cached = { at: this.#time.now(), keys: this.#listed() };
      return cached.keys;
    };
    return {
      active: async () =>
        cached && this.#time.now() - cached.at < CACHED_MS ? cached.keys : read(),
      reread: async () => {
        if (this.#time.now() - rereadAt < REREAD_MS) return undefined;
        rereadAt = this.#time.now();
        return read();
      },
    };
  }

  #generation(): number {
    return Math.floor((this.#time.now() - this.#start) / ROTATE_EVERY_MS);
  }

  /** The new key is listed a day before Moment signs with it, and the old one for a day after. */
  #listed(): readonly SigningKey[] {
    const generation = this.#generation();
    const age = (this.#time.now() - this.#start) % ROTATE_EVERY_MS;
    return [
      ...(generation > 0 && age < OVERLAP_MS ? [keyOf(generation - 1)] : []),
      keyOf(generation),
      ...(age > ROTATE_EVERY_MS - OVERLAP_MS ? [keyOf(generation + 1)] : []),
    ];
  }
}

function keyOf(generation: number): SigningKey {
  return { id: `key-${generation}`, bytes: Buffer.alloc(32, generation % 251) };
}

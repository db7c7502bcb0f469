import { ServiceError } from '#shared/errors.ts';
import { isCreation, nextPart } from '#shared/models/creation.ts';
import type { Intent } from '#shared/models/intent.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import type { Randomness } from '#shared/ports/world.ts';

type RunDeps = { readonly intents: IntentStore; readonly randomness: Randomness };

// A Moment that answers every new key with a stored failure is down, not forgetful.
const SPENT_KEYS_MAX = 3;

/** One run of an intent, with the key under which it calls Moment. */
export class IntentRun<I extends Intent> {
  readonly #deps: RunDeps;
  #intent: I;
  #momentKey: string;

  constructor(intent: I, deps: RunDeps) {
    this.#intent = intent;
    this.#deps = deps;
    this.#momentKey = intent.momentKey;
  }

  /** As it was when this run began with it, or with its newest part. */
  get intent(): I {
    return this.#intent;
  }

  /** To the next part of what it does, as stored: that has a key of its own. */
  moveOn(stored: I): void {
    this.#intent = stored;
    this.#momentKey = stored.momentKey;
  }

  /** Under which this run last called Moment. */
  get momentKey(): string {
    return this.#momentKey;
  }

  /** An earlier key of this run may have had an effect all the same. */
  get isReplaced(): boolean {
    return this.#momentKey !== this.intent.momentKey;
  }

  /**
   * Calls Moment under the intent's key. Moment replays a stored failure for 24 hours, so a key that met one
   * is spent and is replaced.
   */
  async callMoment<T>(call: (momentKey: string) => Promise<T>): Promise<T> {
    for (let spent = 0; ; spent += 1) {
      try {
        return await call(this.#momentKey);
      } catch (error) {
        if (!ServiceError.is(error, 'moment.key_spent') || spent === SPENT_KEYS_MAX) throw error;
        this.#momentKey = await this.#replaceKey();
      }
    }
  }

  /** Whichever of two runs replaces it first decides for both. */
  async #replaceKey(): Promise<string> {
    const { intents, randomness } = this.#deps;
    const { key, requestHash } = this.intent;
    const part = partOf(this.intent);
    await intents.replaceMomentKey(key, this.#momentKey, randomness.uuid());
    const stored = await intents.find(key);
    const isSame = stored?.requestHash === requestHash && partOf(stored) === part;
    if (isSame && !stored.done) return stored.momentKey;
    throw new ServiceError(
      'ledger.busy',
      'Another run of this request went on with it just now; send it again under the same key',
    );
  }
}

/** The key of one part must never reach Moment with another. */
function partOf(intent: Intent): string {
  return isCreation(intent) ? nextPart(intent).kind : intent.operation;
}

import type { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import * as z from 'zod/mini';
import { ServiceError } from '#shared/errors.ts';
import { parse } from '#shared/models/parsing.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import type { SigningKey, SigningKeys } from '#shared/ports/moment.ts';
import type { Clock } from '#shared/ports/world.ts';

const MAX_AGE_SECONDS = 300;
/** Anybody can send a wrong signature; not everybody may make us call Secrets Manager. */
const REREAD_INTERVAL_MS = 10_000;

const Secret = z.record(z.string().check(z.minLength(1)), z.string());

/** Signing keys in one secret, a JSON object from our id of a key to the key as Moment gave it: `{"2026-11": "whsec_..."}`. */
export class SecretsManagerSigningKeys implements SigningKeys {
  readonly #provider: SecretsProvider;
  readonly #secretId: string;
  readonly #clock: Clock;
  #rereadAt = Number.NEGATIVE_INFINITY;
  /** What was read last: it is the same for months, and making keys of it takes longer than using them. */
  #read?: { readonly text: string; readonly keys: readonly SigningKey[] };

  constructor(provider: SecretsProvider, secretId: string, clock: Clock) {
    this.#provider = provider;
    this.#secretId = secretId;
    this.#clock = clock;
  }

  async active(): Promise<readonly SigningKey[]> {
    try {
      return await this.#fetch({ maxAge: MAX_AGE_SECONDS });
    } catch (error) {
      // What cannot be used is not worth keeping: somebody may have put it right meanwhile.
      const reread = await this.reread();
      if (!reread) throw error;
      return reread;
    }
  }

  async reread(): Promise<readonly SigningKey[] | undefined> {
    const now = this.#clock.now();
    if (now - this.#rereadAt < REREAD_INTERVAL_MS) return undefined;
    this.#rereadAt = now;
    return this.#fetch({ maxAge: MAX_AGE_SECONDS, forceFetch: true });
  }

  async #fetch(options: { maxAge: number; forceFetch?: boolean }): Promise<readonly SigningKey[]> {
    const secret = await this.#provider.get(this.#secretId, options).catch((cause: unknown) => {
      throw new ServiceError(
        'signing_keys.unavailable',
        'The signing keys cannot be read; send the delivery again',
        { cause },
      );
    });
    const text = String(secret);
    const read = this.#read?.text === text ? this.#read : { text, keys: toKeys(text) };
    this.#read = read;
    return read.keys;
  }
}

function toKeys(text: string): readonly SigningKey[] {
  const keys = Object.entries(parseSecret(text)).map(([id, secret]) => parseSigningKey(id, secret));
  if (keys.length > 0) return keys;
  throw new ServiceError(
    'signing_keys.unavailable',
    'No signing key is filled in yet; send the delivery again later',
  );
}

function parseSecret(text: string): Record<string, string> {
  try {
    return parse(Secret, JSON.parse(text));
  } catch {
    // Without the cause: it would quote the secret.
    throw new ServiceError(
      'config.invalid',
      'The secret of the signing keys must be JSON such as {"2026-11": "whsec_..."}',
    );
  }
}

import type { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { ServiceError } from '#shared/errors.ts';
import {
  readSigningKeys,
  type SigningKeysRead,
} from '#shared/moment/signature/read-signing-keys.ts';
import { describeFault } from '#shared/moment/signature/signing-key.ts';
import type { SigningKey, SigningKeys } from '#shared/ports/moment.ts';
import type { Clock, Logger, Metrics } from '#shared/ports/world.ts';

const MAX_AGE_SECONDS = 300;
/** Anybody can send a wrong signature; not everybody may make us call Secrets Manager. */
const REREAD_INTERVAL_MS = 10_000;

/** Where the faults of a secret are told. */
type Report = { readonly logger: Logger; readonly metrics: Metrics };

/** Which keys count: those that Moment may sign with now, or all that it ever signed with. */
export type WhichKeys = 'active' | 'retired_too';

type Read = SigningKeysRead & { readonly text: string };

/** Signing keys in one secret, as `readSigningKeys` reads it. */
export class SecretsManagerSigningKeys implements SigningKeys {
  readonly #provider: SecretsProvider;
  readonly #secretId: string;
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #which: WhichKeys;
  #rereadAt = Number.NEGATIVE_INFINITY;
  #reportedAt = Number.NEGATIVE_INFINITY;
  /** What was read last: it is the same for months, and making keys of it takes longer than using them. */
  #read?: Read;

  constructor(
    provider: SecretsProvider,
    secretId: string,
    which: WhichKeys,
    clock: Clock,
    report: Report,
  ) {
    this.#provider = provider;
    this.#secretId = secretId;
    this.#which = which;
    this.#clock = clock;
    this.#report = report;
  }

  async read(): Promise<readonly SigningKey[]> {
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
    const known = this.#read?.text === text ? this.#read : undefined;
    const read = known ?? this.#parse(text);
    this.#read = read;
    this.#reportFaults(read, known !== undefined);
    return usable(read);
  }

  /** When a secret is first read, and then every five minutes, so that an alarm lasts as long as the fault. */
  #reportFaults({ faults }: SigningKeysRead, known: boolean): void {
    const now = this.#clock.now();
    if (known && now - this.#reportedAt < MAX_AGE_SECONDS * 1000) return;
    if (faults.length === 0) return;
    this.#reportedAt = now;
    const { logger, metrics } = this.#report;
    for (const { keyId, problem } of faults) {
      logger.error('signing_key.malformed', { key_id: keyId, problem });
    }
    metrics.count('SigningKeyFaults', faults.length, {});
  }

  #parse(text: string): Read {
    const { keys, faults } = readSigningKeys(text);
    const counting = this.#which === 'active' ? keys.filter((key) => !key.retiredAt) : keys;
    return { text, keys: counting, faults };
  }
}

function usable({ keys, faults }: SigningKeysRead): readonly SigningKey[] {
  if (keys.length > 0) return keys;
  if (faults.length > 0) {
    throw new ServiceError('config.invalid', faults.map(describeFault).join('. '));
  }
  throw new ServiceError(
    'signing_keys.unavailable',
    'No signing key is filled in yet; send the delivery again later',
  );
}

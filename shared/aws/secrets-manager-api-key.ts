import type { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { ServiceError } from '#shared/errors.ts';
import type { MomentApiKey } from '#shared/ports/moment.ts';

const MAX_AGE_SECONDS = 300;
// Live secret keys begin with sk_, test ones with sk_test_ (docs.momentco.io, Authentication).
const SECRET_KEY = /^sk_\S+$/;

/** Moment's API key in one secret, as plain text. */
export class SecretsManagerApiKey implements MomentApiKey {
  readonly #provider: SecretsProvider;
  readonly #secretId: string;

  constructor(provider: SecretsProvider, secretId: string) {
    this.#provider = provider;
    this.#secretId = secretId;
  }

  async read(how: 'cached' | 'anew'): Promise<string> {
    const options = { maxAge: MAX_AGE_SECONDS, forceFetch: how === 'anew' };
    const text = await this.#provider.get(this.#secretId, options).catch((cause: unknown) => {
      throw new ServiceError('moment.unavailable', "Moment's API key cannot be read now", {
        cause,
      });
    });
    const key = String(text).trim();
    if (!SECRET_KEY.test(key)) {
      // The placeholder, cached: the key may have been filled in since.
      if (how === 'cached') return this.read('anew');
      throw new ServiceError(
        'moment.unauthorised',
        "Moment's API key is not filled in; its secret must hold a key that begins with sk_",
      );
    }
    return key;
  }
}

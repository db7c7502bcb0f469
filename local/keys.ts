import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';

/** What Moment would have given to the merchant. */
export type LocalKeys = { readonly apiKey: string; readonly signingSecret: string };

/** The same at each start, so that what was set up once goes on working; nobody else can reach this Moment. */
export const DEFAULT_KEYS: LocalKeys = {
  apiKey: 'sk_test_local',
  signingSecret: 'whsec_LocalSecretForNpmStartAndNothingElse',
};

const SECRET_KEY = /^sk_[\x21-\x7e]+$/;

export type GivenKeys = { readonly [Name in keyof LocalKeys]: string | undefined };

/** What a screen shows of the keys: what was given may be in use elsewhere, and is not repeated. */
export function tellKeys({ apiKey, signingSecret }: LocalKeys, given: GivenKeys): LocalKeys {
  return {
    apiKey: given.apiKey === undefined ? apiKey : '(from MOMENT_API_KEY)',
    signingSecret:
      given.signingSecret === undefined ? signingSecret : '(from MOMENT_SIGNING_SECRET)',
  };
}

/** The keys that were given, else the local ones: none that the deployed functions would refuse. */
export function chooseKeys(given: GivenKeys): LocalKeys {
  const { apiKey = DEFAULT_KEYS.apiKey, signingSecret = DEFAULT_KEYS.signingSecret } = given;
  if (!SECRET_KEY.test(apiKey)) {
    throw new Error('MOMENT_API_KEY must begin with sk_ and hold no blanks, as Moment gives it');
  }
  checkSigningSecret(signingSecret);
  return { apiKey, signingSecret };
}

function checkSigningSecret(secret: string): void {
  try {
    parseSigningKey('MOMENT_SIGNING_SECRET', secret);
  } catch (cause) {
    const hint = 'make one with: echo "whsec_$(head -c 32 /dev/urandom | base64)"';
    throw new Error(`${(cause as Error).message}, or ${hint}`, { cause });
  }
}

import { TELLINGS } from '#shared/models/tellings.ts';
import { oneOf, text, url } from '#shared/models/variables.ts';

/** Parts that functions' environments are composed of: `{ ...TableEnv, ...MomentEnv }`. */
export const TableEnv = { TABLE_NAME: text };

export const MomentEnv = {
  MOMENT_API_URL: url,
  /** Name or ARN of the secret that holds Moment's API key, as plain text. */
  MOMENT_API_KEY_SECRET: text,
};

/** Whoever checks what Moment signed. */
export const SigningKeysEnv = {
  /** Name or ARN of the secret that holds the signing keys: `{"<key id>": "whsec_..."}`. */
  SIGNING_KEYS_SECRET: text,
};

/** Whoever settles events. */
export const SettlingEnv = {
  /** Which events tell of the payment of a Payment Request. */
  TELLINGS: oneOf(TELLINGS),
};

import { LOWERS } from '#shared/models/lowers.ts';
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

/** Whoever decides what Moment has to learn of. */
export const LoweringEnv = {
  /** Whether Moment lowers a balance by itself when it is paid. */
  MOMENT_LOWERS: oneOf(LOWERS),
};

/** Whoever settles events. */
export const SettlingEnv = {
  ...LoweringEnv,
  /** Which events tell of the payment of a Payment Request. */
  TELLINGS: oneOf(TELLINGS),
};

/** Whoever tells one of the merchant's days from another. */
export const ZoneEnv = {
  /** IANA name of the time zone in which they begin and end. */
  ZONE: text,
};

/** Whoever reads or writes what is written down of each day. */
export const ReportsEnv = { REPORTS_BUCKET: text };

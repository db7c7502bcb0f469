import { SettlingEnv, SigningKeysEnv, TableEnv } from '#shared/lambda/env-parts.ts';
import { url, type ValuesOf } from '#shared/models/variables.ts';

export const ReconcileEnv = {
  ...TableEnv,
  ...SettlingEnv,
  ...SigningKeysEnv,
  /** The queue of what no further try would settle. */
  DEAD_LETTERS_URL: url,
};
export type ReconcileEnv = ValuesOf<typeof ReconcileEnv>;

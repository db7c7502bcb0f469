import { MomentEnv, TableEnv } from '#shared/lambda/env-parts.ts';
import { text, type ValuesOf } from '#shared/models/variables.ts';

export const ImportEnv = {
  ...TableEnv,
  ...MomentEnv,
  UPLOADS_BUCKET: text,
  /** Where this function is told what to go on with. */
  UPLOADS_QUEUE_URL: text,
  /** How the columns of each kind of file are read, as JSON. */
  UPLOAD_LAYOUTS: text,
};
export type ImportEnv = ValuesOf<typeof ImportEnv>;

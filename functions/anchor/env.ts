import { TableEnv } from '#shared/lambda/env-parts.ts';
import { text, type ValuesOf } from '#shared/models/variables.ts';

export const AnchorEnv = { ...TableEnv, ANCHORS_BUCKET: text };
export type AnchorEnv = ValuesOf<typeof AnchorEnv>;

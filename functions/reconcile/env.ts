import { SettlingEnv, TableEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const ReconcileEnv = { ...TableEnv, ...SettlingEnv };
export type ReconcileEnv = ValuesOf<typeof ReconcileEnv>;

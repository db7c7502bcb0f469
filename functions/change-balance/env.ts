import { TableEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const ChangeBalanceEnv = { ...TableEnv };
export type ChangeBalanceEnv = ValuesOf<typeof ChangeBalanceEnv>;

import { MomentEnv, TableEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const PresentBalanceEnv = { ...TableEnv, ...MomentEnv };
export type PresentBalanceEnv = ValuesOf<typeof PresentBalanceEnv>;

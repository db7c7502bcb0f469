import { LoweringEnv, MomentEnv, TableEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const PushEnv = { ...TableEnv, ...MomentEnv, ...LoweringEnv };
export type PushEnv = ValuesOf<typeof PushEnv>;

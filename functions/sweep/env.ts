import { MomentEnv, SettlingEnv, TableEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const SweepEnv = { ...TableEnv, ...SettlingEnv, ...MomentEnv };
export type SweepEnv = ValuesOf<typeof SweepEnv>;

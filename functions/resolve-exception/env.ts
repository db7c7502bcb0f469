import { MomentEnv, SettlingEnv, TableEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

/** Those of what creates: an adoption asks Moment, and settles what waited. */
export const ResolveExceptionEnv = { ...TableEnv, ...SettlingEnv, ...MomentEnv };
export type ResolveExceptionEnv = ValuesOf<typeof ResolveExceptionEnv>;

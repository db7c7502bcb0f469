import { TableEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const ListExceptionsEnv = { ...TableEnv };
export type ListExceptionsEnv = ValuesOf<typeof ListExceptionsEnv>;

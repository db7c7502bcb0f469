import { ReportsEnv, TableEnv, ZoneEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const ListExceptionsEnv = { ...TableEnv, ...ZoneEnv, ...ReportsEnv };
export type ListExceptionsEnv = ValuesOf<typeof ListExceptionsEnv>;

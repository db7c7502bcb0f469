import { ReportsEnv, TableEnv, ZoneEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const ReadReportsEnv = { ...TableEnv, ...ZoneEnv, ...ReportsEnv };
export type ReadReportsEnv = ValuesOf<typeof ReadReportsEnv>;

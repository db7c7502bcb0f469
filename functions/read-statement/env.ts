import { TableEnv, ZoneEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const ReadStatementEnv = { ...TableEnv, ...ZoneEnv };
export type ReadStatementEnv = ValuesOf<typeof ReadStatementEnv>;

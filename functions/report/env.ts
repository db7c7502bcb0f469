import { ReportsEnv, TableEnv, ZoneEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const ReportEnv = { ...TableEnv, ...ZoneEnv, ...ReportsEnv };
export type ReportEnv = ValuesOf<typeof ReportEnv>;

import { TableEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const ListEntriesEnv = { ...TableEnv };
export type ListEntriesEnv = ValuesOf<typeof ListEntriesEnv>;

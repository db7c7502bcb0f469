import { MomentEnv, SettlingEnv, TableEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const CreateCustomerEnv = { ...TableEnv, ...SettlingEnv, ...MomentEnv };
export type CreateCustomerEnv = ValuesOf<typeof CreateCustomerEnv>;

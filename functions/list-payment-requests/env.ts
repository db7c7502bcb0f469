import { TableEnv } from '#shared/lambda/env-parts.ts';
import type { ValuesOf } from '#shared/models/variables.ts';

export const ListPaymentRequestsEnv = { ...TableEnv };
export type ListPaymentRequestsEnv = ValuesOf<typeof ListPaymentRequestsEnv>;

import * as z from 'zod';

export const ReconcileEnv = z.object({ TABLE_NAME: z.string().min(1) });
export type ReconcileEnv = z.infer<typeof ReconcileEnv>;

import * as z from 'zod/mini';

export const ReconcileEnv = z.object({ TABLE_NAME: z.string().check(z.minLength(1)) });
export type ReconcileEnv = z.infer<typeof ReconcileEnv>;

import * as z from 'zod/mini';

export const ListEntriesEnv = z.object({ TABLE_NAME: z.string().check(z.minLength(1)) });
export type ListEntriesEnv = z.infer<typeof ListEntriesEnv>;

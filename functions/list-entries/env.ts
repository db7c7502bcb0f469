import * as z from 'zod';

export const ListEntriesEnv = z.object({ TABLE_NAME: z.string().min(1) });
export type ListEntriesEnv = z.infer<typeof ListEntriesEnv>;

import * as z from 'zod/mini';
import { Upload } from './upload.ts';

const Count = z.int().check(z.nonnegative());
/** Minor units. Sums of millions of rows may leave what a number holds exactly. */
const Sum = z.string().check(z.regex(/^-?\d{1,40}$/));
const each = <T extends z.ZodMiniType>(of: T) =>
  z.object({ create: of, update: of, unchanged: of, refused: of });

/** How far the import of a file has come: whoever reads this goes on from there. */
export const UploadSlice = z.object({
  upload: Upload,
  /** Rows up to this line are done; 0 at the beginning. */
  after: Count,
  counts: each(Count),
  movedSince: Count,
  totals: z.record(z.string(), each(Sum)),
  /** Where the rows lie that were refused. */
  refusedRows: z.array(z.string()),
});
export type UploadSlice = z.infer<typeof UploadSlice>;

/** Nothing of it is done. */
export function firstSlice(upload: Upload): UploadSlice {
  const counts = { create: 0, update: 0, unchanged: 0, refused: 0 };
  return { upload, after: 0, counts, movedSince: 0, totals: {}, refusedRows: [] };
}

import type { Upload } from '#shared/models/upload.ts';
import type { UploadOutcome } from '#shared/models/upload-outcome.ts';
import type { UploadSlice } from '#shared/models/upload-slice.ts';

/** Files that were put into a bucket, and what came of them. */
export interface UploadStore {
  /** The bytes of this very file from there on. @throws UploadGone */
  read(upload: Upload, from: number): AsyncIterable<Uint8Array>;
  writeOutcome(upload: Upload, outcome: UploadOutcome): Promise<void>;
  /** Rows that were refused, the first part of them, the second ... Answers where they lie. */
  writeRefused(upload: Upload, part: number, csv: string): Promise<string>;
}

export interface UploadQueue {
  /** Has a function go on from there. */
  goOn(slice: UploadSlice): Promise<void>;
}

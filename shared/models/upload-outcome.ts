import type { Upload } from './upload.ts';

/** What came of a file, for whoever put it. Sums are in major units, as the file has them. */
export type UploadOutcome = {
  readonly file: string;
  readonly put_at: string;
  readonly put_by: string;
  /** `refused`: nothing of it was done; `stopped`: what the rows say was done, and no more; `done`: all that could be. */
  readonly status: 'done' | 'refused' | 'stopped';
  /** One sentence. */
  readonly detail: string;
  readonly rows?: {
    readonly created: number;
    readonly updated: number;
    readonly unchanged: number;
    /** Of the unchanged, those that an earlier file of this name entered, and that something moved since. */
    readonly moved_since: number;
    readonly refused: number;
  };
  /** What the rows that count add up to, by currency. */
  readonly totals?: Readonly<Record<string, UploadTotals>>;
  /** Columns that are not imported. */
  readonly left_out?: readonly string[];
  /** Where the rows lie that were refused, each with its reason. */
  readonly refused_rows?: readonly string[];
  readonly finished_at: string;
};
export type UploadTotals = {
  readonly created: string;
  readonly updated: string;
  readonly unchanged: string;
  readonly all: string;
};

/** Where what came of it is written: each time that it is put is another one. */
export function outcomeFolder({ key, putAt }: Pick<Upload, 'key' | 'putAt'>): string {
  // A name may be as long as S3 lets it be, and this one is longer.
  const path = key.slice(key.indexOf('/') + 1, PATH_CHARACTERS_MAX);
  return `outcome/${path}/${putAt.replaceAll(':', '-')}/`;
}

const PATH_CHARACTERS_MAX = 200;

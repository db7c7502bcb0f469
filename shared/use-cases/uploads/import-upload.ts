import { writeCsv } from '#shared/api/csv/write-csv.ts';
import { refusedColumns, refusedRow } from '#shared/files/bulk/refused-row.ts';
import { isFolder, readUploadPlace, type Upload, type UploadPlace } from '#shared/models/upload.ts';
import { firstSlice, type UploadSlice } from '#shared/models/upload-slice.ts';
import type { UploadQueue, UploadStore } from '#shared/ports/uploads.ts';
import type { Clock, Logger, Metrics } from '#shared/ports/world.ts';
import { doneOutcome, refusedOutcome } from './describe-outcome.ts';
import {
  type ImportRowsDeps,
  importRows,
  type RefusedRow,
  type SliceLimits,
  type SliceOfRows,
} from './import-rows.ts';
import { keepTally, readTally } from './kept-tally.ts';
import { type OpenedFile, openUpload, type UploadLayouts } from './upload-file.ts';

export type ImportUploadDeps = ImportRowsDeps & {
  readonly files: UploadStore;
  readonly queue: UploadQueue;
  readonly layouts: UploadLayouts;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
};

/** What became of a message: `away` is to be tried again later, and all else is done with. */
export type UploadStep =
  | { readonly kind: 'ignored' | 'refused' | 'begun' | 'went_on' | 'finished' }
  | { readonly kind: 'away'; readonly detail: string };

/** Looks at a file as a whole, before anything of it is done, and has a function begin with it. */
export async function beginUpload(upload: Upload, deps: ImportUploadDeps): Promise<UploadStep> {
  if (isFolder(upload)) return { kind: 'ignored' };
  const place = readUploadPlace(upload.key);
  if ('problem' in place) return refuse(upload, 'file.misplaced', place.problem, deps);
  const opened = await openUpload(upload, place, deps);
  if ('code' in opened) return refuse(upload, opened.code, opened.detail, deps);
  await deps.queue.goOn(firstSlice(upload));
  const { kind, currency } = place;
  deps.logger.info('upload.begun', { put_at: upload.putAt, kind, currency, rows: opened.rowCount });
  return { kind: 'begun' };
}

/**
 * Imports a slice of a file, from where the one before ended until there is no more time, and has a function go on.
 */
export async function importSlice(
  slice: UploadSlice,
  limits: SliceLimits,
  deps: ImportUploadDeps,
): Promise<UploadStep> {
  const { upload } = slice;
  // Of what has begun it is known where it lies.
  const place = readUploadPlace(upload.key) as UploadPlace;
  const opened = await openUpload(upload, place, deps);
  if ('code' in opened) return end(slice, [], opened.detail, deps);
  const rows = await importRows({ slice, place, opened, limits, tally: readTally(slice) }, deps);
  const { rest } = rows;
  // Whoever goes on without having come anywhere would do so for ever.
  if (rest?.isLost === false && rows.after === slice.after) {
    return { kind: 'away', detail: rest.detail };
  }
  const next = await keepSlice(slice, opened, rows, deps);
  if (rest?.isLost !== false) return end(next, opened.file.leftOut, rest?.detail, deps);
  await deps.queue.goOn(next);
  const { after, counts } = next;
  deps.logger.info('upload.went_on', { put_at: upload.putAt, after, ...counts });
  return { kind: 'went_on' };
}

/** What was refused is written, before anybody goes on from behind it. */
async function keepSlice(
  { upload, refusedRows }: UploadSlice,
  { file }: OpenedFile,
  { after, tally, refused }: SliceOfRows,
  { files }: ImportUploadDeps,
): Promise<UploadSlice> {
  const part = refusedRows.length + 1;
  const written =
    refused.length > 0
      ? [await files.writeRefused(upload, part, toCsv(file.columns(), refused))]
      : [];
  return { upload, after, ...keepTally(tally), refusedRows: [...refusedRows, ...written] };
}

function toCsv(columns: readonly string[], refused: readonly RefusedRow[]): string {
  const rows = refused.map(({ row, problems }) => refusedRow(columns, row, problems));
  return writeCsv(refusedColumns(columns), rows, { bom: true });
}

async function end(
  slice: UploadSlice,
  leftOut: readonly string[],
  stopped: string | undefined,
  { files, clock, logger, metrics }: ImportUploadDeps,
): Promise<UploadStep> {
  const { upload, refusedRows, counts, movedSince } = slice;
  const result = { tally: readTally(slice), leftOut, refusedRows };
  const finishedAt = new Date(clock.now()).toISOString();
  await files.writeOutcome(upload, doneOutcome(upload, result, finishedAt, stopped));
  const isToMend = stopped !== undefined || counts.refused + movedSince > 0;
  metrics.count('FilesToMend', isToMend ? 1 : 0, {});
  logger.info('upload.finished', {
    ...{ put_at: upload.putAt, ...counts, moved_since: movedSince },
    is_stopped: stopped !== undefined,
  });
  return { kind: 'finished' };
}

async function refuse(
  upload: Upload,
  code: string,
  detail: string,
  { files, clock, logger, metrics }: ImportUploadDeps,
): Promise<UploadStep> {
  const finishedAt = new Date(clock.now()).toISOString();
  await files.writeOutcome(upload, refusedOutcome(upload, detail, finishedAt));
  metrics.count('FilesToMend', 1, {});
  // Its detail may quote the file, and is for whoever put it.
  logger.warn('upload.refused', { put_at: upload.putAt, code });
  return { kind: 'refused' };
}

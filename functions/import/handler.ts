import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { ServiceError } from '#shared/errors.ts';
import { type RemainingTime, stopBefore } from '#shared/lambda/deadline.ts';
import { readUploadMessage } from '#shared/models/upload-message.ts';
import type { SliceLimits } from '#shared/use-cases/uploads/import-rows.ts';
import {
  beginUpload,
  type ImportUploadDeps,
  importSlice,
} from '#shared/use-cases/uploads/import-upload.ts';

export type ImportDeps = ImportUploadDeps & {
  /** The only one whose files are imported. */
  readonly bucket: string;
};

/** Left for the rows that were begun, what was refused, and the message that goes on. */
const RESERVE_MS = 60_000;
const SLICE_ROWS_MAX = 20_000;

/** Files that were put, and slices of them; what could not be done now comes back. */
export function createHandler(deps: ImportDeps) {
  return async (batch: SQSEvent, context: RemainingTime): Promise<SQSBatchResponse> => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of batch.Records) {
      try {
        const stop = stopBefore(context, RESERVE_MS);
        await importMessage(body, { stop, rowsMax: SLICE_ROWS_MAX }, deps);
      } catch (error) {
        deps.logger.error('upload.failed', { messageId, error });
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
}

async function importMessage(body: string, limits: SliceLimits, deps: ImportDeps): Promise<void> {
  const message = readUploadMessage(body);
  if (message.kind === 'slice') {
    const step = await importSlice(message.slice, limits, deps);
    if (step.kind !== 'away') return;
    throw new Error(`A file waits to be gone on with: ${step.detail}`);
  }
  for (const { bucket, upload } of message.puts) {
    if (bucket !== deps.bucket) {
      throw new ServiceError('config.invalid', 'Another bucket tells this queue of its files');
    }
    await beginUpload(upload, deps);
  }
}

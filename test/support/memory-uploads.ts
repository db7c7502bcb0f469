import { hashBytes } from '#shared/models/bytes.ts';
import { type Upload, UploadGone } from '#shared/models/upload.ts';
import { outcomeFolder, type UploadOutcome } from '#shared/models/upload-outcome.ts';
import type { UploadSlice } from '#shared/models/upload-slice.ts';
import type { UploadQueue, UploadStore } from '#shared/ports/uploads.ts';

/** A bucket, in memory. */
export class MemoryUploads implements UploadStore {
  readonly outcomes: UploadOutcome[] = [];
  /** By where they lie. */
  readonly refused = new Map<string, string>();
  readonly #files = new Map<string, { readonly eTag: string; readonly bytes: Uint8Array }>();
  /** Told before each file is read. */
  onRead: () => void = () => {};

  put(key: string, content: string, putAt: string): Upload {
    const bytes = Buffer.from(content);
    const eTag = hashBytes(bytes);
    this.#files.set(key, { eTag, bytes });
    return { key, eTag, size: bytes.length, putAt, putBy: 'AWS:SOMEBODY' };
  }

  remove(key: string): void {
    this.#files.delete(key);
  }

  async *read({ key, eTag }: Upload, from: number): AsyncGenerator<Uint8Array> {
    this.onRead();
    const file = this.#files.get(key);
    if (file?.eTag !== eTag) {
      throw new UploadGone('The file is not there any more, or is another one by now');
    }
    yield file.bytes.subarray(from);
  }

  async writeOutcome(_: Upload, outcome: UploadOutcome): Promise<void> {
    this.outcomes.push(outcome);
  }

  async writeRefused(upload: Upload, part: number, csv: string): Promise<string> {
    const name = part === 1 ? 'refused.csv' : `refused-${part}.csv`;
    this.refused.set(`${outcomeFolder(upload)}${name}`, csv);
    return `${outcomeFolder(upload)}${name}`;
  }
}

/** A queue, in memory. */
export class MemoryUploadQueue implements UploadQueue {
  readonly slices: UploadSlice[] = [];

  async goOn(slice: UploadSlice): Promise<void> {
    // As a message has it.
    this.slices.push(JSON.parse(JSON.stringify(slice)));
  }
}

import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { type Upload, UploadGone } from '#shared/models/upload.ts';
import { outcomeFolder, type UploadOutcome } from '#shared/models/upload-outcome.ts';
import type { UploadStore } from '#shared/ports/uploads.ts';
import type { Capture } from './client-options.ts';
import { S3_REQUESTS } from './s3-objects.ts';

/** Not there, another one, or, without the right to list, either. S3 API Reference, GetObject. */
const GONE: ReadonlySet<number | undefined> = new Set([403, 404, 412]);

/** Needs `s3:GetObject` where files are put, and `s3:PutObject` where their outcome goes. */
export function createUploads(capture: Capture, bucket: string): UploadStore {
  return new S3Uploads(capture(new S3Client({ requestHandler: S3_REQUESTS })), bucket);
}

export class S3Uploads implements UploadStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async *read({ key, eTag, size }: Upload, from: number): AsyncGenerator<Uint8Array> {
    // Of what ends there, as of a file that is only a header, S3 has no range: it answers 416.
    if (from > 0 && from >= size) return;
    const command = new GetObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      IfMatch: `"${eTag}"`,
      // Of an empty object there is no range, not even this one.
      ...(from > 0 && { Range: `bytes=${from}-` }),
    });
    const { Body } = await this.#client.send(command).catch((cause: unknown) => {
      if (!isGone(cause)) throw cause;
      throw new UploadGone('The file is not there any more, or is another one by now', { cause });
    });
    // In Node it is a stream of bytes, which ends when whoever reads it stops.
    yield* (Body ?? []) as AsyncIterable<Uint8Array>;
  }

  async writeOutcome(upload: Upload, outcome: UploadOutcome): Promise<void> {
    const text = `${JSON.stringify(outcome, undefined, 2)}\n`;
    await this.#put(`${outcomeFolder(upload)}outcome.json`, text, 'application/json');
  }

  async writeRefused(upload: Upload, part: number, csv: string): Promise<string> {
    const name = part === 1 ? 'refused.csv' : `refused-${part}.csv`;
    const key = `${outcomeFolder(upload)}${name}`;
    await this.#put(key, csv, 'text/csv; charset=utf-8');
    return key;
  }

  async #put(Key: string, Body: string, ContentType: string): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key, Body, ContentType }));
  }
}

function isGone(error: unknown): boolean {
  return error instanceof S3ServiceException && GONE.has(error.$metadata.httpStatusCode);
}

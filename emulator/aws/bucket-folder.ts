import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { localClientConfig } from './client-config.ts';
import type { CreatedObject } from './created-object.ts';

export type BucketFolderOptions = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly directory: string;
  /** What is put there is put into the bucket; such as `incoming/`. */
  readonly incoming: string;
  /** What is put there in the bucket is written into the folder; such as `outcome/`. */
  readonly outgoing: string;
  onWarning(text: string): void;
};

const POLL_MS = 250;

/** A bucket as a folder: a file that is dropped into it is an upload, and what is answered appears beside. */
export class BucketFolder {
  readonly #options: BucketFolderOptions;
  readonly #client: S3Client;
  readonly #stop = new AbortController();
  /** What a file was when it was looked at last, and whether it was uploaded so. */
  readonly #seen = new Map<string, { readonly state: string; readonly isUploaded: boolean }>();
  readonly #loop: Promise<void>;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: BucketFolderOptions) {
    this.#options = options;
    this.#client = new S3Client(localClientConfig(options.endpoint));
    for (const folder of [options.incoming, options.outgoing]) {
      mkdirSync(join(options.directory, folder), { recursive: true });
    }
    this.#loop = this.#poll();
  }

  readonly created = ({ bucket, key }: CreatedObject): void => {
    const { outgoing, onWarning } = this.#options;
    if (bucket !== this.#options.bucket || !key.startsWith(outgoing)) return;
    // In turn: what was there first must not be written last.
    this.#writing = this.#writing
      .then(() => this.#write(key))
      .catch((error: unknown) => onWarning(`${key} is not in the folder: ${String(error)}`));
  };

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all([this.#loop, this.#writing]);
    this.#client.destroy();
  }

  async #poll(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      for (const key of this.#files()) {
        await this.#look(key).catch((error: unknown) => {
          if (!this.#stop.signal.aborted) {
            this.#options.onWarning(`${key} is not uploaded: ${String(error)}`);
          }
        });
      }
      await sleep(POLL_MS, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  #files(): readonly string[] {
    const { directory, incoming } = this.#options;
    return readdirSync(join(directory, incoming), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name).slice(resolve(directory).length + 1))
      .map((path) => path.replaceAll(sep, '/'))
      .toSorted();
  }

  /** Uploaded once it was the same twice: whoever writes it is done. */
  async #look(key: string): Promise<void> {
    const path = join(this.#options.directory, key);
    const { size, mtimeMs } = statSync(path);
    const state = `${size} ${mtimeMs}`;
    const before = this.#seen.get(key);
    if (before?.state === state && before.isUploaded) return;
    const isUploaded = before?.state === state;
    this.#seen.set(key, { state, isUploaded });
    if (isUploaded) await this.#upload(key, readFileSync(path));
  }

  async #upload(Key: string, Body: Buffer): Promise<void> {
    const { bucket: Bucket } = this.#options;
    const abort = { abortSignal: this.#stop.signal };
    const eTag = `"${createHash('md5').update(Body).digest('hex')}"`;
    const kept = await this.#client
      .send(new HeadObjectCommand({ Bucket, Key }), abort)
      .catch(() => undefined);
    // What an earlier run has kept is there.
    if (kept?.ETag === eTag) return;
    await this.#client.send(new PutObjectCommand({ Bucket, Key, Body }), abort);
  }

  async #write(Key: string): Promise<void> {
    const { bucket: Bucket, directory } = this.#options;
    const path = resolve(directory, Key);
    if (!path.startsWith(`${resolve(directory)}${sep}`)) return;
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket, Key }));
    const bytes = await Body?.transformToByteArray();
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes ?? '');
  }
}

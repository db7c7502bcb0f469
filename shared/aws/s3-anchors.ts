import {
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { AnchorManifest, AnchorPart } from '#shared/models/anchor.ts';
import type { AnchorObjects, AnchorStore } from '#shared/ports/anchors.ts';
import type { Capture } from './client-options.ts';
import { FOLDER, keyOf, MANIFEST, readObject, toAnchorObjects } from './s3-anchor-objects.ts';

/** A part is less than a megabyte. */
export const ANCHOR_REQUESTS = {
  connectionTimeout: 5_000,
  requestTimeout: 30_000,
  throwOnRequestTimeout: true,
};
/** S3 API Reference, PutObject, If-None-Match: it is there, or another one writes it at this moment. */
const WRITTEN_BY_ANOTHER: ReadonlySet<number | undefined> = new Set([409, 412]);

/** Anchors as objects of a bucket. Reading needs `s3:GetObject` and `s3:ListBucket`, writing `s3:PutObject`. */
export class S3Anchors implements AnchorStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async listNames(): Promise<readonly string[]> {
    const { folders } = await this.#list(FOLDER, '/');
    return folders.map((folder) => folder.slice(FOLDER.length, -1)).toSorted();
  }

  async listObjects(name: string): Promise<AnchorObjects> {
    const { keys } = await this.#list(`${FOLDER}${name}/`);
    return toAnchorObjects(keys);
  }

  readManifest(name: string): Promise<AnchorManifest> {
    const place = { Bucket: this.#bucket, Key: keyOf(name, MANIFEST) };
    return readObject(this.#client, place, AnchorManifest);
  }

  readPart(name: string, part: string): Promise<AnchorPart> {
    const place = { Bucket: this.#bucket, Key: keyOf(name, part) };
    return readObject(this.#client, place, AnchorPart);
  }

  writePart(name: string, part: string, content: AnchorPart): Promise<boolean> {
    return this.#put(keyOf(name, part), content);
  }

  writeManifest(manifest: AnchorManifest): Promise<boolean> {
    return this.#put(keyOf(manifest.name, MANIFEST), manifest);
  }

  async #put(Key: string, content: AnchorPart | AnchorManifest): Promise<boolean> {
    try {
      await this.#client.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key,
          Body: JSON.stringify(content),
          ContentType: 'application/json',
          IfNoneMatch: '*',
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error;
      if (WRITTEN_BY_ANOTHER.has(error.$metadata.httpStatusCode)) return false;
      throw error;
    }
  }

  async #list(Prefix: string, Delimiter?: string) {
    const folders: string[] = [];
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({ Bucket: this.#bucket, Prefix, Delimiter, ContinuationToken }),
      );
      folders.push(...(page.CommonPrefixes ?? []).flatMap((folder) => folder.Prefix ?? []));
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return { folders, keys };
  }
}

export function createAnchors(capture: Capture, bucket: string): S3Anchors {
  return new S3Anchors(capture(new S3Client({ requestHandler: ANCHOR_REQUESTS })), bucket);
}

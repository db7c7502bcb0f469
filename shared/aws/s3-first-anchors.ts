import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { AnchorManifest, AnchorPart } from '#shared/models/anchor.ts';
import type { AnchorObjects, AnchorReader } from '#shared/ports/anchors.ts';
import type { ReaderConnection } from './reader-client.ts';
import { FOLDER, keyOf, S3Anchors } from './s3-anchors.ts';
import { MANIFEST, namesOf, readObject, S3_REQUESTS, toParts } from './s3-objects.ts';

/**
 * Anchors as they were written first: Object Lock keeps a version for ever, but not from being hidden by a newer one or by
 * a delete marker. Needs `s3:ListBucketVersions` and `s3:GetObjectVersion`.
 */
export class S3FirstAnchors implements AnchorReader {
  readonly #client: S3Client;
  readonly #bucket: string;
  /** By key, the oldest version; listed once. */
  #versions: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async listNames(): Promise<readonly string[]> {
    const keys = [...(await this.#list()).keys()];
    const names = keys.map((key) => key.slice(FOLDER.length).split('/')[0] ?? '');
    return [...new Set(names)].toSorted();
  }

  async listObjects(name: string): Promise<AnchorObjects> {
    const keys = [...(await this.#list()).keys()];
    return toParts(namesOf(keys.filter((key) => key.startsWith(`${FOLDER}${name}/`))));
  }

  async readManifest(name: string): Promise<AnchorManifest> {
    return readObject(this.#client, await this.#place(keyOf(name, MANIFEST)), AnchorManifest);
  }

  async readPart(name: string, part: string): Promise<AnchorPart> {
    return readObject(this.#client, await this.#place(keyOf(name, part)), AnchorPart);
  }

  async #place(Key: string) {
    return { Bucket: this.#bucket, Key, VersionId: (await this.#list()).get(Key) };
  }

  #list(): Promise<ReadonlyMap<string, string>> {
    this.#versions ??= this.#listVersions();
    return this.#versions;
  }

  async #listVersions(): Promise<ReadonlyMap<string, string>> {
    const oldest = new Map<string, string>();
    let KeyMarker: string | undefined;
    let VersionIdMarker: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectVersionsCommand({
          Bucket: this.#bucket,
          Prefix: FOLDER,
          KeyMarker,
          VersionIdMarker,
        }),
      );
      // Of each key the newest version comes first, so that the last one to come stays.
      for (const { Key, VersionId } of page.Versions ?? []) {
        if (Key !== undefined && VersionId !== undefined) oldest.set(Key, VersionId);
      }
      KeyMarker = page.NextKeyMarker;
      VersionIdMarker = page.NextVersionIdMarker;
    } while (KeyMarker !== undefined);
    return oldest;
  }
}

/** For whoever reads them from elsewhere. */
export function openAnchors(connection: ReaderConnection, bucket: string) {
  const client = new S3Client({ ...connection, requestHandler: S3_REQUESTS });
  // The S3 of this machine keeps one version of each.
  const isLocal = 'endpoint' in connection;
  const anchors: AnchorReader = isLocal
    ? new S3Anchors(client, bucket)
    : new S3FirstAnchors(client, bucket);
  return { anchors, close: () => client.destroy() };
}

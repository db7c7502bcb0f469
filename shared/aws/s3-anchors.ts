import { S3Client } from '@aws-sdk/client-s3';
import { AnchorManifest, AnchorPart } from '#shared/models/anchor.ts';
import type { AnchorObjects, AnchorStore } from '#shared/ports/anchors.ts';
import type { Capture } from './client-options.ts';
import { JSON_END, MANIFEST, S3_REQUESTS, S3Objects, toParts } from './s3-objects.ts';

/** How anchors are named in a bucket: `anchors/2026-11-28/part-00000.json` and so on, and `manifest.json`. */
export const FOLDER = 'anchors/';

export function keyOf(name: string, object: string): string {
  return `${FOLDER}${name}/${object}${JSON_END}`;
}

/** Anchors as objects of a bucket. Reading needs `s3:GetObject` and `s3:ListBucket`, writing `s3:PutObject`. */
export class S3Anchors implements AnchorStore {
  readonly #objects: S3Objects;

  constructor(client: S3Client, bucket: string) {
    this.#objects = new S3Objects(client, bucket);
  }

  listNames(): Promise<readonly string[]> {
    return this.#objects.listFolders(FOLDER);
  }

  async listObjects(name: string): Promise<AnchorObjects> {
    return toParts(await this.#objects.listNames(`${FOLDER}${name}/`));
  }

  readManifest(name: string): Promise<AnchorManifest> {
    return this.#objects.read(keyOf(name, MANIFEST), AnchorManifest);
  }

  readPart(name: string, part: string): Promise<AnchorPart> {
    return this.#objects.read(keyOf(name, part), AnchorPart);
  }

  writePart(name: string, part: string, content: AnchorPart): Promise<boolean> {
    return this.#objects.putOnce(keyOf(name, part), content);
  }

  writeManifest(manifest: AnchorManifest): Promise<boolean> {
    return this.#objects.putOnce(keyOf(manifest.name, MANIFEST), manifest);
  }
}

export function createAnchors(capture: Capture, bucket: string): S3Anchors {
  return new S3Anchors(capture(new S3Client({ requestHandler: S3_REQUESTS })), bucket);
}

import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type * as z from 'zod/mini';
import { parse } from '#shared/models/parsing.ts';
import type { AnchorObjects } from '#shared/ports/anchors.ts';

/** How anchors are named in a bucket: `anchors/2026-11-28/part-00000.json` and so on, and `manifest.json`. */
export const FOLDER = 'anchors/';
export const MANIFEST = 'manifest';
const END = '.json';

export function keyOf(name: string, object: string): string {
  return `${FOLDER}${name}/${object}${END}`;
}

/** What there is of an anchor, by the keys of its objects. */
export function toAnchorObjects(keys: readonly string[]): AnchorObjects {
  const objects = keys
    .filter((key) => key.endsWith(END))
    .map((key) => key.slice(key.lastIndexOf('/') + 1, -END.length));
  return {
    parts: objects.filter((object) => object !== MANIFEST).toSorted(),
    isFinished: objects.includes(MANIFEST),
  };
}

type Place = {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string | undefined;
};

/** @throws Error that names the object, if it is not there or is none of ours */
export async function readObject<T>(
  client: S3Client,
  place: Place,
  schema: z.ZodMiniType<T>,
): Promise<T> {
  try {
    const { Body } = await client.send(new GetObjectCommand(place));
    return parse(schema, JSON.parse((await Body?.transformToString()) ?? ''));
  } catch (cause) {
    if (cause instanceof S3ServiceException && cause.name !== 'NoSuchKey') throw cause;
    throw new Error(`${place.Key} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type * as z from 'zod/mini';
import { parse } from '#shared/models/parsing.ts';

/** An object is a megabyte or two. */
export const S3_REQUESTS = {
  connectionTimeout: 5_000,
  requestTimeout: 30_000,
  throwOnRequestTimeout: true,
};
/** S3 API Reference, PutObject, If-None-Match: it is there, or another one writes it at this moment. */
const WRITTEN_BY_ANOTHER: ReadonlySet<number | undefined> = new Set([409, 412]);

/** What is written in parts has a manifest in the end. */
export const MANIFEST = 'manifest';
export const JSON_END = '.json';

/** JSON in a bucket, each object written once. */
export class S3Objects {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** @throws Error that names the object, if it is not there or is none of ours */
  read<T>(Key: string, schema: z.ZodMiniType<T>): Promise<T> {
    return readObject(this.#client, { Bucket: this.#bucket, Key }, schema);
  }

  /** False if another one has written it. */
  async putOnce(Key: string, content: object): Promise<boolean> {
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

  /** Names of the folders in one, in their order. */
  async listFolders(folder: string): Promise<readonly string[]> {
    const { folders } = await this.#list(folder, '/');
    return folders.map((each) => each.slice(folder.length, -1)).toSorted();
  }

  /** Names of the JSON in a folder, without its end, in their order. */
  async listNames(folder: string): Promise<readonly string[]> {
    return namesOf((await this.#list(folder)).keys);
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

export function namesOf(keys: readonly string[]): readonly string[] {
  return keys
    .filter((key) => key.endsWith(JSON_END))
    .map((key) => key.slice(key.lastIndexOf('/') + 1, -JSON_END.length))
    .toSorted();
}

/** What there is of something that is written in parts. */
export function toParts(names: readonly string[]) {
  return {
    parts: names.filter((name) => name !== MANIFEST),
    isFinished: names.includes(MANIFEST),
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

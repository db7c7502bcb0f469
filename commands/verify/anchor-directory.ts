import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnchorManifest, AnchorPart } from '#shared/models/anchor.ts';
import { parse } from '#shared/models/parsing.ts';
import type { AnchorObjects, AnchorReader } from '#shared/ports/anchors.ts';

const END = '.json';
const MANIFEST = 'manifest';

/** Anchors that somebody downloaded: a copy of the bucket, or of its folder `anchors`. */
export class AnchorDirectory implements AnchorReader {
  readonly #directory: string;

  /** @throws Error if it is not there */
  constructor(directory: string) {
    if (!existsSync(directory)) throw new Error(`There is no directory ${directory}`);
    const inside = join(directory, 'anchors');
    this.#directory = existsSync(inside) ? inside : directory;
  }

  async listNames(): Promise<readonly string[]> {
    return readdirSync(this.#directory, { withFileTypes: true })
      .filter((each) => each.isDirectory())
      .map(({ name }) => name)
      .toSorted();
  }

  async listObjects(name: string): Promise<AnchorObjects> {
    const folder = join(this.#directory, name);
    const objects = existsSync(folder)
      ? readdirSync(folder)
          .filter((file) => file.endsWith(END))
          .map((file) => file.slice(0, -END.length))
      : [];
    return {
      parts: objects.filter((object) => object !== MANIFEST).toSorted(),
      isFinished: objects.includes(MANIFEST),
    };
  }

  async readManifest(name: string): Promise<AnchorManifest> {
    return this.#read(name, MANIFEST, AnchorManifest);
  }

  async readPart(name: string, part: string): Promise<AnchorPart> {
    return this.#read(name, part, AnchorPart);
  }

  #read<T>(name: string, object: string, schema: Parameters<typeof parse<T>>[0]): T {
    const path = join(this.#directory, name, `${object}${END}`);
    try {
      return parse(schema, JSON.parse(readFileSync(path, 'utf8')));
    } catch (cause) {
      throw new Error(`${path} cannot be read: ${(cause as Error).message}`, { cause });
    }
  }
}

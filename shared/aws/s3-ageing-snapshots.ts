import { SnapshotManifest, SnapshotPart } from '#shared/models/ageing-snapshot.ts';
import type { AgeingSnapshotStore, SnapshotObjects } from '#shared/ports/reports.ts';
import { JSON_END, MANIFEST, type S3Objects, toParts } from './s3-objects.ts';

/** As `ageing/Africa/Johannesburg/2026-11-28/part-00000.json` and so on, and `manifest.json`. */
export class S3AgeingSnapshots implements AgeingSnapshotStore {
  readonly #objects: S3Objects;
  readonly #folder: string;

  constructor(objects: S3Objects, zone: string) {
    this.#objects = objects;
    this.#folder = `ageing/${zone}/`;
  }

  listDays(): Promise<readonly string[]> {
    return this.#objects.listFolders(this.#folder);
  }

  async listObjects(day: string): Promise<SnapshotObjects> {
    return toParts(await this.#objects.listNames(`${this.#folder}${day}/`));
  }

  readManifest(day: string): Promise<SnapshotManifest> {
    return this.#objects.read(this.#keyOf(day, MANIFEST), SnapshotManifest);
  }

  readPart(day: string, part: string): Promise<SnapshotPart> {
    return this.#objects.read(this.#keyOf(day, part), SnapshotPart);
  }

  writePart(day: string, part: string, content: SnapshotPart): Promise<boolean> {
    return this.#objects.putOnce(this.#keyOf(day, part), content);
  }

  writeManifest(manifest: SnapshotManifest): Promise<boolean> {
    return this.#objects.putOnce(this.#keyOf(manifest.asOf, MANIFEST), manifest);
  }

  #keyOf(day: string, object: string): string {
    return `${this.#folder}${day}/${object}${JSON_END}`;
  }
}

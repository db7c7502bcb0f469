import { KeptSummary } from '#shared/models/summary.ts';
import type { DaySummaryStore } from '#shared/ports/reports.ts';
import { JSON_END, type S3Objects } from './s3-objects.ts';

/** As `summaries/Africa/Johannesburg/2026-11-28.json`. */
export class S3DaySummaries implements DaySummaryStore {
  readonly #objects: S3Objects;
  readonly #folder: string;

  constructor(objects: S3Objects, zone: string) {
    this.#objects = objects;
    this.#folder = `summaries/${zone}/`;
  }

  listSummarised(): Promise<readonly string[]> {
    return this.#objects.listNames(this.#folder);
  }

  readSummary(day: string): Promise<KeptSummary> {
    return this.#objects.read(this.#keyOf(day), KeptSummary);
  }

  writeSummary(summary: KeptSummary): Promise<boolean> {
    return this.#objects.putOnce(this.#keyOf(summary.day), summary);
  }

  #keyOf(day: string): string {
    return `${this.#folder}${day}${JSON_END}`;
  }
}

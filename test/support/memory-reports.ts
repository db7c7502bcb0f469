import type { SnapshotManifest, SnapshotPart } from '#shared/models/ageing-snapshot.ts';
import type { KeptSummary } from '#shared/models/summary.ts';
import type {
  AgeingSnapshotStore,
  DaySummaryStore,
  SnapshotObjects,
} from '#shared/ports/reports.ts';

/** What was owed by age, in memory. */
export class MemoryAgeingSnapshots implements AgeingSnapshotStore {
  readonly parts = new Map<string, Map<string, SnapshotPart>>();
  readonly manifests = new Map<string, SnapshotManifest>();

  async listDays(): Promise<readonly string[]> {
    return [...new Set([...this.parts.keys(), ...this.manifests.keys()])].toSorted();
  }

  async listObjects(day: string): Promise<SnapshotObjects> {
    const parts = [...(this.parts.get(day)?.keys() ?? [])].toSorted();
    return { parts, isFinished: this.manifests.has(day) };
  }

  async readManifest(day: string): Promise<SnapshotManifest> {
    return found(this.manifests.get(day), `${day}/manifest`);
  }

  async readPart(day: string, part: string): Promise<SnapshotPart> {
    return found(this.parts.get(day)?.get(part), `${day}/${part}`);
  }

  async writePart(day: string, part: string, content: SnapshotPart): Promise<boolean> {
    const parts = this.parts.get(day) ?? new Map<string, SnapshotPart>();
    this.parts.set(day, parts);
    if (parts.has(part)) return false;
    parts.set(part, content);
    return true;
  }

  async writeManifest(manifest: SnapshotManifest): Promise<boolean> {
    if (this.manifests.has(manifest.asOf)) return false;
    this.manifests.set(manifest.asOf, manifest);
    return true;
  }
}

/** Summaries of days, in memory. */
export class MemoryDaySummaries implements DaySummaryStore {
  readonly kept = new Map<string, KeptSummary>();

  async listSummarised(): Promise<readonly string[]> {
    return [...this.kept.keys()].toSorted();
  }

  async readSummary(day: string): Promise<KeptSummary> {
    return found(this.kept.get(day), day);
  }

  async writeSummary(summary: KeptSummary): Promise<boolean> {
    if (this.kept.has(summary.day)) return false;
    this.kept.set(summary.day, summary);
    return true;
  }
}

function found<T>(object: T | undefined, name: string): T {
  if (object === undefined) throw new Error(`${name}.json cannot be read`);
  return object;
}

import { AnchorLeaf, type AnchorManifest, type AnchorPart } from '#shared/models/anchor.ts';
import { isValid } from '#shared/models/parsing.ts';
import type { AnchorObjects, AnchorStore, HeadsPage, LedgerHeads } from '#shared/ports/anchors.ts';
import type { MemoryTable } from './memory-table.ts';

/** Anchors in memory, which a test may tamper with. */
export class MemoryAnchors implements AnchorStore {
  readonly parts = new Map<string, Map<string, AnchorPart>>();
  readonly manifests = new Map<string, AnchorManifest>();

  async listNames(): Promise<readonly string[]> {
    return [...new Set([...this.parts.keys(), ...this.manifests.keys()])].toSorted();
  }

  async listObjects(name: string): Promise<AnchorObjects> {
    const parts = [...(this.parts.get(name)?.keys() ?? [])].toSorted();
    return { parts, isFinished: this.manifests.has(name) };
  }

  async readManifest(name: string): Promise<AnchorManifest> {
    const manifest = this.manifests.get(name);
    if (!manifest) throw new Error(`anchors/${name}/manifest.json cannot be read`);
    return manifest;
  }

  async readPart(name: string, part: string): Promise<AnchorPart> {
    const found = this.parts.get(name)?.get(part);
    if (!found) throw new Error(`anchors/${name}/${part}.json cannot be read`);
    return found;
  }

  async writePart(name: string, part: string, content: AnchorPart): Promise<boolean> {
    const parts = this.parts.get(name) ?? new Map<string, AnchorPart>();
    this.parts.set(name, parts);
    if (parts.has(part)) return false;
    parts.set(part, content);
    return true;
  }

  async writeManifest(manifest: AnchorManifest): Promise<boolean> {
    if (this.manifests.has(manifest.name)) return false;
    this.manifests.set(manifest.name, manifest);
    return true;
  }
}

/** The heads of the memory stores' table, in pages of a few obligations. */
export class MemoryLedgerHeads implements LedgerHeads {
  readonly #table: MemoryTable;
  readonly #pageSize: number;

  constructor(table: MemoryTable, pageSize = 3) {
    this.#table = table;
    this.#pageSize = pageSize;
  }

  async readHeads(cursor = ''): Promise<HeadsPage> {
    const left = [...this.#table.obligations.values()]
      .filter(({ id }) => id > cursor)
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const page = left.slice(0, this.#pageSize);
    const leaves = page
      .filter(({ newestHash }) => newestHash !== undefined)
      .map(({ id, sequence, newestHash }) => [id, sequence, newestHash] as const);
    return {
      leaves: leaves.filter((leaf): leaf is AnchorLeaf => isValid(AnchorLeaf, leaf)),
      unreadable: leaves.filter((leaf) => !isValid(AnchorLeaf, leaf)).map(([id]) => id),
      cursor: left.length > page.length ? page.at(-1)?.id : undefined,
    };
  }
}

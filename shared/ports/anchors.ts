import type { AnchorLeaf, AnchorManifest, AnchorPart } from '#shared/models/anchor.ts';

/** What is there of one anchor. */
export type AnchorObjects = { readonly parts: readonly string[]; readonly isFinished: boolean };

/** Where anchors are kept. A name is a day, `2026-11-28`. */
export interface AnchorReader {
  /** Of all that were begun, the oldest first, and of whatever else lies there. */
  listNames(): Promise<readonly string[]>;
  /** Parts by name, the first one first; an anchor that is not there has none. */
  listObjects(name: string): Promise<AnchorObjects>;
  /** @throws Error if it is not there, or none of ours */
  readManifest(name: string): Promise<AnchorManifest>;
  /** @throws Error if it is not there, or none of ours */
  readPart(name: string, part: string): Promise<AnchorPart>;
}

/** Nothing is written twice: false if another one has written it. */
export interface AnchorStore extends AnchorReader {
  writePart(name: string, part: string, content: AnchorPart): Promise<boolean>;
  writeManifest(manifest: AnchorManifest): Promise<boolean>;
}

export type HeadsPage = {
  readonly leaves: readonly AnchorLeaf[];
  /** Heads that are not as our code writes them; of no use to an anchor. */
  readonly unreadable: readonly string[];
  readonly cursor: string | undefined;
};

/** The heads of all obligations that have entries, perhaps while payments go on. */
export interface LedgerHeads {
  /** In no order. Each head as it is or was moments ago; an obligation that is opened meanwhile may be missing. */
  readHeads(cursor: string | undefined): Promise<HeadsPage>;
}

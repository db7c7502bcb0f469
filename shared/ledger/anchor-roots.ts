import type { AnchorLeaf, AnchorManifest, PartSummary } from '#shared/models/anchor.ts';
import { merkleRoot } from './merkle.ts';

/** What a manifest says of a part. */
export function summarisePart(name: string, leaves: readonly AnchorLeaf[]): PartSummary {
  return {
    name,
    root: merkleRoot(leaves.map((leaf) => JSON.stringify(leaf))),
    count: leaves.length,
  };
}

/**
 * The root of an anchor, by which the next one names it: a Merkle tree whose first leaf is the JSON text of
 * `{name, startedAt, finishedAt, previous}`, and the others those of the parts' summaries. So it stands for the anchors
 * before as well. docs/audit.md computes it with jq.
 */
export function anchorRoot({
  name,
  startedAt,
  finishedAt,
  previous,
  parts,
}: Pick<AnchorManifest, 'name' | 'startedAt' | 'finishedAt' | 'previous' | 'parts'>): string {
  const before = previous && { name: previous.name, root: previous.root };
  return merkleRoot([
    JSON.stringify({ name, startedAt, finishedAt, previous: before }),
    ...parts.map(({ name, root, count }) => JSON.stringify({ name, root, count })),
  ]);
}

import { createHash } from 'node:crypto';

/**
 * The Merkle tree hash of a list, base64url: one changed, moved, added or removed leaf makes another root.
 * Source: RFC 9162, section 2.1.1, with SHA-256.
 *
 * @param leaves UTF-8
 */
export function merkleRoot(leaves: readonly string[]): string {
  return treeHash(leaves.map(leafHash)).toString('base64url');
}

/** Level by level: whoever has nobody beside it goes up as it is, which is where the RFC's recursion puts it. */
function treeHash(hashes: readonly Buffer[]): Buffer {
  let level = hashes;
  while (level.length > 1) {
    const below = level;
    level = below.flatMap((left, index) => {
      if (index % 2 === 1) return [];
      const right = below[index + 1];
      return [right ? nodeHash(left, right) : left];
    });
  }
  return level[0] ?? sha256([]);
}

function leafHash(leaf: string): Buffer {
  return sha256([LEAF, Buffer.from(leaf)]);
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return sha256([NODE, left, right]);
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

function sha256(parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

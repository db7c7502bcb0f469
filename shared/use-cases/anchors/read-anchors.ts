import { anchorRoot, summarisePart } from '#shared/ledger/anchor-roots.ts';
import type { AnchoredHead } from '#shared/ledger/audit/anchored-heads.ts';
import type { AnchorManifest } from '#shared/models/anchor.ts';
import type { AnchorReader } from '#shared/ports/anchors.ts';
import { listAnchorNames } from './find-newest.ts';

export type CheckedAnchors = {
  /** What each obligation ended with, in the order of the anchors; what several of them say is said once. */
  readonly heads: readonly AnchoredHead[];
  /** Of the anchor that was asked for, or the newest. */
  readonly manifest: AnchorManifest;
  /** How many anchors the heads are of. */
  readonly anchors: number;
};

/**
 * Reads all finished anchors, or one, after they were found to be what their roots say, and each of all to name the one
 * before it. All, since what was forged before an anchor was written is in it, and is told by those before alone.
 *
 * @param name of the one; all if undefined
 * @throws Error that names the anchor and the part that was changed, replaced or removed, or is not there
 */
export async function readAnchors(
  anchors: AnchorReader,
  name: string | undefined,
): Promise<CheckedAnchors> {
  const manifests = await readManifests(anchors);
  const chosen = manifests.filter((manifest) => name === undefined || manifest.name === name);
  const manifest = chosen.at(-1);
  if (!manifest) throw new Error(await whyNone(anchors, name));
  const heads = new Map<string, AnchoredHead>();
  for (const each of chosen) await addHeads(each, anchors, heads);
  return { heads: [...heads.values()], manifest, anchors: chosen.length };
}

async function whyNone(anchors: AnchorReader, name: string | undefined): Promise<string> {
  if (name === undefined) return 'There is no finished anchor: one is written each day';
  const isBegun = (await listAnchorNames(anchors)).includes(name);
  return `The anchor ${name} ${isBegun ? 'was never finished' : 'is not there'}`;
}

/** The oldest may name one whose time was over. */
async function readManifests(anchors: AnchorReader): Promise<readonly AnchorManifest[]> {
  const manifests: AnchorManifest[] = [];
  for (const name of await listAnchorNames(anchors)) {
    const { isFinished } = await anchors.listObjects(name);
    if (!isFinished) continue;
    const manifest = await anchors.readManifest(name);
    checkManifest(name, manifest);
    checkLink(manifests.at(-1), manifest);
    manifests.push(manifest);
  }
  return manifests;
}

function checkManifest(name: string, manifest: AnchorManifest): void {
  const { parts, obligations } = manifest;
  const sum = parts.reduce((all, { count }) => all + count, 0);
  const isWhole =
    manifest.name === name && anchorRoot(manifest) === manifest.root && sum === obligations;
  if (isWhole) return;
  throw new Error(`The anchor ${name} was changed: its manifest is not what its root says`);
}

function checkLink(before: AnchorManifest | undefined, { name, previous }: AnchorManifest): void {
  if (!before || (previous?.name === before.name && previous.root === before.root)) return;
  const named = previous ? `${previous.name}, root ${previous.root}` : 'none';
  throw new Error(
    `An anchor before ${name} was replaced or removed: it names ${named}, and there is ${before.name}, root ${before.root}`,
  );
}

async function addHeads(
  { name, parts }: AnchorManifest,
  anchors: AnchorReader,
  heads: Map<string, AnchoredHead>,
): Promise<void> {
  for (const { name: part, root, count } of parts) {
    const { leaves } = await anchors.readPart(name, part);
    const found = summarisePart(part, leaves);
    if (found.root !== root || found.count !== count) {
      throw new Error(`The anchor ${name} was changed: its ${part} is not what the manifest says`);
    }
    for (const [obligationId, sequence, newestHash] of leaves) {
      const head = { anchor: name, obligationId, sequence, newestHash };
      // The hash is of facts that name the obligation and the sequence.
      if (!heads.has(newestHash)) heads.set(newestHash, head);
    }
  }
}

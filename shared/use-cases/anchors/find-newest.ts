import { type AnchorManifest, AnchorName } from '#shared/models/anchor.ts';
import { isValid } from '#shared/models/parsing.ts';
import type { AnchorReader } from '#shared/ports/anchors.ts';

/** Of all that were begun, the oldest first; what is not named by a day is no anchor. */
export async function listAnchorNames(anchors: AnchorReader): Promise<readonly string[]> {
  return (await anchors.listNames()).filter((name) => isValid(AnchorName, name));
}

/** The newest anchor that is finished. */
export async function findNewest(anchors: AnchorReader): Promise<AnchorManifest | undefined> {
  for (const name of (await listAnchorNames(anchors)).toReversed()) {
    const { isFinished } = await anchors.listObjects(name);
    if (isFinished) return anchors.readManifest(name);
  }
  return undefined;
}

import { anchorRoot, summarisePart } from '#shared/ledger/anchor-roots.ts';
import {
  type AnchorLeaf,
  type AnchorManifest,
  type AnchorPart,
  type PartSummary,
  partName,
} from '#shared/models/anchor.ts';
import type { AnchorStore, LedgerHeads } from '#shared/ports/anchors.ts';
import type { Clock } from '#shared/ports/world.ts';
import { findNewest } from './find-newest.ts';

export type WriteAnchorDeps = {
  readonly anchors: AnchorStore;
  readonly heads: LedgerHeads;
  readonly clock: Clock;
  /** As many leaves as a part has, or a page more. @default 10,000 */
  readonly leavesPerPart?: number | undefined;
};

export type AnchorRun = {
  /** `overtaken`: another run is at the same anchor, and goes on with it. */
  readonly outcome: 'written' | 'there' | 'unfinished' | 'overtaken';
  /** The newest anchor that is finished, if there is any. */
  readonly newest: AnchorManifest | undefined;
  /** Heads that were left out, since they are not as our code writes them. */
  readonly unreadable: readonly string[];
};

/** What there is of an anchor that is not finished. */
type Begun = {
  readonly startedAt: string;
  readonly parts: readonly PartSummary[];
  /** Where to go on; undefined at the beginning, and null once all heads were read. */
  readonly next: string | null | undefined;
};

/** Some 810 kB. */
const LEAVES_PER_PART = 10_000;
const DAY_MS = 86_400_000;

/**
 * Writes the anchor of this UTC day, unless it is there: the heads of all obligations part by part, and a manifest in
 * the end. Where a run has no time left, the next one goes on after the part that was written last. A day that could not
 * be finished is left as it is: the next one must find all that are finished before it, to name the newest of them.
 *
 * @param until epoch milliseconds; what was begun before is still written
 */
export async function writeAnchor(until: number, deps: WriteAnchorDeps): Promise<AnchorRun> {
  const { anchors, clock } = deps;
  const today = isoNow(clock).slice(0, 'yyyy-mm-dd'.length);
  const midnight = Date.parse(today) + DAY_MS;
  const end = Math.min(until, midnight);
  const { parts, isFinished } = await anchors.listObjects(today);
  const unreadable: string[] = [];
  const ended = async (outcome: AnchorRun['outcome']) => {
    return { outcome, newest: await findNewest(anchors), unreadable };
  };
  if (isFinished) return ended('there');

  let begun = await readBegun(today, parts, deps);
  while (begun.next !== null) {
    if (clock.now() >= end) return ended('unfinished');
    const { part, leftOut } = await gatherPart(begun.next, end, deps);
    unreadable.push(...leftOut);
    const name = partName(begun.parts.length);
    if (!(await anchors.writePart(today, name, part))) return ended('overtaken');
    begun = withPart(begun, name, part);
  }
  const previous = await findNewest(anchors);
  if (clock.now() >= midnight) return ended('unfinished');
  const manifest = toManifest(today, begun, previous, isoNow(clock));
  if (!(await anchors.writeManifest(manifest))) return ended('overtaken');
  return { outcome: 'written', newest: manifest, unreadable };
}

async function readBegun(
  anchor: string,
  names: readonly string[],
  { anchors, clock }: WriteAnchorDeps,
): Promise<Begun> {
  let begun: Begun = { startedAt: isoNow(clock), parts: [], next: undefined };
  for (const name of names) begun = withPart(begun, name, await anchors.readPart(anchor, name));
  return begun;
}

function withPart({ startedAt, parts }: Begun, name: string, part: AnchorPart): Begun {
  return {
    startedAt: parts.length === 0 ? part.startedAt : startedAt,
    parts: [...parts, summarisePart(name, part.leaves)],
    next: part.next,
  };
}

/** At least one page, so that whoever has little time comes forward too. */
async function gatherPart(
  from: string | undefined,
  until: number,
  { heads, clock, leavesPerPart = LEAVES_PER_PART }: WriteAnchorDeps,
): Promise<{ readonly part: AnchorPart; readonly leftOut: readonly string[] }> {
  const startedAt = isoNow(clock);
  const leaves: AnchorLeaf[] = [];
  const leftOut: string[] = [];
  let cursor = from;
  do {
    const page = await heads.readHeads(cursor);
    leaves.push(...page.leaves);
    leftOut.push(...page.unreadable);
    cursor = page.cursor;
  } while (cursor !== undefined && leaves.length < leavesPerPart && clock.now() < until);
  return { part: { format: 1, startedAt, leaves, next: cursor ?? null }, leftOut };
}

function toManifest(
  name: string,
  { startedAt, parts }: Begun,
  before: AnchorManifest | undefined,
  finishedAt: string,
): AnchorManifest {
  const previous = before ? { name: before.name, root: before.root } : null;
  const facts = { name, startedAt, finishedAt, previous, parts };
  const obligations = parts.reduce((sum, { count }) => sum + count, 0);
  return { format: 1, ...facts, obligations, root: anchorRoot(facts) };
}

function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

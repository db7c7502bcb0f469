import { anchorRoot, summarisePart } from '#shared/ledger/anchor-roots.ts';
import type { AnchorLeaf, AnchorManifest, AnchorPart, PartSummary } from '#shared/models/anchor.ts';
import type { AnchorStore, LedgerHeads } from '#shared/ports/anchors.ts';
import type { Clock } from '#shared/ports/world.ts';
import { writeParts } from '#shared/use-cases/write-parts.ts';
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

  const run = await writeParts<AnchorPart, PartSummary>({
    there: parts,
    read: (name) => anchors.readPart(today, name),
    write: (name, part) => anchors.writePart(today, name, part),
    gather: async (from) => {
      const { part, leftOut } = await gatherPart(from, end, deps);
      unreadable.push(...leftOut);
      return part;
    },
    summarise: (name, { leaves }) => summarisePart(name, leaves),
    isOver: () => clock.now() >= end,
  });
  if (run.outcome !== 'whole') return ended(run.outcome);
  const previous = await findNewest(anchors);
  if (clock.now() >= midnight) return ended('unfinished');
  const manifest = toManifest(today, run, previous, isoNow(clock));
  if (!(await anchors.writeManifest(manifest))) return ended('overtaken');
  return { outcome: 'written', newest: manifest, unreadable };
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
  { startedAt, parts }: Pick<AnchorManifest, 'startedAt' | 'parts'>,
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

import { type AgedSums, sumAged, toExact, totalOf } from '#shared/ledger/ageing/sum-aged.ts';
import type { AgedObligation } from '#shared/models/aged.ts';
import {
  type ListPlace,
  readPlace,
  type SnapshotManifest,
  type SnapshotPart,
  writePlace,
} from '#shared/models/ageing-snapshot.ts';
import { isTracked } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { AgeingSnapshotStore, KindHeads } from '#shared/ports/reports.ts';
import type { RowsDeps } from '#shared/use-cases/statements/whole-rows.ts';
import { writeParts } from '#shared/use-cases/write-parts.ts';
import { type AgeingAsked, ageAll } from './age-obligation.ts';

export type WriteSnapshotDeps = RowsDeps & {
  readonly snapshots: AgeingSnapshotStore;
  readonly heads: KindHeads;
  /** As many obligations as a part has, or a page more. @default 5,000 */
  readonly obligationsPerPart?: number | undefined;
};

export type SnapshotRun = {
  /** `overtaken`: another run is at the same snapshot, and goes on with it. */
  readonly outcome: 'written' | 'there' | 'unfinished' | 'overtaken';
  /** Ids of those that were left out, since their heads are not as our code writes them. */
  readonly unreadable: readonly string[];
};

/** Some 1.5 MB. */
const OBLIGATIONS_PER_PART = 5_000;
const HEADS_AT_ONCE = 100;
const KINDS: readonly ObligationKind[] = ['customer', 'account', 'bill'];
const FIRST_PLACE: ListPlace = { kind: 'customer' };

/**
 * Writes what was owed by age at the end of a day, unless it is there: part by part, and a manifest in the end. Books
 * tell of the end of a day whenever they are asked, so that what comes meanwhile changes nothing, and a run goes on where
 * the one before had no time left.
 *
 * @param until epoch milliseconds; what was begun before is still written
 */
export async function writeSnapshot(
  asked: AgeingAsked,
  until: number,
  deps: WriteSnapshotDeps,
): Promise<SnapshotRun> {
  const { snapshots, clock } = deps;
  const { asOf, zone } = asked;
  const { parts: there, isFinished } = await snapshots.listObjects(asOf);
  const unreadable: string[] = [];
  const ended = (outcome: SnapshotRun['outcome']) => ({ outcome, unreadable });
  if (isFinished) return ended('there');

  const run = await writeParts<SnapshotPart, PartInMind>({
    there,
    read: (name) => snapshots.readPart(asOf, name),
    write: (name, part) => snapshots.writePart(asOf, name, part),
    gather: async (from) => {
      const part = await gatherPart(asked, from, until, deps);
      unreadable.push(...part.unreadable);
      return part;
    },
    summarise: toMind,
    isOver: () => clock.now() >= until,
  });
  if (run.outcome !== 'whole') return ended(run.outcome);
  const { startedAt, parts } = run;
  const isMine = await snapshots.writeManifest({
    ...{ format: 1, asOf, zone, startedAt, finishedAt: isoNow(deps) },
    parts: parts.map(({ name, count }) => ({ name, count })),
    sums: sumParts(parts),
    unreadable: parts.reduce((sum, part) => sum + part.unreadable, 0),
  });
  return ended(isMine ? 'written' : 'overtaken');
}

type PartInMind = {
  readonly name: string;
  readonly count: number;
  readonly unreadable: number;
  readonly sums: AgedSums;
};

function toMind(name: string, { obligations, unreadable }: SnapshotPart): PartInMind {
  return {
    name,
    count: obligations.length,
    unreadable: unreadable.length,
    sums: sumAged(obligations),
  };
}

function sumParts(parts: readonly PartInMind[]): SnapshotManifest['sums'] {
  const all = parts.flatMap(({ sums }) => [...sums]);
  const sums = sumAged(all.map(([currency, aged]) => ({ currency, aged })));
  // One balance that is a slip keeps no night from being written down.
  return [...sums].map(([currency, sum]) => ({ currency, aged: toExact(sum) }));
}

/** At least one page, so that whoever has little time comes forward too. */
async function gatherPart(
  asked: AgeingAsked,
  from: string | undefined,
  until: number,
  deps: WriteSnapshotDeps,
): Promise<SnapshotPart> {
  const { clock, obligationsPerPart = OBLIGATIONS_PER_PART } = deps;
  const startedAt = isoNow(deps);
  const obligations: AgedObligation[] = [];
  const unreadable: string[] = [];
  let next: string | undefined = from;
  do {
    const page = await readPage(asked, next, deps);
    obligations.push(...page.obligations);
    unreadable.push(...page.unreadable);
    next = page.next;
  } while (next !== undefined && obligations.length < obligationsPerPart && clock.now() < until);
  return { format: 1, startedAt, obligations, unreadable, next: next ?? null };
}

/** Of one kind; behind its last page comes the next kind. */
async function readPage(
  asked: AgeingAsked,
  from: string | undefined,
  deps: WriteSnapshotDeps,
): Promise<{
  readonly obligations: readonly AgedObligation[];
  readonly unreadable: readonly string[];
  readonly next: string | undefined;
}> {
  const { kind, after } = from === undefined ? FIRST_PLACE : readPlace(from);
  const page = await deps.heads.listHeads(kind, { after, limit: HEADS_AT_ONCE });
  // Stryker disable next-line MethodExpression: what is not tracked has no entry, and so no age
  const tracked = page.heads.filter(isTracked);
  const aged = await ageAll(tracked, asked, deps);
  const nextKind = KINDS[KINDS.indexOf(kind) + 1];
  const next =
    page.next === undefined ? nextKind && { kind: nextKind } : { kind, after: page.next };
  return {
    obligations: aged.filter((each) => totalOf(each.aged) !== 0),
    unreadable: page.unreadable,
    next: next && writePlace(next),
  };
}

function isoNow({ clock }: RowsDeps): string {
  return new Date(clock.now()).toISOString();
}

import { ServiceError } from '#shared/errors.ts';
import type { AgedObligation } from '#shared/models/aged.ts';
import type { SnapshotManifest } from '#shared/models/ageing-snapshot.ts';
import type { AgeingSnapshots } from '#shared/ports/reports.ts';

export type SnapshotAsked = {
  /** The newest one if undefined. */
  readonly asOf: string | undefined;
  /** How many obligations were shown by the pages before. */
  readonly shown: number;
  readonly limit: number;
};

export type SnapshotPage = {
  readonly manifest: SnapshotManifest;
  readonly obligations: readonly AgedObligation[];
  /** How many were shown by then; undefined on the last page. */
  readonly next: number | undefined;
};

/** @throws ServiceError `ageing.not_taken`, which names the days that there are */
export async function readSnapshot(
  { asOf, shown, limit }: SnapshotAsked,
  snapshots: AgeingSnapshots,
): Promise<SnapshotPage> {
  const manifest = await findManifest(asOf, snapshots);
  const obligations: AgedObligation[] = [];
  let before = 0;
  for (const { name, count } of manifest.parts) {
    const first = Math.max(0, shown - before);
    const end = Math.min(count, shown + limit - before);
    before += count;
    if (first >= end) continue;
    const part = await snapshots.readPart(manifest.asOf, name);
    obligations.push(...part.obligations.slice(first, end));
  }
  return { manifest, obligations, next: shown + limit < before ? shown + limit : undefined };
}

async function findManifest(
  asOf: string | undefined,
  snapshots: AgeingSnapshots,
): Promise<SnapshotManifest> {
  if (asOf === undefined) {
    const newest = await findNewestSnapshot(snapshots);
    if (newest) return newest;
    throw new ServiceError(
      'ageing.not_taken',
      'No day is written down yet: the first one is within an hour and a quarter of its end in the zone of the stage',
    );
  }
  const { isFinished } = await snapshots.listObjects(asOf);
  if (isFinished) return snapshots.readManifest(asOf);
  throw await notTaken(asOf, snapshots);
}

async function notTaken(asOf: string, snapshots: AgeingSnapshots): Promise<ServiceError> {
  const days = await snapshots.listDays();
  const [oldest, newest] = await Promise.all([
    findFinished(days, snapshots),
    findFinished(days.toReversed(), snapshots),
  ]);
  const members = { oldest, newest };
  return new ServiceError(
    'ageing.not_taken',
    oldest === undefined
      ? `${asOf} is not written down, nor is any other day yet`
      : `${asOf} is not written down: the oldest day is ${oldest}, the newest ${newest}`,
    { members },
  );
}

/** The manifest of the newest day that is written down whole. */
export async function findNewestSnapshot(
  snapshots: AgeingSnapshots,
): Promise<SnapshotManifest | undefined> {
  const newest = await findFinished((await snapshots.listDays()).toReversed(), snapshots);
  return newest === undefined ? undefined : snapshots.readManifest(newest);
}

async function findFinished(
  days: readonly string[],
  snapshots: AgeingSnapshots,
): Promise<string | undefined> {
  for (const day of days) {
    if ((await snapshots.listObjects(day)).isFinished) return day;
  }
  return undefined;
}

import { type Aged, BUCKETS, type Bucket } from '#shared/models/aged.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import { toAged } from './buckets.ts';

/** An entry as far as its age matters. */
export type AgeingLine = Pick<
  StatementLine,
  'key' | 'amount' | 'effectiveAt' | 'recordedAt' | 'adjusts' | 'reverses'
>;

/** What is known of the age of a balance, once some of its entries were read, the newest first. */
export type Ageing = {
  readonly balance: number;
  /** What was raised by the entries that were read and was not undone since, each bucket up to the balance. */
  readonly raised: Aged;
  /** By how much entries that were not read yet are undone, by key. */
  readonly undone: ReadonlyMap<string, number>;
  /** No entry that was not read yet is in a younger one. */
  readonly next: Bucket;
};

/** An entry takes effect a day after it was recorded at the latest (`timesOf` in enter.ts), and so does whichever is older. */
const AHEAD_MS_MAX = 86_400_000;

/** Before an entry was read. */
export function beginAgeing(balance: number): Ageing {
  return { balance, raised: toAged(() => 0), undone: new Map(), next: BUCKETS[0] };
}

/**
 * Reads on, towards older entries. Payments cover the oldest charges first, so what is owed is the newest of what was
 * raised. Whatever undoes an entry is netted with it, at the time when that took effect.
 *
 * @param lines the newest first, without a gap to those before
 * @param bucketAt where that is which became owed at a moment
 */
export function readOlder(
  before: Ageing,
  lines: readonly AgeingLine[],
  bucketAt: (moment: string) => Bucket,
): Ageing {
  const oldest = lines.at(-1);
  if (!oldest) return before;
  const { balance } = before;
  const undone = new Map(before.undone);
  const raised = { ...before.raised };
  for (const line of lines) {
    const original = line.adjusts ?? line.reverses;
    if (original !== undefined) {
      undone.set(original, (undone.get(original) ?? 0) + line.amount);
      continue;
    }
    const amount = Math.max(0, line.amount + (undone.get(line.key) ?? 0));
    const bucket = bucketAt(line.effectiveAt);
    // No more than the balance is asked of it, and no sum leaves the numbers that are exact.
    raised[bucket] = Math.min(Math.max(0, balance), raised[bucket] + amount);
  }
  const until = new Date(Date.parse(oldest.recordedAt) + AHEAD_MS_MAX).toISOString();
  return { balance, raised, undone, next: bucketAt(until) };
}

/** Whether entries that are older still could change nothing of {@link ageOf}. */
export function isDecided({ balance, raised, next }: Ageing): boolean {
  if (next === 'over_90') return true;
  const upToNext = BUCKETS.slice(0, BUCKETS.indexOf(next) + 1);
  return upToNext.reduce((left, bucket) => left - raised[bucket], balance) <= 0;
}

/** By the entries that were read: all of them, or as many as decide it. Of a credit all is in the youngest bucket. */
export function ageOf({ balance, raised }: Ageing): Aged {
  let left = balance;
  return toAged((bucket) => {
    const taken = bucket === 'over_90' ? left : Math.min(left, raised[bucket]);
    left -= taken;
    return taken;
  });
}

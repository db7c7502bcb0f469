import type { StatementLine } from '#shared/models/entry.ts';
import type { TrackedObligation } from '#shared/models/obligation.ts';
import type { WholeRows } from './whole-rows.ts';

/** Between two entries: the number of the one before it, when that was recorded, and the balance there. */
export type Edge = {
  readonly sequence: number;
  readonly balance: number;
  readonly recordedAt: string;
};

/** Before the first entry. */
const BEGINNING: Edge = { sequence: 0, balance: 0, recordedAt: '' };

/** Behind the newest entry, as the head says. */
export function newestEdge({ sequence, balance, recordedAt, openedAt }: TrackedObligation): Edge {
  return { sequence, balance, recordedAt: recordedAt ?? openedAt };
}

/** Behind an entry that exists. @throws ServiceError `ledger.busy` */
export async function edgeAfter(sequence: number, newest: Edge, rows: WholeRows): Promise<Edge> {
  if (sequence === 0) return BEGINNING;
  if (sequence === newest.sequence) return newest;
  return toEdge(await rows.at(sequence));
}

/**
 * Behind the last entry that was recorded before a moment. Times of recording never go back, so halving finds it:
 * it reads as many rows as the number of entries has binary digits.
 *
 * @param moment ISO 8601 in UTC; undefined: before all
 * @param newest behind the last entry that may be it
 * @throws ServiceError `ledger.busy`
 */
export async function findEdge(
  moment: string | undefined,
  newest: Edge,
  rows: WholeRows,
): Promise<Edge> {
  if (moment === undefined) return BEGINNING;
  if (newest.recordedAt < moment) return newest;
  let edge = BEGINNING;
  let end = newest.sequence;
  while (end - edge.sequence > 1) {
    const middle = toEdge(await rows.at(Math.floor((edge.sequence + end) / 2)));
    if (middle.recordedAt < moment) edge = middle;
    else end = middle.sequence;
  }
  return edge;
}

function toEdge({ sequence, endingBalance: balance, recordedAt }: StatementLine): Edge {
  return { sequence, balance, recordedAt };
}

import { sumWaiting } from '#shared/ledger/summary/sum-waiting.ts';
import {
  WAITING_KINDS,
  type WaitingAmount,
  type WaitingKind,
  type WaitingSum,
} from '#shared/models/summary.ts';
import type { WaitingAmounts } from '#shared/ports/reports.ts';

/** What waits now, with what it was told to be worth. */
export async function readWaiting(amounts: WaitingAmounts): Promise<readonly WaitingSum[]> {
  const found = await Promise.all(WAITING_KINDS.map((kind) => readKind(kind, amounts)));
  return sumWaiting(found.flat());
}

async function readKind(
  kind: WaitingKind,
  amounts: WaitingAmounts,
): Promise<readonly WaitingAmount[]> {
  const waiting: WaitingAmount[] = [];
  let cursor: string | undefined;
  do {
    const page = await amounts.listWaitingAmounts(kind, cursor);
    waiting.push(...page.waiting);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return waiting;
}

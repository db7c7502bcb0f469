import { type AnchoredHead, AnchoredHeads } from '#shared/ledger/audit/anchored-heads.ts';
import type { SignatureCheck } from '#shared/ledger/audit/audit-evidence.ts';
import type { AuditTotals } from '#shared/ledger/audit/audit-totals.ts';
import type { Breach } from '#shared/ledger/audit/breach.ts';
import { BREACHES_KEPT_MAX, LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import type { SavedAudit } from '#shared/ledger/audit/saved-audit.ts';
import { addItem } from './add-item.ts';
import { type RecheckDeps, recheck } from './recheck.ts';
import { recheckAnchored } from './recheck-anchored.ts';
import { recheckDecision } from './recheck-decision.ts';
import { recheckReconciled } from './recheck-reconciled.ts';

export type VerifyDeps = RecheckDeps & {
  /** Read units that may be consumed in a second. @default as many as there are */
  readonly unitsPerSecond?: number | undefined;
  /** @default no signature is looked at */
  readonly isSigned?: SignatureCheck | undefined;
  /** What to compare with. @default nothing */
  readonly anchored?: readonly AnchoredHead[] | undefined;
  /** After each page, with all that it takes to go on from there. */
  onPage?(progress: Progress): void;
  /** Once all is scanned, after each few of the obligations that are read again. */
  onRecheck?(done: number, all: number): void;
};

export type Progress = {
  readonly items: number;
  readonly readUnits: number;
  /** Good until the next page. */
  save(): SavedScan;
};

/** Where a scan stopped. */
export type SavedScan = {
  /** Absent if all is scanned, and suspects were left to be read again. */
  readonly cursor?: string | undefined;
  readonly items: number;
  readonly audit: SavedAudit;
  /** Anchored heads that were not seen yet. */
  readonly unseen: readonly AnchoredHead[];
};

/** Unmatched events that the sweep should have applied by now. No promise is broken, but money waits. */
export type Overdue = {
  readonly obligationId: string;
  readonly count: number;
  readonly since: string;
};

export type Verdict = {
  /** The first ones; `breachCount` counts all. */
  readonly breaches: readonly Breach[];
  readonly breachCount: number;
  readonly overdue: readonly Overdue[];
  readonly totals: AuditTotals;
  /** Obligations that were read again, most of them since they were paid meanwhile. */
  readonly rechecked: number;
  readonly readUnits: number;
};

const SLEEP_MS_MAX = 200;
const RECHECKED_AT_ONCE = 8;
/** Three times the sweep's interval. */
const OVERDUE_AFTER_MS = 15 * 60_000;

/**
 * Verifies promises 1, 5 and 7 of a ledger, which others may write to meanwhile. Each item is read once, and what
 * does not add up then is read again before it is called a breach: a payment that was applied between two
 * pages is half seen, and nothing that is wrong mends itself.
 *
 * @param stop asked to end early, between two pages; then the verdict is undefined.
 */
export async function verifyLedger(
  deps: VerifyDeps,
  { saved, stop }: { saved?: SavedScan | undefined; stop?: AbortSignal | undefined } = {},
): Promise<Verdict | undefined> {
  const audit = new LedgerAudit(saved?.audit, deps.isSigned);
  const anchored = new AnchoredHeads(saved?.unseen ?? deps.anchored ?? []);
  const isWhole = await scan({ audit, anchored }, deps, saved, stop);
  if (!isWhole) return undefined;

  const suspects = audit.suspects();
  const again = [
    ...suspects.map((suspect) => () => recheck(suspect, deps)),
    ...anchored.unseen().map((heads) => () => recheckAnchored(heads, deps)),
    ...audit.unseenDecisions().map((unseen) => () => recheckDecision(unseen, deps.reader)),
    ...audit.reconciled.unpaired().map((row) => () => recheckReconciled(row, deps.reader)),
  ];
  const found: Breach[] = [];
  let foundCount = 0;
  for (let start = 0; start < again.length; start += RECHECKED_AT_ONCE) {
    if (stop?.aborted) return undefined;
    const some = again.slice(start, start + RECHECKED_AT_ONCE);
    const breaches = (await Promise.all(some.map((read) => read()))).flat();
    foundCount += breaches.length;
    found.push(...breaches.slice(0, BREACHES_KEPT_MAX - found.length));
    deps.onRecheck?.(start + some.length, again.length);
  }
  return {
    // What one item is by itself comes first: it is the cause of what does not add up.
    breaches: [...audit.breaches, ...found],
    breachCount: foundCount + audit.breachCount,
    overdue: await findOverdue(audit, deps),
    totals: audit.totals,
    rechecked: again.length,
    readUnits: deps.reader.readUnits,
  };
}

async function scan(
  { audit, anchored }: { readonly audit: LedgerAudit; readonly anchored: AnchoredHeads },
  { reader, clock, unitsPerSecond, onPage }: VerifyDeps,
  saved: SavedScan | undefined,
  stop: AbortSignal | undefined,
): Promise<boolean> {
  if (saved && saved.cursor === undefined) return true;
  const startedAt = clock.now();
  let items = saved?.items ?? 0;
  let cursor = saved?.cursor;
  do {
    if (stop?.aborted) return false;
    const page = await reader.readPage(cursor);
    for (const item of page.items) {
      addItem(audit, item);
      if (item.kind === 'entry') anchored.addEntry(item.entry);
    }
    items += page.items.length;
    cursor = page.cursor;
    onPage?.({
      items,
      readUnits: reader.readUnits,
      save: () => ({
        cursor: page.cursor,
        items,
        audit: audit.save(),
        unseen: anchored.unseen().flat(),
      }),
    });
    const dueAt =
      unitsPerSecond === undefined ? 0 : startedAt + (reader.readUnits / unitsPerSecond) * 1000;
    // In short sleeps, so that whoever wants to stop need not wait for a page's worth of them.
    while (clock.now() < dueAt && !stop?.aborted) {
      await clock.sleep(Math.min(SLEEP_MS_MAX, dueAt - clock.now()));
    }
  } while (cursor !== undefined);
  return true;
}

/** The oldest event of each obligation decides, and only if it waits still. */
async function findOverdue(
  audit: LedgerAudit,
  { reader, clock }: VerifyDeps,
): Promise<readonly Overdue[]> {
  const overdue: Overdue[] = [];
  for (const { obligationId, count, oldest } of audit.overdue()) {
    const isLate = clock.now() - Date.parse(oldest.receivedAt) > OVERDUE_AFTER_MS;
    if (!isLate || !(await reader.isWaiting(oldest.key))) continue;
    overdue.push({ obligationId, count, since: oldest.receivedAt });
  }
  return overdue;
}

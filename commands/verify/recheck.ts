import { auditRedactions } from '#shared/ledger/audit/audit-redaction.ts';
import { auditReferences } from '#shared/ledger/audit/audit-references.ts';
import { auditStatement } from '#shared/ledger/audit/audit-statement.ts';
import type { Breach } from '#shared/ledger/audit/breach.ts';
import type { Suspect } from '#shared/ledger/audit/suspect.ts';
import type { ChainedLine } from '#shared/models/chain.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { kindOf } from '#shared/models/obligation-id.ts';
import type { Redaction } from '#shared/models/redaction.ts';
import type { LedgerReader } from '#shared/ports/ledger-reader.ts';
import type { Clock } from '#shared/ports/world.ts';

export type RecheckDeps = {
  readonly reader: LedgerReader;
  readonly clock: Clock;
  /** How long the index of a ledger may lag behind it. */
  readonly indexLagMs: number;
};

const FIRST_WAIT_MS = 100;

/**
 * Reads one obligation again and says what is wrong with it, while payments on it may go on. Obligation and
 * entries are written together and an entry never changes, so with the obligation read before and after its
 * entries:
 *
 * - the entries that the obligation counted before are all there by now: one that is missing is a gap, once the
 *   index had the time to show it;
 * - an entry that was listed is counted by the obligation that was read afterwards: one beyond that is a breach;
 * - the entries in between came while we read, and are not looked at, nor what is counted of what they undid.
 */
export async function recheck(suspect: Suspect, deps: RecheckDeps): Promise<readonly Breach[]> {
  const { obligationId, references, redactions } = suspect;
  const { reader } = deps;
  const before = await reader.findObligation(obligationId);
  // Told already, as an item that cannot be read.
  if (before === 'unreadable') return [];
  const lines = await listLines(obligationId, before?.sequence ?? 0, deps);
  const undone = await reader.listUndone(obligationId);
  const after = await reader.findObligation(obligationId);
  if (after === 'unreadable') return [];
  if (before === undefined && after !== undefined) return recheck(suspect, deps);

  const counted = before?.sequence ?? 0;
  const countedSince = after?.sequence ?? 0;
  const isSettled = (sequence: number) => sequence <= counted || sequence > countedSince;
  const settled = lines.filter(({ sequence }) => isSettled(sequence));
  return [
    ...auditStatement(obligationId, before, settled, undone, isSettled),
    ...auditReferences(
      obligationId,
      before,
      await leadingTo(obligationId, before, references, reader),
    ),
    ...auditRedactions(await unrecordedOf(redactions, reader)),
  ];
}

/** Waits for the index until it shows every entry that the obligation counts, or for as long as it may lag. */
export async function listLines(
  obligationId: string,
  counted: number,
  { reader, clock, indexLagMs }: RecheckDeps,
): Promise<readonly ChainedLine[]> {
  let lines = await reader.listLines(obligationId);
  let waited = 0;
  for (let wait = FIRST_WAIT_MS; waited < indexLagMs && !isComplete(lines, counted); wait *= 2) {
    await clock.sleep(wait);
    waited += wait;
    lines = await reader.listLines(obligationId);
  }
  return lines;
}

function isComplete(lines: readonly ChainedLine[], counted: number): boolean {
  const sequences = new Set(lines.map(({ sequence }) => sequence));
  for (let sequence = 1; sequence <= counted; sequence += 1) {
    if (!sequences.has(sequence)) return false;
  }
  return true;
}

/** An erasure is recorded before anything goes with it. */
async function unrecordedOf(
  redactions: readonly Redaction[],
  reader: LedgerReader,
): Promise<readonly Redaction[]> {
  const unrecorded: Redaction[] = [];
  for (const redaction of redactions) {
    if (!(await reader.isErasureRecorded(redaction))) unrecorded.push(redaction);
  }
  return unrecorded;
}

/** Those of the references that lead to the obligation now, its own among them. */
async function leadingTo(
  obligationId: string,
  obligation: Obligation | undefined,
  seen: readonly string[],
  reader: LedgerReader,
): Promise<readonly string[]> {
  const leading: string[] = [];
  for (const reference of new Set([
    ...seen,
    ...(obligation ? [obligation.externalReference] : []),
  ])) {
    if ((await reader.findObligationId(kindOf(obligationId), reference)) === obligationId)
      leading.push(reference);
  }
  return leading;
}

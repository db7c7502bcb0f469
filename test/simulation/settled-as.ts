import type { Entry } from '#shared/models/entry.ts';
import { type HeldEvent, isResolved } from '#shared/models/held-event.ts';
import { isTracked } from '#shared/models/obligation.ts';
import type { MemoryTable } from '#test/support/memory-table.ts';
import { containedAs, isJudgedAsContained } from './contained-in-opening.ts';
import type { Facts, Telling } from './tellings.ts';

/** What an event became, and what it should be: `entered`, or how it is held. */
export type Settled = { readonly is: string; readonly expected: string };

type Told = ReadonlyMap<string, Telling>;
type Payment = Extract<Telling['means'], { readonly kind: 'payment' }>;

const APPLICATION = 'obligation.amount_applied';

/** @param byHash all that was told, also by those who were not acknowledged yet. */
export function settledAs({ hash, means }: Telling, table: MemoryTable, byHash: Told): Settled {
  const held = table.held.get(hash);
  const is = held?.state ?? 'nowhere';
  if (means.kind !== 'payment') return { is, expected: means.kind };
  const decided = decidedAs(means, held, table);
  if (decided) return decided;
  const obligation = table.obligations.get(means.obligationId);
  if (!obligation) return { is, expected: 'unmatched' };
  if (!isTracked(obligation)) return { is, expected: 'quarantined' };
  const entry = table.entries.get(means.facts.paymentKey);
  if (held && isJudgedAsContained(held)) {
    const expected = containedAs(means.facts.paidAt, held, obligation);
    if (expected !== undefined) return { is, expected };
    return { is, expected: isToldWithoutTime(means, byHash) ? 'quarantined' : 'entered' };
  }
  if (held?.reason === 'perhaps_told_twice') {
    return { is, expected: isInDoubt(means, table, byHash) ? 'quarantined' : 'entered' };
  }
  if (!entry) {
    const isOvertaken = held?.reason === 'payment_retold' && isAppliedInDoubt(means, table, byHash);
    return { is, expected: isOvertaken ? 'quarantined' : 'entered' };
  }
  if (held?.state !== 'stale') return settledBeside(entry, means, held?.state, table, byHash);
  // Kept of a delivery of the wrong age, beside what a fresh one came to: it goes with the next sweep.
  const settled = settledBeside(entry, means, undefined, table, byHash);
  return settled.is === settled.expected ? settled : { is, expected: settled.expected };
}

/** What a person decided: its payment has no entry where it was told, or has one of this very event's. */
function decidedAs(
  { facts }: Payment,
  held: HeldEvent | undefined,
  { entries, doubts }: MemoryTable,
): Settled | undefined {
  const settled = doubts.get(facts.paymentKey)?.settled;
  const resolution = held && isResolved(held) ? held.resolution : undefined;
  if (!settled && !resolution) return undefined;
  if (settled && entries.has(facts.paymentKey)) return { is: 'entered', expected: 'settled' };
  // What was judged at the same time waits for the person still, and moves nothing.
  if (settled) return { is: held?.state ?? 'settled', expected: held?.state ?? 'settled' };
  const { entry } = resolution ?? {};
  const isThere = entry === undefined || entries.has(entry);
  return { is: isThere ? 'decided' : 'without its entry', expected: 'decided' };
}

/** The payment is entered: by this telling, or by one that it agrees with or not. */
function settledBeside(
  entry: Entry,
  { facts }: Payment,
  held: string | undefined,
  { entries, tellings }: MemoryTable,
  byHash: Told,
): Settled {
  const first = factsOf(entry, byHash);
  if (!first || entry.amount !== -first.amount) {
    return { is: `entered with ${entry.amount}`, expected: `${-(first?.amount ?? 0)}` };
  }
  const is = held ?? 'entered';
  if (facts.type === first.type) {
    const agrees = facts.amount === first.amount && facts.dataId === first.dataId;
    return { is, expected: agrees ? 'entered' : 'quarantined' };
  }
  // A Payment Request that is told after what was applied of it is kept beside it, whatever it says.
  if (facts.type !== APPLICATION) {
    const isKept = held !== undefined || tellings.has(facts.paymentKey);
    return { is: isKept ? is : 'not kept', expected: 'entered' };
  }
  const adjustment = entries.get(`applied:${facts.paymentKey}`);
  const applied = [adjustment, tellings.get(facts.paymentKey)]
    .map((kept) => kept && factsOf(kept, byHash))
    .find((kept) => kept !== undefined);
  if (!applied) return { is: held ?? 'not adjusted', expected: 'entered' };
  // It says what the Payment Request said, and changes nothing: nobody looks whether that was put right since.
  if (adjustment && facts.amount === first.amount) return { is, expected: held ?? 'entered' };
  if (facts.amount !== applied.amount) return { is, expected: 'quarantined' };
  if (facts.dataId !== applied.dataId) return { is, expected: 'quarantined' };
  const whole = entry.amount + (adjustment?.amount ?? 0);
  return { is: whole === -facts.amount ? is : `counted as ${whole}`, expected: 'entered' };
}

/** Whatever an event of this type tells of the payment may be held then. */
function isToldWithoutTime({ facts }: Payment, byHash: Told): boolean {
  return [...byHash.values()].some(
    ({ means }) =>
      means.kind === 'payment' &&
      means.facts.paymentKey === facts.paymentKey &&
      means.facts.type === facts.type &&
      means.facts.paidAt === undefined,
  );
}

/** Whatever an event of this type says of the payment, once one of them may have told of another. */
function isInDoubt({ facts }: Payment, table: MemoryTable, byHash: Told): boolean {
  return [...byHash.values()]
    .map((telling) => telling.means)
    .filter((told) => told.kind === 'payment')
    .filter((told) => told.facts.paymentKey === facts.paymentKey && told.facts.type === facts.type)
    .some((told) => isSameUnderAnotherId(told, table, byHash));
}

/** An application told of the same payment with another amount, and is kept as in doubt. */
function isAppliedInDoubt({ facts }: Payment, { doubts }: MemoryTable, byHash: Told): boolean {
  const applied = doubts.get(facts.paymentKey)?.applied;
  if (applied === undefined || applied === facts.amount || facts.type === APPLICATION) return false;
  return [...byHash.values()].some(
    ({ means }) =>
      means.kind === 'payment' &&
      means.facts.paymentKey === facts.paymentKey &&
      means.facts.type === APPLICATION &&
      means.facts.amount === applied,
  );
}

function isSameUnderAnotherId(
  { obligationId, facts }: Payment,
  { entries }: MemoryTable,
  byHash: Told,
): boolean {
  return [...entries.values()].some((entry) => {
    if (entry.type !== 'payment' || entry.obligationId !== obligationId) return false;
    const other = factsOf(entry, byHash);
    return (
      entry.key !== facts.paymentKey && other?.type !== facts.type && other?.amount === facts.amount
    );
  });
}

function factsOf({ cause }: Pick<Entry, 'cause'>, byHash: Told): Facts | undefined {
  const means = cause.kind === 'event' ? byHash.get(cause.hash)?.means : undefined;
  return means?.kind === 'payment' ? means.facts : undefined;
}

import type { ChainedLine } from '#shared/models/chain.ts';
import { isOfChange, type StatementLine } from '#shared/models/entry.ts';
import { isTracked, type Obligation, type TrackedObligation } from '#shared/models/obligation.ts';
import type { Undone } from '#shared/models/undone.ts';
import { auditChain } from './audit-chain.ts';
import { auditPaid } from './audit-paid.ts';
import { auditUndone } from './audit-undone.ts';
import { type Breach, toAuditedLine } from './breach.ts';

/**
 * Promises 1, 5 and 7, for one obligation and all its entries in any order: the balance is the sum of the entries, each
 * ending balance the sum so far, the sequence has no gap and no repeat, the chain is whole, and none is undone by more
 * than its amount.
 *
 * @param undone what is counted of its entries as undone
 * @param isSettled whether an entry is among those that are given, where others came meanwhile
 */
export function auditStatement(
  obligationId: string,
  obligation: Obligation | undefined,
  entries: readonly ChainedLine[],
  undone: readonly Undone[] = [],
  isSettled?: (sequence: number) => boolean,
): readonly Breach[] {
  const lines = entries.toSorted(
    (left, right) => left.sequence - right.sequence || left.key.localeCompare(right.key),
  );
  if (!obligation) {
    if (lines.length === 0) return auditUndone(obligationId, lines, undone);
    const message = `${lines.length} of its entries are there, but the obligation is not`;
    return [
      { kind: 'obligation_missing', obligationId, message, entries: lines.map(toAuditedLine) },
    ];
  }
  const counted = auditCount(obligation, lines);
  if (isTracked(obligation)) {
    return [
      ...auditTracked(obligation, lines),
      ...auditUndone(obligationId, lines, undone, isSettled),
      ...counted,
    ];
  }
  if (lines.length === 0) return counted;
  const message = `it tracks no balance, but has ${lines.length} entries`;
  return [
    { kind: 'balance_not_tracked', obligationId, message, entries: lines.map(toAuditedLine) },
    ...counted,
  ];
}

function auditTracked(
  obligation: TrackedObligation,
  lines: readonly ChainedLine[],
): readonly Breach[] {
  const { id: obligationId, balance, currency } = obligation;
  const sum = Number(lines.reduce((total, { amount }) => total + BigInt(amount), 0n));
  const breaches = [
    ...auditCurrency(obligation, lines),
    ...auditSequence(obligation, lines),
    ...auditEndingBalances(obligation, lines),
    ...auditAdjustments(obligation, lines),
    ...auditChain(obligation, lines),
    ...auditPaid(obligation, lines),
  ];
  if (balance === sum) return breaches;
  const message = `the balance is ${balance}, but its ${lines.length} entries add up to ${sum}`;
  const amounts = { found: balance, expected: sum };
  return [
    ...breaches,
    { kind: 'balance_wrong', obligationId, message, amounts, currency, entries: [] },
  ];
}

function auditCount(
  { id, sequence, currency }: Obligation,
  lines: readonly StatementLine[],
): Breach[] {
  const newest = lines.at(-1);
  if (sequence === (newest?.sequence ?? 0)) return [];
  const message = newest
    ? `the obligation counts ${sequence} entries, but the newest has sequence ${newest.sequence}`
    : `the obligation counts ${sequence} entries, but there is none`;
  const entries = newest ? [toAuditedLine(newest)] : [];
  return [{ kind: 'sequence_wrong', obligationId: id, message, currency, entries }];
}

function auditCurrency(
  { id, currency }: TrackedObligation,
  lines: readonly StatementLine[],
): Breach[] {
  const others = lines.filter((line) => line.currency !== currency);
  if (others.length === 0) return [];
  const message = `the balance is in ${currency}, but ${others.length} entries are not`;
  const entries = others.map(toAuditedLine);
  return [{ kind: 'currency_mixed', obligationId: id, message, entries }];
}

function auditSequence(
  { id, currency }: TrackedObligation,
  lines: readonly StatementLine[],
): Breach[] {
  return lines.flatMap((line, index): Breach[] => {
    const before = lines[index - 1];
    const last = before?.sequence ?? 0;
    if (line.sequence === last + 1) return [];
    const entries = [...(before ? [before] : []), line].map(toAuditedLine);
    if (line.sequence === last) {
      const message = `sequence ${last} is there more than once`;
      return [{ kind: 'sequence_repeated', obligationId: id, message, currency, entries }];
    }
    const message =
      line.sequence === last + 2
        ? `entry ${last + 1} is missing`
        : `entries ${last + 1} to ${line.sequence - 1} are missing`;
    const moved = line.endingBalance - line.amount - (before?.endingBalance ?? 0);
    return [{ kind: 'sequence_gap', obligationId: id, message, moved, currency, entries }];
  });
}

/**
 * One breach for each wrong line: what follows is counted on from whichever balance the next line counts on
 * from, so that one edited line does not make all later ones look wrong.
 */
function auditEndingBalances(
  { id, balance, currency }: TrackedObligation,
  lines: readonly StatementLine[],
): Breach[] {
  let before = 0;
  return lines.flatMap((line, index): Breach[] => {
    const next = lines[index + 1];
    const isLinked = line.sequence === (lines[index - 1]?.sequence ?? 0) + 1;
    const start = isLinked ? before : line.endingBalance - line.amount;
    const expected = start + line.amount;
    const countedOnFrom = next ? next.endingBalance - next.amount : balance;
    before = countedOnFrom === expected ? expected : line.endingBalance;
    if (line.endingBalance === expected) return [];
    const amounts = { found: line.endingBalance, expected };
    const message = `entry ${line.sequence} ends at ${line.endingBalance}, but ${start} before it and its amount ${line.amount} make ${expected}`;
    const entries = [toAuditedLine(line)];
    return [
      { kind: 'ending_balance_wrong', obligationId: id, message, amounts, currency, entries },
    ];
  });
}

/** An adjustment makes up for what its payment's entry and what was applied differ by. */
function auditAdjustments(
  { id, currency }: TrackedObligation,
  lines: readonly StatementLine[],
): Breach[] {
  return lines.flatMap((line): Breach[] => {
    if (line.type !== 'adjustment' || isOfChange(line)) return [];
    const adjusted = lines.find(({ key, type }) => type === 'payment' && key === line.adjusts);
    const expected = (line.applied ?? 0) - (adjusted?.amount ?? 0);
    if (adjusted && line.amount === expected) return [];
    const message = adjusted
      ? `entry ${line.sequence} adjusts ${adjusted.key} by ${line.amount}, but what was applied makes ${expected}`
      : `entry ${line.sequence} adjusts ${line.adjusts}, which is not there`;
    const entries = [...(adjusted ? [adjusted] : []), line].map(toAuditedLine);
    return [{ kind: 'adjustment_wrong', obligationId: id, message, currency, entries }];
  });
}

import type { AuditedLine, Breach, BreachKind } from '#shared/ledger/audit/breach.ts';
import { formatAmount } from '#shared/models/format-amount.ts';
import type { QueueDepth } from '#shared/ports/queue-depth.ts';
import { anchorJson, anchorLines, type ComparedAnchor } from './report-anchor.ts';
import type { Verdict } from './verify-ledger.ts';

const TITLES: Readonly<Record<BreachKind, string>> = {
  balance_wrong: 'The balance is not the sum of its entries',
  ending_balance_wrong: 'An ending balance is not the sum of the entries so far',
  sequence_gap: 'Entries are missing',
  sequence_repeated: 'Two entries have the same place',
  sequence_wrong: 'The obligation counts other entries than are there',
  currency_mixed: 'Entries are in another currency',
  balance_not_tracked: 'Entries without a balance',
  chain_broken: 'Entries were changed, put there or replaced',
  obligation_missing: 'Entries without an obligation',
  key_wrong: 'An entry is kept under another key than its own, so it could happen twice',
  cause_wrong: 'An entry has a cause that none of its type can have',
  adjustment_wrong: 'An adjustment is not what its payment and what was applied differ by',
  event_missing: 'An entry has lost what caused it',
  event_altered: 'A raw event was changed',
  event_contradicts: 'An entry is not what its raw event says',
  reference_missing: 'An obligation is not found by its reference',
  reference_wrong: 'A reference leads to the wrong obligation',
  rolled_back: 'The ledger is not what was anchored',
  unreadable: 'An item is not as our code writes it',
};

const LINES_SHOWN_MAX = 5;
const OVERDUE_SHOWN_MAX = 5;

export type Run = {
  readonly source: string;
  readonly seconds: number;
  /** Absent where it was not looked at. */
  readonly queue?: QueueDepth | undefined;
  /** Absent where the ledger was compared with none. */
  readonly anchor?: ComparedAnchor | undefined;
};

const NEVER_LOOKED_AT = [
  'what Moment did not deliver',
  'whether an opening balance is what was asked for',
];

/** What was found, for a person: breaches by obligation, what waits, and a summary. */
export function reportLines(
  verdict: Verdict,
  show: number,
  { seconds, queue, anchor }: Run,
): string[] {
  const { breaches, breachCount, overdue, totals } = verdict;
  const shown = Map.groupBy(breaches.slice(0, show), ({ obligationId }) => obligationId);
  const lines = [...shown].flatMap(([obligationId, some]) => [
    obligationId ?? 'Of no obligation',
    ...some.flatMap(breachLines),
    '',
  ]);
  const hidden = breachCount - Math.min(show, breaches.length);
  if (hidden > 0) lines.push(`... and ${hidden} more breaches; --show N shows more`, '');
  for (const { obligationId, count, since } of overdue.slice(0, OVERDUE_SHOWN_MAX)) {
    const events = count === 1 ? 'An event waits' : `${count} events wait`;
    lines.push(`Note: ${events} for ${obligationId} since ${since}, though it exists`);
  }
  if (overdue.length > 0) {
    lines.push(
      `Note: ${overdue.length} obligations have events that the sweep should have applied`,
      '',
    );
  }
  const balances = Object.entries(totals.balances).map(([currency, sum]) =>
    formatAmount(sum, currency),
  );
  const verdictLine =
    breachCount === 0
      ? 'Every promise holds'
      : `${plural(breachCount, 'breach', 'breaches')} found`;
  return [
    ...lines,
    ...queueLines(queue),
    ...anchorLines(anchor),
    `Not looked at: ${notLookedAt(queue, anchor).join('; ')}`,
    verdictLine,
    `  ${plural(totals.obligations, 'obligation')}, ${plural(totals.entries, 'entry', 'entries')}, ${plural(totals.events, 'raw event')} hashed and read again, ${totals.heldEvents} of them held`,
    `  balances ${balances.join(', ') || 'none'}`,
    `  ${plural(verdict.rechecked, 'obligation')} read twice, ${Math.round(verdict.readUnits)} read units, ${seconds.toFixed(1)} s`,
  ];
}

/** The same for a program. Amounts in minor units. */
export function reportJson(verdict: Verdict, show: number, run: Run): string {
  const { source, seconds, queue, anchor } = run;
  const { breaches, breachCount, overdue, totals, rechecked, readUnits } = verdict;
  const report = {
    source,
    holds: breachCount === 0,
    breach_count: breachCount,
    breaches: breaches.slice(0, show).map(({ obligationId, entries, ...breach }) => ({
      ...breach,
      obligation_id: obligationId,
      entries: entries.map(({ endingBalance, ...line }) => ({
        ...line,
        ending_balance: endingBalance,
      })),
    })),
    overdue: overdue.map(({ obligationId, count, since }) => ({
      obligation_id: obligationId,
      count,
      since,
    })),
    obligations: totals.obligations,
    entries: totals.entries,
    events: totals.events,
    held_events: totals.heldEvents,
    // As text, since a sum over customers may be more than a double holds.
    balances: Object.fromEntries(
      Object.entries(totals.balances).map(([currency, sum]) => [currency, String(sum)]),
    ),
    queue: queue ? { ...queue, dead: queue.dead ?? null } : null,
    anchor: anchorJson(anchor),
    not_looked_at: notLookedAt(queue, anchor),
    rechecked,
    read_units: readUnits,
    seconds,
  };
  return JSON.stringify(report, null, 2);
}

/** What waits is in no balance yet: no promise is broken by it, but money waits. */
function queueLines(queue: QueueDepth | undefined): string[] {
  if (!queue) return [];
  const { name, waiting, dead } = queue;
  const given = dead === undefined ? '' : `, ${dead} dead`;
  const line = `Queue ${visible(name)}: ${plural(waiting, 'message')} waiting${given}`;
  return waiting + (dead ?? 0) === 0
    ? [line]
    : [line, 'Note: what these tell is in no balance yet'];
}

function notLookedAt(
  queue: QueueDepth | undefined,
  anchor: ComparedAnchor | undefined,
): readonly string[] {
  const rolledBack = anchor ? [] : ['a rollback of it all (--anchors WHERE)'];
  if (!queue) return ['the queue of deliveries (--queue NAME)', ...rolledBack, ...NEVER_LOOKED_AT];
  return queue.dead === undefined
    ? ['dead letters (--dead-letters NAME)', ...rolledBack, ...NEVER_LOOKED_AT]
    : [...rolledBack, ...NEVER_LOOKED_AT];
}

function breachLines(breach: Breach): string[] {
  const { kind, entries } = breach;
  const more = entries.length - LINES_SHOWN_MAX;
  return [
    `  ${TITLES[kind]} (${kind})`,
    `    ${whatIsWrong(breach)}`,
    ...entries.slice(0, LINES_SHOWN_MAX).map((line) => `    ${entryLine(line)}`),
    ...(more > 0 ? [`    ... and ${more} more entries`] : []),
  ];
}

function whatIsWrong({ kind, message, amounts, moved, currency = '' }: Breach): string {
  const money = (amount: number | bigint) => formatAmount(amount, currency);
  if (amounts) {
    const says = kind === 'event_contradicts' ? 'the raw event says' : 'the entries add up to';
    const { found, expected } = amounts;
    const apart = BigInt(found) - BigInt(expected);
    return `it is ${money(found)}, but ${says} ${money(expected)}: ${money(apart)} apart`;
  }
  const effect = moved === undefined ? '' : `, which moved the balance by ${money(moved)}`;
  return `${visible(message)}${effect}`;
}

function entryLine({ key, sequence, type, amount, endingBalance, currency }: AuditedLine): string {
  const [moved, ends] = [formatAmount(amount, currency), formatAmount(endingBalance, currency)];
  return `entry ${sequence}  ${type}  ${moved}  ->  ${ends}  ${visible(key)}`;
}

/** What somebody wrote into the table goes to a terminal: no control characters. */
function visible(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 500);
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

import { formatAmount } from '#shared/models/format-amount.ts';
import type { QueueDepth } from '#shared/ports/queue-depth.ts';
import { anchorJson, anchorLines, type ComparedAnchor } from './report-anchor.ts';
import { breachLines, visible } from './report-breach.ts';
import type { Verdict } from './verify-ledger.ts';

const OVERDUE_SHOWN_MAX = 5;

export type Run = {
  readonly source: string;
  /** Who verified. */
  readonly actor: string;
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
    `Not looked at: ${notLookedAt(verdict, queue, anchor).join('; ')}`,
    verdictLine,
    `  ${plural(totals.obligations, 'obligation')}, ${plural(totals.entries, 'entry', 'entries')}, ${plural(totals.events, 'raw event')} hashed and read again, ${totals.heldEvents} of them held`,
    ...redactedLines(totals),
    ...(totals.signatures === undefined
      ? []
      : [`  ${plural(totals.signatures, 'signature')} checked against the keys`]),
    `  balances ${balances.join(', ') || 'none'}`,
    `  ${plural(verdict.rechecked, 'obligation')} read twice, ${Math.round(verdict.readUnits)} read units, ${seconds.toFixed(1)} s`,
  ];
}

/** The same for a program. Amounts in minor units. */
export function reportJson(verdict: Verdict, show: number, run: Run): string {
  const { source, actor, seconds, queue, anchor } = run;
  const { breaches, breachCount, overdue, totals, rechecked, readUnits } = verdict;
  const report = {
    source,
    actor,
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
    redacted_events: totals.redacted,
    erasures: totals.erasures,
    signatures: totals.signatures ?? null,
    // As text, since a sum over customers may be more than a double holds.
    balances: Object.fromEntries(
      Object.entries(totals.balances).map(([currency, sum]) => [currency, String(sum)]),
    ),
    queue: queue ? { ...queue, dead: queue.dead ?? null } : null,
    anchor: anchorJson(anchor),
    not_looked_at: notLookedAt(verdict, queue, anchor),
    rechecked,
    read_units: readUnits,
    seconds,
  };
  return JSON.stringify(report, null, 2);
}

/** What waits may be in no balance yet: no promise is broken by it, but money waits. */
function queueLines(queue: QueueDepth | undefined): string[] {
  if (!queue) return [];
  const { name, waiting, dead } = queue;
  const given = dead === undefined ? '' : `, ${dead} dead`;
  const line = `Queue ${visible(name)}: ${plural(waiting, 'message')} waiting${given}`;
  return waiting + (dead ?? 0) === 0
    ? [line]
    : [line, 'Note: what these tell may be in no balance yet'];
}

/** What is gone is gone for verify too: only that it went with somebody's erasure is known. */
function redactedLines({ redacted, erasures }: Verdict['totals']): string[] {
  if (redacted + erasures === 0) return [];
  return [
    `  ${plural(redacted, 'raw event')} redacted and not read, ${plural(erasures, 'erasure')} recorded`,
  ];
}

function notLookedAt(
  { totals }: Verdict,
  queue: QueueDepth | undefined,
  anchor: ComparedAnchor | undefined,
): readonly string[] {
  return [
    ...(queue ? [] : ['the queue of deliveries (--queue NAME)']),
    ...(queue && queue.dead === undefined ? ['dead letters (--dead-letters NAME)'] : []),
    ...(totals.signatures === undefined ? ['whether Moment signed it (--keys FILE)'] : []),
    ...(anchor ? [] : ['a rollback of it all (--anchors WHERE)']),
    ...NEVER_LOOKED_AT,
  ];
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

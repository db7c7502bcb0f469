import type { StatementLine } from '#shared/models/entry.ts';
import type { HistoryLine } from '#shared/models/exception.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Intent } from '#shared/models/intent.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Resolution } from '#shared/models/resolution.ts';

/** What happened to an event that moved no balance, oldest first, as far as it is kept. */
export function historyOfEvent(
  { webhookTimestamp, receivedAt, state, reason, earlier, resolution }: HeldEvent,
  entered: readonly StatementLine[],
): readonly HistoryLine[] {
  return inOrder([
    { at: new Date(webhookTimestamp * 1000).toISOString(), what: 'signed' },
    { at: receivedAt, what: 'received', detail: `${state}, ${reason}` },
    ...entered.map(toEntered),
    ...[earlier, resolution].flatMap((one) => (one ? [toDecided(one)] : [])),
  ]);
}

export function historyOfIntent({ startedAt, operation }: Intent): readonly HistoryLine[] {
  return [{ at: startedAt, what: 'begun', detail: operation }];
}

/** Of a head: since when Moment is to learn of it, and what it had before. */
export function historyOfHead({ atMoment, untold, currency }: Obligation): readonly HistoryLine[] {
  const told = atMoment && {
    at: atMoment.at,
    what: 'at_moment' as const,
    amount: atMoment.balance,
    currency,
    detail: `as of entry ${atMoment.sequence}`,
  };
  const waits = untold && { at: untold.since, what: 'waits' as const, detail: untold.drift };
  return inOrder([...(told ? [told] : []), ...(waits ? [waits] : [])]);
}

function toEntered(line: StatementLine): HistoryLine {
  const { key: entry, obligationId, amount, currency, recordedAt: at } = line;
  return { at, what: 'entered', entry, obligationId, amount, currency };
}

function toDecided({ at, action, actor, reason, note, entry }: Resolution): HistoryLine {
  return { at, what: 'decided', action, actor, reason, note, entry };
}

function inOrder(lines: readonly HistoryLine[]): readonly HistoryLine[] {
  return lines.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

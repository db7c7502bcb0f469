import type { CommandCause } from './cause.ts';
import type { Entry, StatementLine } from './entry.ts';
import type { Undone } from './undone.ts';

/** A line of a statement as it is shown, with what a command says of itself. */
export type ShownLine = StatementLine &
  Pick<CommandCause, 'actor' | 'reason' | 'note'> & {
    /** How much of it is undone, minor units, positive. */
    readonly reversed?: number | undefined;
  };

/** An entry that was entered just now. */
export function toShownLine({ cause, previous: _, ...line }: Entry): ShownLine {
  return { ...line, ...saidBy(cause) };
}

/** Who asked and why, where a command of the merchant's changed a balance, or a person had an event count. */
export function saidBy(cause: Entry['cause']): Pick<CommandCause, 'actor' | 'reason' | 'note'> {
  const said: Pick<CommandCause, 'actor' | 'reason' | 'note'> =
    cause.kind === 'event' ? (cause.decided ?? {}) : cause;
  const { actor, reason, note } = said;
  return {
    ...(actor !== undefined && { actor }),
    ...(reason !== undefined && { reason }),
    ...(note !== undefined && { note }),
  };
}

/** What is told of an entry beside it: how much of it is undone, and which row of a report it was found to be. */
export function saidBeside(
  { key }: Pick<StatementLine, 'key'>,
  undone: readonly Undone[],
): Pick<ShownLine, 'reversed' | 'reconciliationId'> {
  const reversed = undone.find(({ entryKey }) => entryKey === key)?.amount;
  const links = undone.flatMap(({ linked = [] }) => linked);
  const reconciliationId = links.find(({ entryKey }) => entryKey === key)?.reconciliationId;
  return {
    ...(reversed !== undefined && { reversed }),
    ...(reconciliationId !== undefined && { reconciliationId }),
  };
}

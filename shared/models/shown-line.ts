import type { CommandCause } from './cause.ts';
import type { Entry, StatementLine } from './entry.ts';

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

/** Who asked and why, where a command of the merchant's changed a balance. */
export function saidBy(cause: Entry['cause']): Pick<CommandCause, 'actor' | 'reason' | 'note'> {
  if (cause.kind === 'event') return {};
  const { actor, reason, note } = cause;
  return {
    ...(actor !== undefined && { actor }),
    ...(reason !== undefined && { reason }),
    ...(note !== undefined && { note }),
  };
}

import { undoing, whyNotUndoable } from '#shared/ledger/undo.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import type { Undone } from '#shared/models/undone.ts';
import { type Breach, toAuditedLine } from './breach.ts';

/**
 * Promise 7, for one obligation and all its entries in their order: each entry that undoes another names one that came
 * before it and can be undone, moves the balance back, and together they undo no more of it than there was by then. And
 * what is counted of each entry is what its reversals say.
 *
 * @param isSettled of a counter that counts another entry, which came meanwhile, nothing is said
 */
export function auditUndone(
  obligationId: string,
  lines: readonly StatementLine[],
  counted: readonly Undone[],
  isSettled: (sequence: number) => boolean = () => true,
): readonly Breach[] {
  const byEntry = Map.groupBy(lines.filter(undoes), ({ reverses }) => reverses);
  const counters = new Map(counted.map((undone) => [undone.entryKey, undone]));
  const entries = new Map(lines.map((line) => [line.key, line]));
  const adjusted = new Map(lines.flatMap((line) => (line.adjusts ? [[line.adjusts, line]] : [])));
  const keys = new Set([...byEntry.keys(), ...counters.keys()]);
  return [...keys].flatMap((key) => {
    const of: Undoing = {
      ...{ obligationId, key, by: byEntry.get(key) ?? [] },
      ...{ entry: entries.get(key), adjustment: adjusted.get(key) },
    };
    const counter = counters.get(key);
    const isCounted = counter?.by.every(isSettled) ?? true;
    return [
      ...auditReversals(of),
      ...(isCounted ? [...auditCounter(of, counter), ...auditLinks(of, counter)] : []),
    ];
  });
}

type Reversing = StatementLine & { readonly reverses: string };

/** What undoes an entry, in order. */
type Undoing = {
  readonly obligationId: string;
  readonly key: string;
  readonly entry: StatementLine | undefined;
  readonly adjustment: StatementLine | undefined;
  readonly by: readonly Reversing[];
};

function undoes(line: StatementLine): line is Reversing {
  return line.reverses !== undefined;
}

function auditReversals(of: Undoing): readonly Breach[] {
  let sum = 0;
  return of.by.flatMap((line): Breach[] => {
    const isBefore = (other: StatementLine | undefined) =>
      other && other.sequence < line.sequence ? other : undefined;
    const entry = isBefore(of.entry);
    const wrong = whatIsWrong(line, entry);
    if (!entry || wrong !== undefined) {
      const message = `entry ${line.sequence} undoes ${of.key}: ${wrong}`;
      return [breachOf(of, 'reversal_wrong', message, [...(entry ? [entry] : []), line])];
    }
    const adjustment = isBefore(of.adjustment);
    const whole = undoing(entry.amount, adjustment?.amount);
    sum += line.amount;
    if (Math.abs(sum) <= Math.abs(whole)) return [];
    const message = `entry ${line.sequence} undoes ${of.key} by more than there was: ${sum} in all, of ${whole}`;
    const shown = [entry, ...(adjustment ? [adjustment] : []), line];
    const amounts = { found: sum, expected: whole };
    return [{ ...breachOf(of, 'undone_too_much', message, shown), amounts }];
  });
}

/** In words. */
function whatIsWrong(line: StatementLine, entry: StatementLine | undefined): string | undefined {
  if (!entry) return 'there is no such entry before it';
  const why = whyNotUndoable(entry);
  if (why !== undefined) return why;
  if ((entry.type === 'payment') !== (line.type === 'refund')) {
    return `a ${entry.type} has no ${line.type}`;
  }
  return Math.sign(line.amount) === -Math.sign(entry.amount)
    ? undefined
    : `${line.amount} does not undo ${entry.amount}`;
}

function auditCounter(of: Undoing, counted: Undone | undefined): readonly Breach[] {
  const { key, by } = of;
  const sum = by.reduce((total, { amount }) => total + Math.abs(amount), 0);
  const sequences = list(by.map(({ sequence }) => sequence));
  const told = counted && list(counted.by.toSorted((left, right) => left - right));
  if (counted?.amount === sum && told === sequences) return [];
  const message = counted
    ? `of ${key} ${counted.amount} is counted as undone, by entries ${told}, but ${sum} is, by entries ${sequences}`
    : `of ${key} ${sum} is undone, by entries ${sequences}, and nothing counts it: it could be undone again`;
  const amounts = { found: counted?.amount ?? 0, expected: sum };
  return [{ ...breachOf(of, 'undone_wrong', message, by), amounts }];
}

/** What was found in a report is a refund that came without an id, and one row each. */
function auditLinks(of: Undoing, { linked = [] }: Pick<Undone, 'linked'> = {}): readonly Breach[] {
  return linked.flatMap(({ entryKey, reconciliationId }, at): Breach[] => {
    const entry = of.by.find(({ key }) => key === entryKey);
    const isFirst = linked.findIndex((other) => other.entryKey === entryKey) === at;
    if (entry?.type === 'refund' && entry.reconciliationId === undefined && isFirst) return [];
    const message = `of ${of.key} ${entryKey} is linked with ${reconciliationId}, and is no refund that a link can be of`;
    return [breachOf(of, 'undone_wrong', message, entry ? [entry] : [])];
  });
}

const list = (sequences: readonly number[]) => sequences.join(', ') || 'none';

function breachOf(
  { obligationId }: Undoing,
  kind: Breach['kind'],
  message: string,
  lines: readonly StatementLine[],
): Breach {
  const entries = lines.map(toAuditedLine);
  return { kind, obligationId, message, currency: entries[0]?.currency, entries };
}

import type { Entry } from '#shared/models/entry.ts';
import { referenceName } from '#test/support/memory-table.ts';
import type { Request } from './true-refusals.ts';
import type { WatchedTable } from './watched-table.ts';

/** The obligation that a request is about, once it is there. */
export function idOf(
  { kind, reference }: Pick<Request, 'kind' | 'reference'>,
  { references }: Pick<WatchedTable, 'references'>,
): string | undefined {
  const owner = references.get(referenceName(kind, reference));
  return owner?.kind === 'taken' ? owner.obligationId : undefined;
}

/** The row of a report that is entered, if it is one. */
export function rowOf({ body }: Pick<Request, 'body'>): string | undefined {
  const row = body['reconciliation_id'];
  return row === undefined ? undefined : `${row}`;
}

/** Whether an entry is what this request asked for. */
export function tellsChange(
  request: Request,
  entry: Entry,
  table: Pick<WatchedTable, 'references'>,
): boolean {
  if (entry.obligationId !== idOf(request, table)) return false;
  const { amount, balance, reason = 'cycle_refresh' } = request.body;
  if (entry.cause.kind !== 'command' || entry.cause.reason !== reason) return false;
  switch (request.route.split('/').at(-1)) {
    case 'charges':
      return entry.type === 'charge' && entry.amount === amount;
    case 'adjustments':
      return entry.type === 'adjustment' && entry.amount === amount;
    case 'balance':
      return entry.type === 'adjustment' && entry.endingBalance === balance;
    case 'reversals':
      return (
        'reverses' in entry &&
        entry.reverses === request.entry &&
        isOfRow(entry, request) &&
        (amount === undefined || Math.abs(entry.amount) === amount)
      );
    default:
      return false;
  }
}

/** What came in as a row of a report came as this one; any other may be it. */
function isOfRow(entry: Entry, request: Request): boolean {
  const row = 'reconciliationId' in entry ? entry.reconciliationId : undefined;
  return row === undefined || row === rowOf(request);
}
